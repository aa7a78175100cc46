#pragma once

#include <array>

#include "schemas/metric.h"

namespace rackproof::metrics {

/// NVMe health and identity numbers.
// One line a metric.
// clang-format off
inline constexpr std::array kStorageMetrics{
    Metric{"nvme_percentage_used_ratio", Unit::ratio, MetricKind::gauge, "Endurance used up, as the drive estimates it; may pass 1.", "hw.physical_disk.endurance_utilization"},
    Metric{"disk_capacity_bytes", Unit::byte, MetricKind::gauge, "Size of the block device.", "hw.physical_disk.size"},
    Metric{"nvme_controller_state", Unit::one, MetricKind::state, "0 new, 1 live, 2 resetting, 3 connecting, 4 deleting, 5 deleting (no IO), 6 dead.", "hw.status"},
    Metric{"nvme_namespace_capacity_bytes", Unit::byte, MetricKind::gauge, "Size of the namespace.", "hw.physical_disk.size"},
    Metric{"nvme_namespace_used_bytes", Unit::byte, MetricKind::gauge, "Bytes of the namespace that hold data, as the drive counts them."},
    Metric{"nvme_namespace_block_bytes", Unit::byte, MetricKind::gauge, "Size of one logical block of the namespace."},
    Metric{"nvme_namespace_ana_state", Unit::one, MetricKind::state, "Path to the namespace: 1 optimized, 2 non-optimized, 3 inaccessible, 4 persistent loss, 15 changing."},
    Metric{"nvme_critical_warning", Unit::one, MetricKind::state, "Bits: 1 spare low, 2 temperature, 4 reliability, 8 read only, 16 backup failed, 32 persistent memory.", "hw.physical_disk.smart"},
    Metric{"nvme_composite_temperature_celsius", Unit::celsius, MetricKind::gauge, "Temperature that the controller makes of all its sensors.", "hw.temperature"},
    Metric{"nvme_sensor_temperature_celsius", Unit::celsius, MetricKind::gauge, "Temperature of one sensor of the controller.", "hw.temperature"},
    Metric{"nvme_available_spare_ratio", Unit::ratio, MetricKind::gauge, "Spare capacity that is left.", "hw.physical_disk.smart"},
    Metric{"nvme_available_spare_threshold_ratio", Unit::ratio, MetricKind::gauge, "Spare capacity below which the drive warns."},
    Metric{"nvme_data_read_bytes_total", Unit::byte, MetricKind::counter, "Bytes that the host read, in steps of 512,000."},
    Metric{"nvme_data_written_bytes_total", Unit::byte, MetricKind::counter, "Bytes that the host wrote, in steps of 512,000."},
    Metric{"nvme_host_read_commands_total", Unit::one, MetricKind::counter, "Read commands completed."},
    Metric{"nvme_host_write_commands_total", Unit::one, MetricKind::counter, "Write commands completed."},
    Metric{"nvme_controller_busy_seconds_total", Unit::second, MetricKind::counter, "Time with a command outstanding, in steps of a minute."},
    Metric{"nvme_power_cycles_total", Unit::one, MetricKind::counter, "Power cycles."},
    Metric{"nvme_power_on_seconds_total", Unit::second, MetricKind::counter, "Time powered on, in steps of an hour."},
    Metric{"nvme_unsafe_shutdowns_total", Unit::one, MetricKind::counter, "Power losses without notice."},
    Metric{"nvme_media_errors_total", Unit::one, MetricKind::counter, "Reads or writes that the drive could not make good.", "hw.errors"},
    Metric{"nvme_error_log_entries_total", Unit::one, MetricKind::counter, "Entries that the error log ever had."},
    Metric{"nvme_warning_temperature_seconds_total", Unit::second, MetricKind::counter, "Time above the warning temperature, in steps of a minute."},
    Metric{"nvme_critical_temperature_seconds_total", Unit::second, MetricKind::counter, "Time above the critical temperature, in steps of a minute."},
};
// clang-format on

}  // namespace rackproof::metrics
