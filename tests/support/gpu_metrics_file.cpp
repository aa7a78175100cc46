#include "tests/support/gpu_metrics_file.h"

#include <algorithm>
#include <array>

#include <catch2/catch.hpp>

#include "schemas/text.h"

namespace rackproof::testing {
namespace {

// Member lists: kernel, drivers/gpu/drm/amd/include/kgd_pp_interface.h. xcp_stats are structures of
// 168, 232 and 440 bytes, aligned to 8.
// clang-format off
constexpr std::array kVersions{
    MetricsVersion{1, 0,
     "u64 system_clock_counter u16 temperature_edge temperature_hotspot temperature_mem "
     "temperature_vrgfx temperature_vrsoc temperature_vrmem average_gfx_activity "
     "average_umc_activity average_mm_activity average_socket_power u32 energy_accumulator "
     "u16 average_gfxclk_frequency average_socclk_frequency average_uclk_frequency "
     "average_vclk0_frequency average_dclk0_frequency average_vclk1_frequency "
     "average_dclk1_frequency current_gfxclk current_socclk current_uclk current_vclk0 "
     "current_dclk0 current_vclk1 current_dclk1 u32 throttle_status u16 current_fan_speed "
     "u8 pcie_link_width pcie_link_speed "},
    MetricsVersion{1, 1,
     "u16 temperature_edge temperature_hotspot temperature_mem temperature_vrgfx "
     "temperature_vrsoc temperature_vrmem average_gfx_activity average_umc_activity "
     "average_mm_activity average_socket_power u64 energy_accumulator system_clock_counter "
     "u16 average_gfxclk_frequency average_socclk_frequency average_uclk_frequency "
     "average_vclk0_frequency average_dclk0_frequency average_vclk1_frequency "
     "average_dclk1_frequency current_gfxclk current_socclk current_uclk current_vclk0 "
     "current_dclk0 current_vclk1 current_dclk1 u32 throttle_status u16 current_fan_speed "
     "pcie_link_width pcie_link_speed padding u32 gfx_activity_acc mem_activity_acc u16 "
     "temperature_hbm[4] "},
    MetricsVersion{1, 2,
     "u16 temperature_edge temperature_hotspot temperature_mem temperature_vrgfx "
     "temperature_vrsoc temperature_vrmem average_gfx_activity average_umc_activity "
     "average_mm_activity average_socket_power u64 energy_accumulator system_clock_counter "
     "u16 average_gfxclk_frequency average_socclk_frequency average_uclk_frequency "
     "average_vclk0_frequency average_dclk0_frequency average_vclk1_frequency "
     "average_dclk1_frequency current_gfxclk current_socclk current_uclk current_vclk0 "
     "current_dclk0 current_vclk1 current_dclk1 u32 throttle_status u16 current_fan_speed "
     "pcie_link_width pcie_link_speed padding u32 gfx_activity_acc mem_activity_acc u16 "
     "temperature_hbm[4] u64 firmware_timestamp "},
    MetricsVersion{1, 3,
     "u16 temperature_edge temperature_hotspot temperature_mem temperature_vrgfx "
     "temperature_vrsoc temperature_vrmem average_gfx_activity average_umc_activity "
     "average_mm_activity average_socket_power u64 energy_accumulator system_clock_counter "
     "u16 average_gfxclk_frequency average_socclk_frequency average_uclk_frequency "
     "average_vclk0_frequency average_dclk0_frequency average_vclk1_frequency "
     "average_dclk1_frequency current_gfxclk current_socclk current_uclk current_vclk0 "
     "current_dclk0 current_vclk1 current_dclk1 u32 throttle_status u16 current_fan_speed "
     "pcie_link_width pcie_link_speed padding u32 gfx_activity_acc mem_activity_acc u16 "
     "temperature_hbm[4] u64 firmware_timestamp u16 voltage_soc voltage_gfx voltage_mem "
     "padding1 u64 indep_throttle_status "},
    MetricsVersion{1, 4,
     "u16 temperature_hotspot temperature_mem temperature_vrsoc curr_socket_power "
     "average_gfx_activity average_umc_activity u16 vcn_activity[4] u64 energy_accumulator "
     "system_clock_counter u32 throttle_status u32 gfxclk_lock_status u16 pcie_link_width "
     "pcie_link_speed xgmi_link_width xgmi_link_speed u32 gfx_activity_acc "
     "mem_activity_acc u64 pcie_bandwidth_acc pcie_bandwidth_inst "
     "pcie_l0_to_recov_count_acc pcie_replay_count_acc pcie_replay_rover_count_acc u64 "
     "xgmi_read_data_acc[8] xgmi_write_data_acc[8] u64 firmware_timestamp u16 "
     "current_gfxclk[8] current_socclk[4] current_vclk0[4] current_dclk0[4] current_uclk "
     "padding "},
    MetricsVersion{1, 5,
     "u16 temperature_hotspot temperature_mem temperature_vrsoc curr_socket_power "
     "average_gfx_activity average_umc_activity u16 vcn_activity[4] jpeg_activity[32] u64 "
     "energy_accumulator system_clock_counter u32 throttle_status u32 gfxclk_lock_status "
     "u16 pcie_link_width pcie_link_speed xgmi_link_width xgmi_link_speed u32 "
     "gfx_activity_acc mem_activity_acc u64 pcie_bandwidth_acc pcie_bandwidth_inst "
     "pcie_l0_to_recov_count_acc pcie_replay_count_acc pcie_replay_rover_count_acc u32 "
     "pcie_nak_sent_count_acc pcie_nak_rcvd_count_acc u64 xgmi_read_data_acc[8] "
     "xgmi_write_data_acc[8] u64 firmware_timestamp u16 current_gfxclk[8] "
     "current_socclk[4] current_vclk0[4] current_dclk0[4] current_uclk padding "},
    MetricsVersion{1, 6,
     "u16 temperature_hotspot temperature_mem temperature_vrsoc curr_socket_power "
     "average_gfx_activity average_umc_activity u16 vcn_activity[4] jpeg_activity[32] u64 "
     "energy_accumulator system_clock_counter u32 accumulation_counter "
     "prochot_residency_acc ppt_residency_acc socket_thm_residency_acc "
     "vr_thm_residency_acc hbm_thm_residency_acc u32 throttle_status u32 "
     "gfxclk_lock_status u16 pcie_link_width pcie_link_speed xgmi_link_width "
     "xgmi_link_speed u32 gfx_activity_acc mem_activity_acc u64 pcie_bandwidth_acc "
     "pcie_bandwidth_inst pcie_l0_to_recov_count_acc pcie_replay_count_acc "
     "pcie_replay_rover_count_acc u32 pcie_nak_sent_count_acc pcie_nak_rcvd_count_acc u64 "
     "xgmi_read_data_acc[8] xgmi_write_data_acc[8] u64 firmware_timestamp u16 "
     "current_gfxclk[8] current_socclk[4] current_vclk0[4] current_dclk0[4] current_uclk "
     "padding "},
    MetricsVersion{1, 6,
     "u16 temperature_hotspot temperature_mem temperature_vrsoc curr_socket_power "
     "average_gfx_activity average_umc_activity u64 energy_accumulator "
     "system_clock_counter u32 accumulation_counter prochot_residency_acc "
     "ppt_residency_acc socket_thm_residency_acc vr_thm_residency_acc "
     "hbm_thm_residency_acc u32 gfxclk_lock_status u16 pcie_link_width pcie_link_speed "
     "xgmi_link_width xgmi_link_speed u32 gfx_activity_acc mem_activity_acc u64 "
     "pcie_bandwidth_acc pcie_bandwidth_inst pcie_l0_to_recov_count_acc "
     "pcie_replay_count_acc pcie_replay_rover_count_acc u32 pcie_nak_sent_count_acc "
     "pcie_nak_rcvd_count_acc u64 xgmi_read_data_acc[8] xgmi_write_data_acc[8] u64 "
     "firmware_timestamp u16 current_gfxclk[8] current_socclk[4] current_vclk0[4] "
     "current_dclk0[4] current_uclk num_partition b168 xcp_stats[8] u32 "
     "pcie_lc_perf_other_end_recovery "},
    MetricsVersion{1, 7,
     "u16 temperature_hotspot temperature_mem temperature_vrsoc curr_socket_power "
     "average_gfx_activity average_umc_activity u64 mem_max_bandwidth u64 "
     "energy_accumulator system_clock_counter u32 accumulation_counter "
     "prochot_residency_acc ppt_residency_acc socket_thm_residency_acc "
     "vr_thm_residency_acc hbm_thm_residency_acc u32 gfxclk_lock_status u16 "
     "pcie_link_width pcie_link_speed xgmi_link_width xgmi_link_speed u32 gfx_activity_acc "
     "mem_activity_acc u64 pcie_bandwidth_acc pcie_bandwidth_inst "
     "pcie_l0_to_recov_count_acc pcie_replay_count_acc pcie_replay_rover_count_acc u32 "
     "pcie_nak_sent_count_acc pcie_nak_rcvd_count_acc u64 xgmi_read_data_acc[8] "
     "xgmi_write_data_acc[8] u16 xgmi_link_status[8] padding u64 firmware_timestamp u16 "
     "current_gfxclk[8] current_socclk[4] current_vclk0[4] current_dclk0[4] current_uclk "
     "num_partition b232 xcp_stats[8] u32 pcie_lc_perf_other_end_recovery "},
    MetricsVersion{1, 8,
     "u16 temperature_hotspot temperature_mem temperature_vrsoc curr_socket_power "
     "average_gfx_activity average_umc_activity u64 mem_max_bandwidth u64 "
     "energy_accumulator system_clock_counter u32 accumulation_counter "
     "prochot_residency_acc ppt_residency_acc socket_thm_residency_acc "
     "vr_thm_residency_acc hbm_thm_residency_acc u32 gfxclk_lock_status u16 "
     "pcie_link_width pcie_link_speed xgmi_link_width xgmi_link_speed u32 gfx_activity_acc "
     "mem_activity_acc u64 pcie_bandwidth_acc pcie_bandwidth_inst "
     "pcie_l0_to_recov_count_acc pcie_replay_count_acc pcie_replay_rover_count_acc u32 "
     "pcie_nak_sent_count_acc pcie_nak_rcvd_count_acc u64 xgmi_read_data_acc[8] "
     "xgmi_write_data_acc[8] u16 xgmi_link_status[8] padding u64 firmware_timestamp u16 "
     "current_gfxclk[8] current_socclk[4] current_vclk0[4] current_dclk0[4] current_uclk "
     "num_partition b440 xcp_stats[8] u32 pcie_lc_perf_other_end_recovery "},
    MetricsVersion{2, 0,
     "u64 system_clock_counter u16 temperature_gfx temperature_soc temperature_core[8] "
     "temperature_l3[2] average_gfx_activity average_mm_activity u16 average_socket_power "
     "average_cpu_power average_soc_power average_gfx_power average_core_power[8] "
     "average_gfxclk_frequency average_socclk_frequency average_uclk_frequency "
     "average_fclk_frequency average_vclk_frequency average_dclk_frequency current_gfxclk "
     "current_socclk current_uclk current_fclk current_vclk current_dclk "
     "current_coreclk[8] current_l3clk[2] u32 throttle_status u16 fan_pwm padding "},
    MetricsVersion{2, 1,
     "u16 temperature_gfx temperature_soc temperature_core[8] temperature_l3[2] "
     "average_gfx_activity average_mm_activity u64 system_clock_counter u16 "
     "average_socket_power average_cpu_power average_soc_power average_gfx_power "
     "average_core_power[8] average_gfxclk_frequency average_socclk_frequency "
     "average_uclk_frequency average_fclk_frequency average_vclk_frequency "
     "average_dclk_frequency current_gfxclk current_socclk current_uclk current_fclk "
     "current_vclk current_dclk current_coreclk[8] current_l3clk[2] u32 throttle_status "
     "u16 fan_pwm padding[3] "},
    MetricsVersion{2, 2,
     "u16 temperature_gfx temperature_soc temperature_core[8] temperature_l3[2] "
     "average_gfx_activity average_mm_activity u64 system_clock_counter u16 "
     "average_socket_power average_cpu_power average_soc_power average_gfx_power "
     "average_core_power[8] average_gfxclk_frequency average_socclk_frequency "
     "average_uclk_frequency average_fclk_frequency average_vclk_frequency "
     "average_dclk_frequency current_gfxclk current_socclk current_uclk current_fclk "
     "current_vclk current_dclk current_coreclk[8] current_l3clk[2] u32 throttle_status "
     "u16 fan_pwm padding[3] u64 indep_throttle_status "},
    MetricsVersion{2, 3,
     "u16 temperature_gfx temperature_soc temperature_core[8] temperature_l3[2] "
     "average_gfx_activity average_mm_activity u64 system_clock_counter u16 "
     "average_socket_power average_cpu_power average_soc_power average_gfx_power "
     "average_core_power[8] average_gfxclk_frequency average_socclk_frequency "
     "average_uclk_frequency average_fclk_frequency average_vclk_frequency "
     "average_dclk_frequency current_gfxclk current_socclk current_uclk current_fclk "
     "current_vclk current_dclk current_coreclk[8] current_l3clk[2] u32 throttle_status "
     "u16 fan_pwm padding[3] u64 indep_throttle_status u16 average_temperature_gfx "
     "average_temperature_soc average_temperature_core[8] average_temperature_l3[2] "},
    MetricsVersion{2, 4,
     "u16 temperature_gfx temperature_soc temperature_core[8] temperature_l3[2] "
     "average_gfx_activity average_mm_activity u64 system_clock_counter u16 "
     "average_socket_power average_cpu_power average_soc_power average_gfx_power "
     "average_core_power[8] average_gfxclk_frequency average_socclk_frequency "
     "average_uclk_frequency average_fclk_frequency average_vclk_frequency "
     "average_dclk_frequency current_gfxclk current_socclk current_uclk current_fclk "
     "current_vclk current_dclk current_coreclk[8] current_l3clk[2] u32 throttle_status "
     "u16 fan_pwm padding[3] u64 indep_throttle_status u16 average_temperature_gfx "
     "average_temperature_soc average_temperature_core[8] average_temperature_l3[2] "
     "average_cpu_voltage average_soc_voltage average_gfx_voltage average_cpu_current "
     "average_soc_current average_gfx_current "},
    MetricsVersion{3, 0,
     "u16 temperature_gfx temperature_soc temperature_core[16] temperature_skin "
     "average_gfx_activity average_vcn_activity average_ipu_activity[8] "
     "average_core_c0_activity[16] average_dram_reads average_dram_writes "
     "average_ipu_reads average_ipu_writes u64 system_clock_counter u32 "
     "average_socket_power u16 average_ipu_power u32 average_apu_power average_gfx_power "
     "average_dgpu_power average_all_core_power u16 average_core_power[16] "
     "average_sys_power stapm_power_limit current_stapm_power_limit "
     "average_gfxclk_frequency average_socclk_frequency average_vpeclk_frequency "
     "average_ipuclk_frequency average_fclk_frequency average_vclk_frequency "
     "average_uclk_frequency average_mpipu_frequency current_coreclk[16] "
     "current_core_maxfreq current_gfx_maxfreq u32 throttle_residency_prochot "
     "throttle_residency_spl throttle_residency_fppt throttle_residency_sppt "
     "throttle_residency_thm_core throttle_residency_thm_gfx throttle_residency_thm_soc "
     "time_filter_alphavalue "},
};
// clang-format on

constexpr std::size_t kHead = 4;

struct Type {
  std::size_t width;
  std::size_t alignment;
};

/// "u16" or "b232".
Type type_of(std::string_view word) {
  const auto number = static_cast<std::size_t>(parse_integer(word.substr(1)).value());
  return word.front() == 'u' ? Type{number / 8, number / 8} : Type{number, 8};
}

bool is_type(std::string_view word) {
  return (word.front() == 'u' || word.front() == 'b') && parse_integer(word.substr(1)).has_value();
}

std::size_t aligned(std::size_t offset, std::size_t alignment) {
  return (offset + alignment - 1) / alignment * alignment;
}

MetricsMember member_of(std::string_view word) {
  const auto bracket = word.find('[');
  if (bracket == std::string_view::npos) {
    return {std::string(word), 0, 0, 1};
  }
  const auto count = parse_integer(word.substr(bracket + 1, word.size() - bracket - 2));
  return {std::string(word.substr(0, bracket)), 0, 0, static_cast<std::size_t>(count.value())};
}

const MetricsVersion& find_version(int format, int content, std::size_t size) {
  const auto found = std::ranges::find_if(kVersions, [&](const auto& version) {
    return version.format == format && version.content == content &&
           MetricsFile(version).bytes().size() == size;
  });
  REQUIRE(found != kVersions.end());
  return *found;
}

}  // namespace

std::span<const MetricsVersion> metrics_versions() {
  return kVersions;
}

std::string little_endian_bytes(std::uint64_t value, std::size_t width) {
  std::string bytes;
  for (std::size_t i = 0; i < width; ++i) {
    bytes += static_cast<char>(value >> (8 * i) & 0xFF);
  }
  return bytes;
}

MetricsFile::MetricsFile(const MetricsVersion& version) {
  Type type{2, 2};
  std::size_t offset = kHead;
  std::size_t alignment = 2;
  for (const auto word : words(version.members)) {
    if (is_type(word)) {
      type = type_of(word);
      alignment = std::max(alignment, type.alignment);
      continue;
    }
    auto member = member_of(word);
    member.width = type.width;
    member.offset = aligned(offset, type.alignment);
    offset = member.offset + member.width * member.count;
    members_.push_back(std::move(member));
  }
  bytes_.assign(aligned(offset, alignment), '\xff');
  bytes_.replace(0, kHead,
                 little_endian_bytes(bytes_.size(), 2) + static_cast<char>(version.format) +
                     static_cast<char>(version.content));
}

MetricsFile::MetricsFile(int format, int content, std::size_t size)
    : MetricsFile(find_version(format, content, size)) {}

void MetricsFile::set(std::string_view name, std::uint64_t value, std::size_t instance) {
  const auto found = std::ranges::find(members_, name, &MetricsMember::name);
  INFO(name);
  REQUIRE(found != members_.end());
  REQUIRE(instance < found->count);
  bytes_.replace(found->offset + instance * found->width, found->width,
                 little_endian_bytes(value, found->width));
}

std::string self_describing_metrics(std::span<const MetricsAttribute> attributes,
                                    std::size_t code_width) {
  constexpr std::array<std::size_t, 8> kWidths{1, 1, 2, 2, 4, 4, 8, 8};
  std::string body = little_endian_bytes(attributes.size(), 4);
  for (const auto& [unit, type, id, values] : attributes) {
    body += little_endian_bytes(unit << 24 | type << 20 | id << 10 | values.size(), code_width);
    for (const auto value : values) {
      body += little_endian_bytes(value, kWidths.at(type));
    }
  }
  return little_endian_bytes(body.size() + kHead, 2) + '\x01' + '\x09' + body;
}

}  // namespace rackproof::testing
