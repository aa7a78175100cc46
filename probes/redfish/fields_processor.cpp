#include <array>

#include "probes/redfish/redfish_fields.h"
#include "schemas/catalogue.h"

namespace rackproof::redfish {
namespace {

using metrics::named;

// Members of processors and memory (DSP0268; "Oem/Nvidia" as real BMCs of that maker write it). One
// line a member.
// clang-format off
constexpr std::array kProcessor{
    Field{"OperatingSpeedMHz", named("clock_frequency_hertz"), Take::mega},
    Field{"Throttled", named("processor_throttled"), Take::flag},
    Field{"TDPWatts", named("power_rated_watts")},
    Field{"SystemInterface/PCIe/LanesInUse", named("pcie_link_width_lanes"), Take::count},
    Field{"SystemInterface/PCIe/MaxLanes", named("pcie_link_width_max_lanes"), Take::count},
    Field{"Status/Health", named("device_health"), Take::health},
};

constexpr std::array kProcessorMetrics{
    Field{"TemperatureCelsius", named("temperature_celsius"), Take::celsius},
    Field{"ConsumedPowerWatt", named("power_watts")},
    Field{"ThrottlingCelsius", named("temperature_margin_celsius"), Take::celsius},
    Field{"OperatingSpeedMHz", named("clock_frequency_hertz"), Take::mega},
    Field{"BandwidthPercent", named("processor_bandwidth_ratio"), Take::percent},
    Field{"CoreVoltage/Reading", named("voltage_volts")},
    Field{"CorrectableCoreErrorCount", named("processor_core_errors_correctable_total"), Take::count},
    Field{"UncorrectableCoreErrorCount", named("processor_core_errors_uncorrectable_total"), Take::count},
    Field{"CorrectableOtherErrorCount", named("processor_other_errors_correctable_total"), Take::count},
    Field{"UncorrectableOtherErrorCount", named("processor_other_errors_uncorrectable_total"), Take::count},
    Field{"CacheMetricsTotal/LifeTime/CorrectableECCErrorCount", named("processor_cache_ecc_lifetime_correctable_total"), Take::count},
    Field{"CacheMetricsTotal/LifeTime/UncorrectableECCErrorCount", named("processor_cache_ecc_lifetime_uncorrectable_total"), Take::count},
    Field{"PowerLimitThrottleDuration", named("throttle_power_seconds_total"), Take::duration},
    Field{"ThermalLimitThrottleDuration", named("throttle_thermal_seconds_total"), Take::duration},
    Field{"PCIeErrors/CorrectableErrorCount", named("pcie_errors_correctable_total"), Take::count},
    Field{"PCIeErrors/NonFatalErrorCount", named("pcie_errors_nonfatal_total"), Take::count},
    Field{"PCIeErrors/FatalErrorCount", named("pcie_errors_fatal_total"), Take::count},
    Field{"PCIeErrors/UnsupportedRequestCount", named("pcie_unsupported_requests_total"), Take::count},
    Field{"PCIeErrors/L0ToRecoveryCount", named("pcie_recovery_total"), Take::count},
    Field{"PCIeErrors/ReplayCount", named("pcie_replay_total"), Take::count},
    Field{"PCIeErrors/ReplayRolloverCount", named("pcie_replay_rollover_total"), Take::count},
    Field{"PCIeErrors/NAKSentCount", named("pcie_nak_sent_total"), Take::count},
    Field{"PCIeErrors/NAKReceivedCount", named("pcie_nak_received_total"), Take::count},
    Field{"Oem/Nvidia/HardwareViolationThrottleDuration", named("throttle_hardware_seconds_total"), Take::duration},
    Field{"Oem/Nvidia/GlobalSoftwareViolationThrottleDuration", named("throttle_software_seconds_total"), Take::duration},
    Field{"Oem/Nvidia/AccumulatedSMUtilizationDuration", named("accelerator_multiprocessor_busy_seconds_total"), Take::duration},
    Field{"Oem/Nvidia/AccumulatedGPUContextUtilizationDuration", named("accelerator_context_busy_seconds_total"), Take::duration},
    Field{"Oem/Nvidia/MemoryPageRetirementCount", named("processor_pages_retired_count"), Take::count},
    Field{"Oem/Nvidia/PCIeRXBytes", named("accelerator_pcie_received_bytes_total"), Take::count},
    Field{"Oem/Nvidia/PCIeTXBytes", named("accelerator_pcie_sent_bytes_total"), Take::count},
    Field{"Oem/Nvidia/NVLinkDataRxBandwidthGbps", named("accelerator_link_receive_data_bits_per_second"), Take::giga},
    Field{"Oem/Nvidia/NVLinkDataTxBandwidthGbps", named("accelerator_link_transmit_data_bits_per_second"), Take::giga},
    Field{"Oem/Nvidia/NVLinkRawRxBandwidthGbps", named("accelerator_link_receive_raw_bits_per_second"), Take::giga},
    Field{"Oem/Nvidia/NVLinkRawTxBandwidthGbps", named("accelerator_link_transmit_raw_bits_per_second"), Take::giga},
    Field{"Oem/Nvidia/PCIeRawRxBandwidthGbps", named("accelerator_pcie_receive_raw_bits_per_second"), Take::giga},
    Field{"Oem/Nvidia/PCIeRawTxBandwidthGbps", named("accelerator_pcie_transmit_raw_bits_per_second"), Take::giga},
    Field{"Oem/Nvidia/SMUtilizationPercent", named("accelerator_multiprocessor_utilization_ratio"), Take::percent},
    Field{"Oem/Nvidia/SMActivityPercent", named("accelerator_multiprocessor_active_ratio"), Take::percent},
    Field{"Oem/Nvidia/SMOccupancyPercent", named("accelerator_multiprocessor_occupancy_ratio"), Take::percent},
    Field{"Oem/Nvidia/TensorCoreActivityPercent", named("accelerator_tensor_active_ratio"), Take::percent},
    Field{"Oem/Nvidia/FP16ActivityPercent", named("accelerator_fp16_active_ratio"), Take::percent},
    Field{"Oem/Nvidia/FP32ActivityPercent", named("accelerator_fp32_active_ratio"), Take::percent},
    Field{"Oem/Nvidia/FP64ActivityPercent", named("accelerator_fp64_active_ratio"), Take::percent},
    Field{"Oem/Nvidia/DMMAUtilizationPercent", named("accelerator_dmma_active_ratio"), Take::percent},
    Field{"Oem/Nvidia/HMMAUtilizationPercent", named("accelerator_hmma_active_ratio"), Take::percent},
    Field{"Oem/Nvidia/IMMAUtilizationPercent", named("accelerator_imma_active_ratio"), Take::percent},
    Field{"Oem/Nvidia/IntegerActivityUtilizationPercent", named("accelerator_integer_active_ratio"), Take::percent},
    Field{"Oem/Nvidia/GraphicsEngineActivityPercent", named("accelerator_graphics_active_ratio"), Take::percent},
    Field{"Oem/Nvidia/NVDecUtilizationPercent", named("accelerator_video_decoder_utilization_ratio"), Take::percent},
    Field{"Oem/Nvidia/NVJpgUtilizationPercent", named("accelerator_image_decoder_utilization_ratio"), Take::percent},
    Field{"Oem/Nvidia/NVOfaUtilizationPercent", named("accelerator_optical_flow_utilization_ratio"), Take::percent},
};

constexpr std::array kNvidiaProcessorResetMetrics{
    Field{"ConventionalResetEntryCount", named("accelerator_reset_conventional_total"), Take::count},
    Field{"FundamentalResetEntryCount", named("accelerator_reset_fundamental_total"), Take::count},
    Field{"PF_FLR_ResetEntryCount", named("accelerator_reset_function_level_total"), Take::count},
};

constexpr std::array kMemory{
    Field{"CapacityMiB", named("memory_size_bytes"), Take::mebibytes},
    Field{"OperatingSpeedMhz", named("clock_frequency_hertz"), Take::mega},
    Field{"Oem/Nvidia/RowRemappingFailed", named("hbm_row_remap_failed"), Take::flag},
    Field{"Oem/Nvidia/RowRemappingPending", named("hbm_row_remap_pending"), Take::flag},
    Field{"Status/Health", named("device_health"), Take::health},
};

constexpr std::array kMemoryMetrics{
    Field{"LifeTime/CorrectableECCErrorCount", named("memory_ecc_lifetime_correctable_total"), Take::count},
    Field{"LifeTime/UncorrectableECCErrorCount", named("memory_ecc_lifetime_uncorrectable_total"), Take::count},
    Field{"CurrentPeriod/CorrectableECCErrorCount", named("memory_ecc_period_correctable_total"), Take::count},
    Field{"CurrentPeriod/UncorrectableECCErrorCount", named("memory_ecc_period_uncorrectable_total"), Take::count},
    Field{"CapacityUtilizationPercent", named("memory_capacity_used_ratio"), Take::percent},
    Field{"BandwidthPercent", named("memory_bandwidth_ratio"), Take::percent},
    Field{"OperatingSpeedMHz", named("clock_frequency_hertz"), Take::mega},
    Field{"HealthData/RemainingSpareBlockPercentage", named("memory_spare_blocks_ratio"), Take::percent},
    Field{"HealthData/DataLossDetected", named("memory_data_loss"), Take::flag},
    Field{"HealthData/PerformanceDegraded", named("memory_performance_degraded"), Take::flag},
    Field{"HealthData/AlarmTrips/CorrectableECCError", named("memory_alarm_correctable_ecc"), Take::flag},
    Field{"HealthData/AlarmTrips/UncorrectableECCError", named("memory_alarm_uncorrectable_ecc"), Take::flag},
    Field{"HealthData/AlarmTrips/Temperature", named("memory_alarm_temperature"), Take::flag},
    Field{"HealthData/AlarmTrips/SpareBlock", named("memory_alarm_spare_block"), Take::flag},
    Field{"Oem/Nvidia/RowRemapping/CorrectableRowRemappingCount", named("hbm_rows_remapped_correctable_count"), Take::count},
    Field{"Oem/Nvidia/RowRemapping/UncorrectableRowRemappingCount", named("hbm_rows_remapped_uncorrectable_count"), Take::count},
    Field{"Oem/Nvidia/RowRemapping/MaxAvailabilityBankCount", named("hbm_banks_spare_rows_max_count"), Take::count},
    Field{"Oem/Nvidia/RowRemapping/HighAvailabilityBankCount", named("hbm_banks_spare_rows_high_count"), Take::count},
    Field{"Oem/Nvidia/RowRemapping/PartialAvailabilityBankCount", named("hbm_banks_spare_rows_partial_count"), Take::count},
    Field{"Oem/Nvidia/RowRemapping/LowAvailabilityBankCount", named("hbm_banks_spare_rows_low_count"), Take::count},
    Field{"Oem/Nvidia/RowRemapping/NoAvailabilityBankCount", named("hbm_banks_spare_rows_none_count"), Take::count},
};

constexpr std::array kTables{
    FieldTable{"Processor", kProcessor},
    FieldTable{"ProcessorMetrics", kProcessorMetrics},
    FieldTable{"NvidiaProcessorResetMetrics", kNvidiaProcessorResetMetrics},
    FieldTable{"Memory", kMemory},
    FieldTable{"MemoryMetrics", kMemoryMetrics},
};
// clang-format on

}  // namespace

std::span<const FieldTable> processor_fields() {
  return kTables;
}

}  // namespace rackproof::redfish
