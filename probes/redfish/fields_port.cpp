#include <array>

#include "probes/redfish/redfish_fields.h"
#include "schemas/catalogue.h"

namespace rackproof::redfish {
namespace {

using metrics::named;

// Members of ports (DSP0268; "Oem/Nvidia" as real BMCs of that maker write it). One line a member.
// clang-format off
constexpr std::array kPort{
    Field{"LinkStatus", named("port_link_up"), Take::link_status},
    Field{"LinkState", named("port_enabled"), Take::link_state},
    Field{"CurrentSpeedGbps", named("port_speed_bits_per_second"), Take::giga},
    Field{"MaxSpeedGbps", named("port_speed_max_bits_per_second"), Take::giga},
    Field{"ActiveWidth", named("port_width_lanes"), Take::count},
    Field{"Oem/Nvidia/RXWidth", named("port_receive_width_lanes"), Take::count},
    Field{"Oem/Nvidia/TXWidth", named("port_transmit_width_lanes"), Take::count},
    Field{"Status/Health", named("device_health"), Take::health},
};

constexpr std::array kPortMetrics{
    Field{"RXBytes", named("port_receive_bytes_total"), Take::count},
    Field{"TXBytes", named("port_transmit_bytes_total"), Take::count},
    Field{"RXErrors", named("port_receive_errors_total"), Take::count},
    Field{"TXErrors", named("port_transmit_errors_total"), Take::count},
    Field{"Networking/RXFrames", named("port_receive_frames_total"), Take::count},
    Field{"Networking/TXFrames", named("port_transmit_frames_total"), Take::count},
    Field{"Networking/RXDiscards", named("port_receive_discards_total"), Take::count},
    Field{"Networking/TXDiscards", named("port_transmit_discards_total"), Take::count},
    Field{"PCIeErrors/CorrectableErrorCount", named("pcie_errors_correctable_total"), Take::count},
    Field{"PCIeErrors/NonFatalErrorCount", named("pcie_errors_nonfatal_total"), Take::count},
    Field{"PCIeErrors/FatalErrorCount", named("pcie_errors_fatal_total"), Take::count},
    Field{"PCIeErrors/UnsupportedRequestCount", named("pcie_unsupported_requests_total"), Take::count},
    Field{"PCIeErrors/L0ToRecoveryCount", named("pcie_recovery_total"), Take::count},
    Field{"PCIeErrors/ReplayCount", named("pcie_replay_total"), Take::count},
    Field{"PCIeErrors/ReplayRolloverCount", named("pcie_replay_rollover_total"), Take::count},
    Field{"PCIeErrors/NAKSentCount", named("pcie_nak_sent_total"), Take::count},
    Field{"PCIeErrors/NAKReceivedCount", named("pcie_nak_received_total"), Take::count},
    Field{"Oem/Nvidia/RXErrorsPerLane", named("port_receive_lane_errors_total"), Take::lane_sum},
    Field{"Oem/Nvidia/BitErrorRate", named("port_bit_error_ratio"), Take::error_ratio},
    Field{"Oem/Nvidia/EffectiveBER", named("port_effective_bit_error_ratio"), Take::error_ratio},
    Field{"Oem/Nvidia/TotalRawBER", named("port_raw_bit_error_ratio"), Take::error_ratio},
    Field{"Oem/Nvidia/EffectiveError", named("port_effective_errors_total"), Take::count},
    Field{"Oem/Nvidia/TotalRawError", named("port_raw_errors_total"), Take::count},
    Field{"Oem/Nvidia/SymbolErrors", named("port_symbol_errors_total"), Take::count},
    Field{"Oem/Nvidia/LinkDownedCount", named("port_link_downed_total"), Take::count},
    Field{"Oem/Nvidia/IntentionalLinkDownCount", named("port_link_downed_intentional_total"), Take::count},
    Field{"Oem/Nvidia/UnintentionalLinkDownCount", named("port_link_downed_unintentional_total"), Take::count},
    Field{"Oem/Nvidia/LinkErrorRecoveryCount", named("port_link_error_recovery_total"), Take::count},
    Field{"Oem/Nvidia/MalformedPackets", named("port_malformed_packets_total"), Take::count},
    Field{"Oem/Nvidia/RXRemotePhysicalErrors", named("port_remote_physical_errors_total"), Take::count},
    Field{"Oem/Nvidia/RXSwitchRelayErrors", named("port_switch_relay_errors_total"), Take::count},
    Field{"Oem/Nvidia/NeighborMTUDiscards", named("port_mtu_discards_total"), Take::count},
    Field{"Oem/Nvidia/TXWait", named("port_transmit_wait_total"), Take::count_32},
    Field{"Oem/Nvidia/VL15Dropped", named("port_management_dropped_total"), Take::count},
    Field{"Oem/Nvidia/VL15TXBytes", named("port_management_transmit_bytes_total"), Take::count},
    Field{"Oem/Nvidia/VL15TXPackets", named("port_management_transmit_packets_total"), Take::count},
    Field{"Oem/Nvidia/NVLinkErrors/RuntimeError", named("port_runtime_error"), Take::flag},
    Field{"Oem/Nvidia/NVLinkErrors/TrainingError", named("port_training_error"), Take::flag},
    Field{"Oem/Nvidia/NVLinkDataRxBandwidthGbps", named("port_receive_data_bits_per_second"), Take::giga},
    Field{"Oem/Nvidia/NVLinkDataTxBandwidthGbps", named("port_transmit_data_bits_per_second"), Take::giga},
    Field{"Oem/Nvidia/NVLinkRawRxBandwidthGbps", named("port_receive_raw_bits_per_second"), Take::giga},
    Field{"Oem/Nvidia/NVLinkRawTxBandwidthGbps", named("port_transmit_raw_bits_per_second"), Take::giga},
};

constexpr std::array kTables{
    FieldTable{"Port", kPort},
    FieldTable{"PortMetrics", kPortMetrics},
};
// clang-format on

}  // namespace

std::span<const FieldTable> port_fields() {
  return kTables;
}

}  // namespace rackproof::redfish
