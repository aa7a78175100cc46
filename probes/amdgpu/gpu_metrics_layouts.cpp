#include "probes/amdgpu/gpu_metrics_layouts.h"

#include <array>
#include <cstddef>

namespace rackproof::amdgpu {

const Field* no_field_of_that_name() {
  return nullptr;
}

namespace {

/// Members that follow each other in several versions, offsets from the first of them.
template <std::size_t N>
consteval std::array<Row, N> from(std::uint16_t start, std::array<Row, N> rows) {
  for (auto& row : rows) {
    row.offset = static_cast<std::uint16_t>(row.offset + start);
  }
  return rows;
}

template <std::size_t... N>
consteval auto joined(const std::array<Row, N>&... parts) {
  std::array<Row, (N + ...)> all{};
  std::size_t next = 0;
  const auto append = [&](const auto& part) {
    for (const auto& row : part) {
      all[next++] = row;
    }
  };
  (append(parts), ...);
  return all;
}

// One line a member.
// clang-format off
constexpr std::array kOldHead{
    Row{field("temperature_edge"), 0, 2},
    Row{field("temperature_hotspot"), 2, 2},
    Row{field("temperature_mem"), 4, 2},
    Row{field("temperature_vrgfx"), 6, 2},
    Row{field("temperature_vrsoc"), 8, 2},
    Row{field("temperature_vrmem"), 10, 2},
    Row{field("average_gfx_activity"), 12, 2},
    Row{field("average_umc_activity"), 14, 2},
    Row{field("average_mm_activity"), 16, 2},
    Row{field("average_socket_power"), 18, 2},
};

constexpr std::array kOldClocks{
    Row{field("average_gfxclk_frequency"), 0, 2},
    Row{field("average_socclk_frequency"), 2, 2},
    Row{field("average_uclk_frequency"), 4, 2},
    Row{field("average_vclk0_frequency"), 6, 2},
    Row{field("average_dclk0_frequency"), 8, 2},
    Row{field("average_vclk1_frequency"), 10, 2},
    Row{field("average_dclk1_frequency"), 12, 2},
    Row{field("current_gfxclk"), 14, 2},
    Row{field("current_socclk"), 16, 2},
    Row{field("current_uclk"), 18, 2},
    Row{field("current_vclk0"), 20, 2},
    Row{field("current_dclk0"), 22, 2},
    Row{field("current_vclk1"), 24, 2},
    Row{field("current_dclk1"), 26, 2},
};

constexpr auto kLayout10 = joined(
    std::array{Row{field("system_clock_counter"), 8, 8}},
    from(16, kOldHead), from(40, kOldClocks),
    std::array{
        Row{field("throttle_status"), 68, 4},
        Row{field("current_fan_speed"), 72, 2},
        Row{field("pcie_link_width"), 74, 1},
        Row{field("pcie_link_speed"), 75, 1},
    });

constexpr auto kLayout11 = joined(
    from(4, kOldHead),
    std::array{
        Row{field("energy_accumulator"), 24, 8},
        Row{field("system_clock_counter"), 32, 8},
    },
    from(40, kOldClocks),
    std::array{
        Row{field("throttle_status"), 68, 4},
        Row{field("current_fan_speed"), 72, 2},
        Row{field("pcie_link_width"), 74, 2},
        Row{field("pcie_link_speed"), 76, 2},
        Row{field("gfx_activity_acc"), 80, 4},
        Row{field("mem_activity_acc"), 84, 4},
        Row{field("temperature_hbm[]"), 88, 2, 4},
    });

constexpr auto kLayout12 = joined(kLayout11, std::array{Row{field("firmware_timestamp"), 96, 8}});

constexpr auto kLayout13 = joined(kLayout12, std::array{
        Row{field("voltage_soc"), 104, 2},
        Row{field("voltage_gfx"), 106, 2},
        Row{field("voltage_mem"), 108, 2},
        Row{field("indep_throttle_status"), 112, 8},
    });

constexpr std::array kHead{
    Row{field("temperature_hotspot"), 4, 2},
    Row{field("temperature_mem"), 6, 2},
    Row{field("temperature_vrsoc"), 8, 2},
    Row{field("curr_socket_power"), 10, 2},
    Row{field("average_gfx_activity"), 12, 2},
    Row{field("average_umc_activity"), 14, 2},
};

constexpr std::array kVideo{Row{field("vcn_activity[]"), 16, 2, 4}};
constexpr std::array kStills{Row{field("jpeg_activity[]"), 24, 2, 32}};
constexpr std::array kThrottle{Row{field("throttle_status"), 0, 4}};
constexpr std::array kLock{Row{field("gfxclk_lock_status"), 0, 4}};

constexpr std::array kEnergy{
    Row{field("energy_accumulator"), 0, 8},
    Row{field("system_clock_counter"), 8, 8},
};

constexpr std::array kResidency{
    Row{field("accumulation_counter"), 0, 4},
    Row{field("prochot_residency_acc"), 4, 4},
    Row{field("ppt_residency_acc"), 8, 4},
    Row{field("socket_thm_residency_acc"), 12, 4},
    Row{field("vr_thm_residency_acc"), 16, 4},
    Row{field("hbm_thm_residency_acc"), 20, 4},
};

constexpr std::array kBuses{
    Row{field("pcie_link_width"), 0, 2},
    Row{field("pcie_link_speed"), 2, 2},
    Row{field("xgmi_link_width"), 4, 2},
    Row{field("xgmi_link_speed"), 6, 2},
    Row{field("gfx_activity_acc"), 8, 4},
    Row{field("mem_activity_acc"), 12, 4},
};

constexpr std::array kReplays{
    Row{field("pcie_l0_to_recov_count_acc"), 0, 8},
    Row{field("pcie_replay_count_acc"), 8, 8},
    Row{field("pcie_replay_rover_count_acc"), 16, 8},
};

constexpr std::array kNaks{
    Row{field("pcie_nak_sent_count_acc"), 0, 4},
    Row{field("pcie_nak_rcvd_count_acc"), 4, 4},
};

constexpr std::array kTransfers{
    Row{field("xgmi_read_data_acc[]"), 0, 8, 8},
    Row{field("xgmi_write_data_acc[]"), 64, 8, 8},
};

constexpr std::array kClocks{
    Row{field("firmware_timestamp"), 0, 8},
    Row{field("current_gfxclk[]"), 8, 2, 8},
    Row{field("current_socclk[]"), 24, 2, 4},
    Row{field("current_vclk0[]"), 32, 2, 4},
    Row{field("current_dclk0[]"), 40, 2, 4},
    Row{field("current_uclk"), 48, 2},
};

constexpr std::array kPartitions{Row{field("num_partition"), 0, 2}};
constexpr std::array kOtherEnd{Row{field("pcie_lc_perf_other_end_recovery"), 0, 4}};
constexpr std::array kBandwidth{Row{field("mem_max_bandwidth"), 16, 8}};
constexpr std::array kStatus{Row{field("xgmi_link_status[]"), 264, 2, 8}};

constexpr auto kLayout14 = joined(kHead, kVideo, from(24, kEnergy), from(40, kThrottle), from(44, kLock),
    from(48, kBuses), from(80, kReplays), from(104, kTransfers), from(232, kClocks));

constexpr auto kLayout15 = joined(kHead, kVideo, kStills, from(88, kEnergy), from(104, kThrottle), from(108, kLock),
    from(112, kBuses), from(144, kReplays), from(168, kNaks), from(176, kTransfers), from(304, kClocks));

/// 1.6 of kernels about 6.13, before the number was given to another layout.
constexpr auto kLayout16Early = joined(kHead, kVideo, kStills, from(88, kEnergy), from(104, kResidency),
    from(128, kThrottle), from(132, kLock), from(136, kBuses), from(168, kReplays), from(192, kNaks),
    from(200, kTransfers), from(328, kClocks));

constexpr auto kLayout16 = joined(kHead, from(16, kEnergy), from(32, kResidency), from(56, kLock), from(60, kBuses),
    from(96, kReplays), from(120, kNaks), from(128, kTransfers), from(256, kClocks), from(306, kPartitions),
    from(1656, kOtherEnd));

constexpr auto kLayout17Front = joined(kHead, kBandwidth, from(24, kEnergy), from(40, kResidency), from(64, kLock),
    from(68, kBuses), from(104, kReplays), from(128, kNaks), from(136, kTransfers), kStatus, from(288, kClocks),
    from(338, kPartitions));
constexpr auto kLayout17 = joined(kLayout17Front, from(2200, kOtherEnd));
constexpr auto kLayout18 = joined(kLayout17Front, from(3864, kOtherEnd));

constexpr std::array kApuClocks{
    Row{field("average_gfxclk_frequency"), 0, 2},
    Row{field("average_socclk_frequency"), 2, 2},
    Row{field("average_uclk_frequency"), 4, 2},
    Row{field("average_fclk_frequency"), 6, 2},
    Row{field("average_vclk0_frequency"), 8, 2},
    Row{field("average_dclk0_frequency"), 10, 2},
    Row{field("current_gfxclk"), 12, 2},
    Row{field("current_socclk"), 14, 2},
    Row{field("current_uclk"), 16, 2},
    Row{field("current_fclk"), 18, 2},
    Row{field("current_vclk0"), 20, 2},
    Row{field("current_dclk0"), 22, 2},
};

constexpr auto kLayout20 = joined(
    std::array{
        Row{field("system_clock_counter"), 8, 8},
        Row{field("temperature_gfx"), 16, 2},
        Row{field("temperature_soc"), 18, 2},
        Row{field("average_soc_power"), 48, 2},
        Row{field("average_gfx_power"), 50, 2},
    },
    from(68, kApuClocks), from(112, kThrottle));

constexpr auto kLayout21 = joined(
    std::array{
        Row{field("temperature_gfx"), 4, 2},
        Row{field("temperature_soc"), 6, 2},
        Row{field("system_clock_counter"), 32, 8},
        Row{field("average_soc_power"), 44, 2},
        Row{field("average_gfx_power"), 46, 2},
    },
    from(64, kApuClocks), from(108, kThrottle));

constexpr auto kLayout22 = joined(kLayout21, std::array{Row{field("indep_throttle_status"), 120, 8}});

constexpr std::array kLayout30{
    Row{field("temperature_gfx"), 4, 2},
    Row{field("temperature_soc"), 6, 2},
    Row{field("temperature_skin"), 40, 2},
    Row{field("average_gfx_activity"), 42, 2},
    Row{field("average_mm_activity"), 44, 2},
    Row{field("system_clock_counter"), 104, 8},
    Row{field("average_socket_power (mW)"), 112, 4},
    Row{field("average_gfx_power"), 124, 4},
    Row{field("average_gfxclk_frequency"), 174, 2},
    Row{field("average_socclk_frequency"), 176, 2},
    Row{field("average_fclk_frequency"), 182, 2},
    Row{field("average_vclk0_frequency"), 184, 2},
    Row{field("average_uclk_frequency"), 186, 2},
};

constexpr std::array kLayouts{
    Layout{1, 0, 80, kLayout10},
    Layout{1, 1, 96, kLayout11},
    Layout{1, 2, 104, kLayout12},
    Layout{1, 3, 120, kLayout13},
    Layout{1, 4, 288, kLayout14},
    Layout{1, 5, 360, kLayout15},
    Layout{1, 6, 384, kLayout16Early},
    Layout{1, 6, 1664, kLayout16},
    Layout{1, 7, 2208, kLayout17},
    Layout{1, 8, 3872, kLayout18},
    Layout{2, 0, 120, kLayout20},
    Layout{2, 1, 120, kLayout21},
    Layout{2, 2, 128, kLayout22},
    Layout{2, 3, 152, kLayout22},
    Layout{2, 4, 168, kLayout22},
    Layout{3, 0, 264, kLayout30},
};

constexpr std::array kLeftOut{
    LeftOut{"energy_accumulator", "1.0: 32 bits that wrap within minutes, where the other versions' do not"},
    LeftOut{"pcie_bandwidth_*", "one header says GB/s, another Mb/s"},
    LeftOut{"xcp_stats", "which die an entry means depends on the partition mode"},
    LeftOut{"average_gfx_activity", "2.x: per cent or hundredths of it, by chip"},
    LeftOut{"average_mm_activity", "2.x: per cent or hundredths of it, by chip"},
    LeftOut{"average_socket_power", "2.x: watts or milliwatts, by chip; a captured 2.1 says watts"},
    LeftOut{"temperature_core", "of the processor beside an integrated GPU"},
    LeftOut{"temperature_l3", "of the processor beside an integrated GPU"},
    LeftOut{"average_core_*", "of the processor beside an integrated GPU"},
    LeftOut{"average_cpu_*", "of the processor beside an integrated GPU"},
    LeftOut{"current_core*", "of the processor beside an integrated GPU"},
    LeftOut{"current_l3clk", "of the processor beside an integrated GPU"},
    LeftOut{"fan_pwm", "its full scale is not stated"},
    LeftOut{"average_temperature_*", "2.3, 2.4: averages of what is read"},
    LeftOut{"average_soc_*", "2.4: averages without a word on the window"},
    LeftOut{"average_gfx_*", "2.4: averages without a word on the window"},
    LeftOut{"average_ipu*", "3.0: of a client processor"},
    LeftOut{"average_dram_*", "3.0: of a client processor"},
    LeftOut{"average_*_power", "3.0: of a client processor"},
    LeftOut{"average_vpeclk_frequency", "3.0: of a client processor"},
    LeftOut{"average_mpipu_frequency", "3.0: of a client processor"},
    LeftOut{"stapm_power_limit", "3.0: of a client processor"},
    LeftOut{"current_stapm_power_limit", "3.0: of a client processor"},
    LeftOut{"current_gfx_maxfreq", "3.0: of a client processor"},
    LeftOut{"throttle_residency_*", "3.0: without the counter that would make a share of it"},
    LeftOut{"time_filter_alphavalue", "3.0: a constant of the firmware"},
};
// clang-format on

}  // namespace

std::span<const Layout> layouts() {
  return kLayouts;
}

const Layout* find_layout(std::uint8_t format, std::uint8_t content, std::size_t size) {
  for (const auto& layout : kLayouts) {
    if (layout.format == format && layout.content == content && layout.size == size) {
      return &layout;
    }
  }
  return nullptr;
}

std::span<const LeftOut> left_out() {
  return kLeftOut;
}

}  // namespace rackproof::amdgpu
