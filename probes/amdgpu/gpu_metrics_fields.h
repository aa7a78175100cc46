#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "schemas/catalogue.h"
#include "schemas/device.h"

/// What the members of amdgpu's gpu_metrics tables mean. Names, units and order of the members:
/// kernel, drivers/gpu/drm/amd/include/kgd_pp_interface.h.
namespace rackproof::amdgpu {

/// Where a member is measured: appended to the id of the accelerator. One that ends in ':' stands
/// for several, and the number follows.
struct Place {
  DeviceKind kind;
  std::string_view suffix;
};

/// One member of a table: a number of it, times `times` over `per`, is in the metric's unit.
struct Field {
  std::string_view name;  ///< As the kernel spells it; "[]" where there are several.
  const Metric* metric;
  Place place;
  std::int64_t times = 1;
  std::int64_t per = 1;
};

inline constexpr Place kSocket{DeviceKind::accelerator, ""};
inline constexpr Place kMemory{DeviceKind::hbm, "/hbm"};
inline constexpr Place kStack{DeviceKind::hbm, "/hbm/stack:"};
inline constexpr Place kDie{DeviceKind::accelerator_core, "/xcd:"};
inline constexpr Place kLink{DeviceKind::accelerator_link, "/xgmi:"};
/// Of the PCI function, which the pcie probe reads: decoded, never a sample.
inline constexpr Place kFunction{DeviceKind::pci, ""};

constexpr Place thermometer(std::string_view suffix) {
  return {DeviceKind::temperature_sensor, suffix};
}
constexpr Place sensor(std::string_view suffix) {
  return {DeviceKind::sensor, suffix};
}

// One line a field. Energy counts 2^-16 J, PCIe speed 0.1 GT/s, firmware time 10 ns.
// clang-format off
inline constexpr std::array kFields{
    Field{"temperature_edge", metrics::named("temperature_celsius"), thermometer("/temperature:edge")},
    Field{"temperature_hotspot", metrics::named("temperature_celsius"), kSocket},
    Field{"temperature_mem", metrics::named("temperature_celsius"), kMemory},
    Field{"temperature_vrgfx", metrics::named("temperature_celsius"), thermometer("/temperature:vrgfx")},
    Field{"temperature_vrsoc", metrics::named("temperature_celsius"), thermometer("/temperature:vrsoc")},
    Field{"temperature_vrmem", metrics::named("temperature_celsius"), thermometer("/temperature:vrmem")},
    Field{"temperature_hbm[]", metrics::named("temperature_celsius"), kStack},
    Field{"temperature_gfx", metrics::named("temperature_celsius"), kSocket, 1, 100},
    Field{"temperature_soc", metrics::named("temperature_celsius"), thermometer("/temperature:soc"), 1, 100},
    Field{"temperature_skin", metrics::named("temperature_celsius"), thermometer("/temperature:skin"), 1, 100},
    Field{"average_gfx_activity", metrics::named("accelerator_utilization_ratio"), kSocket, 1, 100},
    Field{"average_umc_activity", metrics::named("hbm_utilization_ratio"), kMemory, 1, 100},
    Field{"average_mm_activity", metrics::named("amdgpu_media_utilization_ratio"), kSocket, 1, 100},
    Field{"vcn_activity[]", metrics::named("amdgpu_media_utilization_ratio"), sensor("/vcn:"), 1, 100},
    Field{"jpeg_activity[]", metrics::named("amdgpu_media_utilization_ratio"), sensor("/jpeg:"), 1, 100},
    Field{"average_socket_power", metrics::named("power_average_watts"), kSocket},
    Field{"curr_socket_power", metrics::named("power_watts"), kSocket},
    Field{"average_socket_power (mW)", metrics::named("power_average_watts"), kSocket, 1, 1000},
    Field{"average_gfx_power", metrics::named("power_average_watts"), {DeviceKind::power_sensor, "/power:gfx"}, 1, 1000},
    Field{"average_soc_power", metrics::named("power_average_watts"), {DeviceKind::power_sensor, "/power:soc"}, 1, 1000},
    Field{"energy_accumulator", metrics::named("accelerator_energy_joules_total"), kSocket, 1, 65536},
    Field{"system_clock_counter", metrics::named("amdgpu_driver_time_seconds"), kSocket, 1, 1000000000},
    Field{"firmware_timestamp", metrics::named("amdgpu_firmware_time_seconds"), kSocket, 1, 100000000},
    Field{"average_gfxclk_frequency", metrics::named("clock_average_hertz"), kSocket, 1000000},
    Field{"average_socclk_frequency", metrics::named("clock_average_hertz"), sensor("/clock:soc"), 1000000},
    Field{"average_uclk_frequency", metrics::named("clock_average_hertz"), kMemory, 1000000},
    Field{"average_fclk_frequency", metrics::named("clock_average_hertz"), sensor("/clock:fabric"), 1000000},
    Field{"average_vclk0_frequency", metrics::named("clock_average_hertz"), sensor("/clock:video0"), 1000000},
    Field{"average_dclk0_frequency", metrics::named("clock_average_hertz"), sensor("/clock:decode0"), 1000000},
    Field{"average_vclk1_frequency", metrics::named("clock_average_hertz"), sensor("/clock:video1"), 1000000},
    Field{"average_dclk1_frequency", metrics::named("clock_average_hertz"), sensor("/clock:decode1"), 1000000},
    Field{"current_gfxclk", metrics::named("clock_frequency_hertz"), kSocket, 1000000},
    Field{"current_socclk", metrics::named("clock_frequency_hertz"), sensor("/clock:soc"), 1000000},
    Field{"current_uclk", metrics::named("clock_frequency_hertz"), kMemory, 1000000},
    Field{"current_fclk", metrics::named("clock_frequency_hertz"), sensor("/clock:fabric"), 1000000},
    Field{"current_vclk0", metrics::named("clock_frequency_hertz"), sensor("/clock:video0"), 1000000},
    Field{"current_dclk0", metrics::named("clock_frequency_hertz"), sensor("/clock:decode0"), 1000000},
    Field{"current_vclk1", metrics::named("clock_frequency_hertz"), sensor("/clock:video1"), 1000000},
    Field{"current_dclk1", metrics::named("clock_frequency_hertz"), sensor("/clock:decode1"), 1000000},
    Field{"current_gfxclk[]", metrics::named("clock_frequency_hertz"), kDie, 1000000},
    Field{"current_socclk[]", metrics::named("clock_frequency_hertz"), sensor("/clock:soc:"), 1000000},
    Field{"current_vclk0[]", metrics::named("clock_frequency_hertz"), sensor("/clock:video0:"), 1000000},
    Field{"current_dclk0[]", metrics::named("clock_frequency_hertz"), sensor("/clock:decode0:"), 1000000},
    Field{"throttle_status", metrics::named("amdgpu_throttle_status"), kSocket},
    Field{"indep_throttle_status", metrics::named("amdgpu_throttle_independent_status"), kSocket},
    Field{"gfxclk_lock_status", metrics::named("amdgpu_clock_lock_status"), kSocket},
    Field{"accumulation_counter", metrics::named("amdgpu_accumulation_cycles_total"), kSocket},
    Field{"prochot_residency_acc", metrics::named("amdgpu_throttle_prochot_cycles_total"), kSocket},
    Field{"ppt_residency_acc", metrics::named("amdgpu_throttle_package_power_cycles_total"), kSocket},
    Field{"socket_thm_residency_acc", metrics::named("amdgpu_throttle_socket_thermal_cycles_total"), kSocket},
    Field{"vr_thm_residency_acc", metrics::named("amdgpu_throttle_regulator_thermal_cycles_total"), kSocket},
    Field{"hbm_thm_residency_acc", metrics::named("amdgpu_throttle_hbm_thermal_cycles_total"), kSocket},
    Field{"current_fan_speed", metrics::named("fan_speed_rpm"), {DeviceKind::fan, "/fan"}},
    Field{"pcie_link_width", metrics::named("pcie_link_width_lanes"), kFunction},
    Field{"pcie_link_speed", metrics::named("pcie_link_speed_transfers_per_second"), kFunction, 100000000},
    Field{"gfx_activity_acc", metrics::named("amdgpu_activity_accumulated_total"), kSocket},
    Field{"mem_activity_acc", metrics::named("amdgpu_activity_accumulated_total"), kMemory},
    Field{"voltage_soc", metrics::named("voltage_volts"), {DeviceKind::voltage_sensor, "/voltage:soc"}, 1, 1000},
    Field{"voltage_gfx", metrics::named("voltage_volts"), {DeviceKind::voltage_sensor, "/voltage:gfx"}, 1, 1000},
    Field{"voltage_mem", metrics::named("voltage_volts"), {DeviceKind::voltage_sensor, "/voltage:mem"}, 1, 1000},
    Field{"xgmi_link_width", metrics::named("amdgpu_xgmi_width_lanes"), kSocket},
    Field{"xgmi_link_speed", metrics::named("amdgpu_xgmi_speed_transfers_per_second"), kSocket, 1000000000},
    Field{"pcie_l0_to_recov_count_acc", metrics::named("pcie_recovery_total"), kSocket},
    Field{"pcie_replay_count_acc", metrics::named("pcie_replay_total"), kSocket},
    Field{"pcie_replay_rover_count_acc", metrics::named("pcie_replay_rollover_total"), kSocket},
    Field{"pcie_nak_sent_count_acc", metrics::named("pcie_nak_sent_total"), kSocket},
    Field{"pcie_nak_rcvd_count_acc", metrics::named("pcie_nak_received_total"), kSocket},
    Field{"pcie_lc_perf_other_end_recovery", metrics::named("pcie_other_end_recovery_total"), kSocket},
    Field{"xgmi_read_data_acc[]", metrics::named("amdgpu_xgmi_read_bytes_total"), kLink, 1024},
    Field{"xgmi_write_data_acc[]", metrics::named("amdgpu_xgmi_written_bytes_total"), kLink, 1024},
    Field{"xgmi_link_status[]", metrics::named("accelerator_link_active"), kLink},
    Field{"num_partition", metrics::named("amdgpu_partition_count"), kSocket},
    Field{"mem_max_bandwidth", metrics::named("hbm_bandwidth_max_bytes_per_second"), kMemory, 1000000000},
};
// clang-format on

/// Not constexpr: reaching it while compiling is the error message.
const Field* no_field_of_that_name();

/// The field named `name`, looked up while compiling: a typo does not build.
consteval const Field* field(std::string_view name) {
  for (const auto& row : kFields) {
    if (row.name == name) {
      return &row;
    }
  }
  return no_field_of_that_name();
}

}  // namespace rackproof::amdgpu
