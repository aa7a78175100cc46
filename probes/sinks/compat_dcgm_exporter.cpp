#include <array>

#include "probes/sinks/compat_rows.h"
#include "schemas/catalogue.h"

namespace rackproof {
namespace {

constexpr auto kCounter = SeriesType::counter;
constexpr auto kGauge = SeriesType::gauge;

// Field names of DCGM stand for themselves: clocks in MHz, memory in MiB, energy in mJ, shares in
// percent, times in ns. Those of a GPU's memory hang on our device of that memory.
// clang-format off
constexpr std::array kRows{
    CompatRow{"DCGM_FI_DEV_BOARD_LIMIT_VIOLATION", kCounter, metrics::named("nvidia_throttled_board_limit_seconds_total"), DeviceKind::accelerator, CompatKey::nvidia_gpu, 1e9},
    CompatRow{"DCGM_FI_DEV_CORRECTABLE_REMAPPED_ROWS", kCounter, metrics::named("hbm_rows_remapped_correctable_count"), DeviceKind::hbm, CompatKey::nvidia_gpu},
    CompatRow{"DCGM_FI_DEV_ECC_DBE_AGG_TOTAL", kCounter, metrics::named("accelerator_ecc_uncorrectable_lifetime_total"), DeviceKind::accelerator, CompatKey::nvidia_gpu},
    CompatRow{"DCGM_FI_DEV_ECC_DBE_VOL_TOTAL", kCounter, metrics::named("accelerator_ecc_uncorrectable_total"), DeviceKind::accelerator, CompatKey::nvidia_gpu},
    CompatRow{"DCGM_FI_DEV_ECC_SBE_AGG_TOTAL", kCounter, metrics::named("accelerator_ecc_correctable_lifetime_total"), DeviceKind::accelerator, CompatKey::nvidia_gpu},
    CompatRow{"DCGM_FI_DEV_ECC_SBE_VOL_TOTAL", kCounter, metrics::named("accelerator_ecc_correctable_total"), DeviceKind::accelerator, CompatKey::nvidia_gpu},
    CompatRow{"DCGM_FI_DEV_FB_USED", kGauge, metrics::named("hbm_used_bytes"), DeviceKind::hbm, CompatKey::nvidia_gpu, 1.0 / 1048576},
    CompatRow{"DCGM_FI_DEV_GPU_TEMP", kGauge, metrics::named("temperature_celsius"), DeviceKind::accelerator, CompatKey::nvidia_gpu},
    CompatRow{"DCGM_FI_DEV_GPU_UTIL", kGauge, metrics::named("accelerator_utilization_ratio"), DeviceKind::accelerator, CompatKey::nvidia_gpu, 100},
    CompatRow{"DCGM_FI_DEV_LOW_UTIL_VIOLATION", kCounter, metrics::named("nvidia_throttled_low_utilization_seconds_total"), DeviceKind::accelerator, CompatKey::nvidia_gpu, 1e9},
    CompatRow{"DCGM_FI_DEV_MEMORY_TEMP", kGauge, metrics::named("temperature_celsius"), DeviceKind::hbm, CompatKey::nvidia_gpu},
    CompatRow{"DCGM_FI_DEV_MEM_CLOCK", kGauge, metrics::named("clock_frequency_hertz"), DeviceKind::hbm, CompatKey::nvidia_gpu, 1e-6},
    CompatRow{"DCGM_FI_DEV_MEM_COPY_UTIL", kGauge, metrics::named("hbm_utilization_ratio"), DeviceKind::hbm, CompatKey::nvidia_gpu, 100},
    CompatRow{"DCGM_FI_DEV_PCIE_REPLAY_COUNTER", kCounter, metrics::named("pcie_replay_total"), DeviceKind::accelerator, CompatKey::nvidia_gpu},
    CompatRow{"DCGM_FI_DEV_POWER_USAGE", kGauge, metrics::named("power_watts"), DeviceKind::accelerator, CompatKey::nvidia_gpu},
    CompatRow{"DCGM_FI_DEV_POWER_VIOLATION", kCounter, metrics::named("nvidia_throttled_power_seconds_total"), DeviceKind::accelerator, CompatKey::nvidia_gpu, 1e9},
    CompatRow{"DCGM_FI_DEV_RELIABILITY_VIOLATION", kCounter, metrics::named("nvidia_throttled_reliability_seconds_total"), DeviceKind::accelerator, CompatKey::nvidia_gpu, 1e9},
    CompatRow{"DCGM_FI_DEV_RETIRED_DBE", kCounter, metrics::named("nvidia_pages_retired_double_bit_count"), DeviceKind::hbm, CompatKey::nvidia_gpu},
    CompatRow{"DCGM_FI_DEV_RETIRED_SBE", kCounter, metrics::named("nvidia_pages_retired_single_bit_count"), DeviceKind::hbm, CompatKey::nvidia_gpu},
    CompatRow{"DCGM_FI_DEV_ROW_REMAP_FAILURE", kGauge, metrics::named("hbm_row_remap_failed"), DeviceKind::hbm, CompatKey::nvidia_gpu},
    CompatRow{"DCGM_FI_DEV_SM_CLOCK", kGauge, metrics::named("clock_frequency_hertz"), DeviceKind::accelerator, CompatKey::nvidia_gpu, 1e-6},
    CompatRow{"DCGM_FI_DEV_SYNC_BOOST_VIOLATION", kCounter, metrics::named("nvidia_throttled_sync_boost_seconds_total"), DeviceKind::accelerator, CompatKey::nvidia_gpu, 1e9},
    CompatRow{"DCGM_FI_DEV_THERMAL_VIOLATION", kCounter, metrics::named("nvidia_throttled_thermal_seconds_total"), DeviceKind::accelerator, CompatKey::nvidia_gpu, 1e9},
    CompatRow{"DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION", kCounter, metrics::named("accelerator_energy_joules_total"), DeviceKind::accelerator, CompatKey::nvidia_gpu, 1000},
    CompatRow{"DCGM_FI_DEV_UNCORRECTABLE_REMAPPED_ROWS", kCounter, metrics::named("hbm_rows_remapped_uncorrectable_count"), DeviceKind::hbm, CompatKey::nvidia_gpu},
};
// clang-format on

}  // namespace

std::span<const CompatRow> dcgm_exporter_rows() {
  return kRows;
}

}  // namespace rackproof
