#pragma once

#include <array>

#include "schemas/metric.h"

namespace rackproof::metrics {

/// Ethernet interfaces and InfiniBand, RoCE, EFA ports.
// One line a metric.
// clang-format off
inline constexpr std::array kNetworkMetrics{
    Metric{"network_receive_bytes_total", Unit::byte, MetricKind::counter, "Bytes received by the interface.", "hw.network.io", {.width_bits = 64, .clears_on = "driver_load"}},
    Metric{"network_transmit_bytes_total", Unit::byte, MetricKind::counter, "Bytes sent by the interface.", "hw.network.io", {.width_bits = 64, .clears_on = "driver_load"}},
    Metric{"network_receive_packets_total", Unit::one, MetricKind::counter, "Packets received.", "hw.network.packets", {.width_bits = 64, .clears_on = "driver_load"}},
    Metric{"network_transmit_packets_total", Unit::one, MetricKind::counter, "Packets sent.", "hw.network.packets", {.width_bits = 64, .clears_on = "driver_load"}},
    Metric{"network_receive_multicast_total", Unit::one, MetricKind::counter, "Multicast packets received.", "hw.network.packets", {.width_bits = 64, .clears_on = "driver_load"}},
    Metric{"network_receive_errors_total", Unit::one, MetricKind::counter, "Packets received with any error.", "hw.errors", {.width_bits = 64, .clears_on = "driver_load"}},
    Metric{"network_transmit_errors_total", Unit::one, MetricKind::counter, "Packets that could not be sent because of any error.", "hw.errors", {.width_bits = 64, .clears_on = "driver_load"}},
    Metric{"network_receive_dropped_total", Unit::one, MetricKind::counter, "Packets received and dropped for want of room or of a reader.", "hw.errors", {.width_bits = 64, .clears_on = "driver_load"}},
    Metric{"network_transmit_dropped_total", Unit::one, MetricKind::counter, "Packets dropped on their way out.", "hw.errors", {.width_bits = 64, .clears_on = "driver_load"}},
    Metric{"network_receive_length_errors_total", Unit::one, MetricKind::counter, "Packets received with a wrong length.", "hw.errors", {.width_bits = 64, .clears_on = "driver_load"}},
    Metric{"network_receive_overruns_total", Unit::one, MetricKind::counter, "Packets lost to a receive ring overrun.", "hw.errors", {.width_bits = 64, .clears_on = "driver_load"}},
    Metric{"network_receive_crc_errors_total", Unit::one, MetricKind::counter, "Packets received with a bad checksum of the link.", "hw.errors", {.width_bits = 64, .clears_on = "driver_load"}},
    Metric{"network_receive_frame_errors_total", Unit::one, MetricKind::counter, "Packets received misaligned.", "hw.errors", {.width_bits = 64, .clears_on = "driver_load"}},
    Metric{"network_receive_fifo_errors_total", Unit::one, MetricKind::counter, "Packets lost to a full receive FIFO.", "hw.errors", {.width_bits = 64, .clears_on = "driver_load"}},
    Metric{"network_receive_missed_total", Unit::one, MetricKind::counter, "Packets that the hardware had no buffer for.", "hw.errors", {.width_bits = 64, .clears_on = "driver_load"}},
    Metric{"network_receive_no_handler_total", Unit::one, MetricKind::counter, "Packets received that no protocol took.", "hw.errors", {.width_bits = 64, .clears_on = "driver_load"}},
    Metric{"network_transmit_aborted_total", Unit::one, MetricKind::counter, "Transmissions given up.", "hw.errors", {.width_bits = 64, .clears_on = "driver_load"}},
    Metric{"network_transmit_carrier_errors_total", Unit::one, MetricKind::counter, "Transmissions lost with the carrier.", "hw.errors", {.width_bits = 64, .clears_on = "driver_load"}},
    Metric{"network_transmit_fifo_errors_total", Unit::one, MetricKind::counter, "Transmissions lost to an empty FIFO.", "hw.errors", {.width_bits = 64, .clears_on = "driver_load"}},
    Metric{"network_transmit_heartbeat_errors_total", Unit::one, MetricKind::counter, "Heartbeat errors of old Ethernet.", "hw.errors", {.width_bits = 64, .clears_on = "driver_load"}},
    Metric{"network_transmit_window_errors_total", Unit::one, MetricKind::counter, "Late collisions.", "hw.errors", {.width_bits = 64, .clears_on = "driver_load"}},
    Metric{"network_collisions_total", Unit::one, MetricKind::counter, "Collisions while sending.", "hw.errors", {.width_bits = 64, .clears_on = "driver_load"}},
    Metric{"network_carrier_changes_total", Unit::one, MetricKind::counter, "Times that the carrier came or went.", "hw.errors", {.width_bits = 32, .clears_on = "driver_load"}},
    Metric{"network_carrier_up_total", Unit::one, MetricKind::counter, "Times that the carrier came.", "", {.width_bits = 32, .clears_on = "driver_load"}},
    Metric{"network_carrier_down_total", Unit::one, MetricKind::counter, "Times that the carrier went.", "hw.errors", {.width_bits = 32, .clears_on = "driver_load"}},
    Metric{"network_operational_state", Unit::one, MetricKind::state, "0 unknown, 1 not present, 2 down, 3 lower layer down, 4 testing, 5 dormant, 6 up (RFC 2863).", "hw.network.up"},
    Metric{"network_speed_bits_per_second", Unit::bit_per_second, MetricKind::gauge, "Rate that the link was negotiated to.", "hw.network.bandwidth.limit"},
    Metric{"network_mtu_bytes", Unit::byte, MetricKind::gauge, "Largest packet that the interface takes."},
};
// clang-format on

}  // namespace rackproof::metrics
