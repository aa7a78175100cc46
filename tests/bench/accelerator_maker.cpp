#include "tests/bench/accelerator_maker.h"

#include <algorithm>
#include <cmath>

namespace rackproof::bench {
namespace {

constexpr double kMebibyte = 1048576;
constexpr double kPage = 2 * kMebibyte;
constexpr double kMemoryBytes = 80 * 1024 * kMebibyte;
constexpr double kReservedBytes = 612 * kMebibyte;
constexpr double kIdleBytes = 600 * kMebibyte;
constexpr double kLimitWatts = 700;
constexpr double kIdleWatts = 92;
constexpr double kDipSeconds = 0.8;

constexpr std::array<MadeMetric, kAcceleratorMetrics> kMetrics{{
    {"accel_temp_die_celsius", "temp1"},
    {"accel_temp_mem_celsius", "temp1"},
    {"accel_temp_hotspot_celsius", "temp1"},
    {"accel_temp_board_celsius", "temp0125"},
    {"accel_temp_inlet_celsius", "temp0125"},
    {"accel_power_watts", "power_mw"},
    {"accel_power_limit_watts", "const"},
    {"accel_power_avg_watts", "power_mw"},
    {"accel_energy_millijoules_total", "counter_busy"},
    {"accel_clock_core_mhz", "clock"},
    {"accel_clock_mem_mhz", "clock"},
    {"accel_clock_video_mhz", "clock"},
    {"accel_util_compute_percent", "util"},
    {"accel_util_mem_percent", "util"},
    {"accel_util_enc_percent", "util"},
    {"accel_util_dec_percent", "util"},
    {"accel_mem_used_bytes", "bytes"},
    {"accel_mem_free_bytes", "bytes"},
    {"accel_mem_reserved_bytes", "const"},
    {"accel_ecc_sbe_volatile_total", "counter_rare"},
    {"accel_ecc_dbe_volatile_total", "counter_rare"},
    {"accel_ecc_sbe_aggregate_total", "counter_rare"},
    {"accel_ecc_dbe_aggregate_total", "counter_rare"},
    {"accel_retired_pages_sbe", "counter_rare"},
    {"accel_retired_pages_dbe", "counter_rare"},
    {"accel_remapped_rows_corr", "counter_rare"},
    {"accel_remapped_rows_uncorr", "counter_rare"},
    {"accel_row_remap_failure", "const"},
    {"accel_pcie_replay_total", "counter_rare"},
    {"accel_pcie_tx_bytes_total", "counter_busy"},
    {"accel_pcie_rx_bytes_total", "counter_busy"},
    {"accel_pcie_link_gen", "state"},
    {"accel_pcie_link_width", "const"},
    {"accel_fabric_tx_bytes_total", "counter_busy"},
    {"accel_fabric_rx_bytes_total", "counter_busy"},
    {"accel_fabric_crc_errors_total", "counter_rare"},
    {"accel_fabric_links_up", "state"},
    {"accel_fan_percent", "fan"},
    {"accel_throttle_reasons", "state"},
    {"accel_pstate", "state"},
    {"accel_last_fault_code", "const"},
    {"accel_sm_active_ratio", "ratio6"},
    {"accel_sm_occupancy_ratio", "ratio6"},
    {"accel_tensor_active_ratio", "ratio6"},
    {"accel_dram_active_ratio", "ratio6"},
}};

double whole_pages(double bytes) {
  return std::floor(bytes / kPage) * kPage;
}

}  // namespace

double rounded(double value, double steps) {
  return std::nearbyint(value * steps) / steps;
}

const std::array<MadeMetric, kAcceleratorMetrics>& accelerator_metrics() {
  return kMetrics;
}

AcceleratorMaker::AcceleratorMaker(Chance chance)
    : chance_(chance),
      inlet_celsius_(chance_.between(22, 26)),
      die_celsius_(inlet_celsius_ + 12),
      memory_celsius_(inlet_celsius_ + 15),
      board_celsius_(inlet_celsius_ + 6),
      celsius_per_watt_(chance_.between(0.06, 0.07)),
      energy_millijoules_(std::floor(chance_.between(0, 1e12))),
      used_bytes_(kIdleBytes),
      sent_bytes_(std::floor(chance_.between(0, 1e13))),
      received_bytes_(std::floor(chance_.between(0, 1e13))),
      fabric_sent_bytes_(std::floor(chance_.between(0, 1e15))),
      fabric_received_bytes_(std::floor(chance_.between(0, 1e15))),
      corrected_ever_(std::floor(chance_.between(0, 40))),
      uncorrected_ever_(chance_.happens(0.03) ? 1 : 0),
      remapped_rows_(chance_.happens(0.1) ? 1 : 0),
      replays_(std::floor(chance_.between(0, 20))),
      fabric_errors_(std::floor(chance_.between(0, 5))),
      corrected_chance_(chance_.happens(0.05) ? 2e-3 : 2e-6),
      replay_chance_(chance_.happens(0.1) ? 5e-4 : 1e-6),
      phase_seconds_(chance_.between(0, 3)) {}

void AcceleratorMaker::next(const Job& job, std::size_t second, AcceleratorValues values) {
  if (state_ != static_cast<int>(job.state)) {
    begin_state(job.state);
  }
  const bool dips =
      job.state == JobState::training &&
      std::fmod(static_cast<double>(second) + phase_seconds_, job.iteration_seconds) < kDipSeconds;
  draw_power(job, dips);
  warm(second);
  work(job, dips);
  move_bytes(job.state, dips);
  err();
  tell_thermals(values);
  tell_work(job, values);
  tell_errors(values);
  tell_links(job, second, values);
}

void AcceleratorMaker::begin_state(JobState state) {
  state_ = static_cast<int>(state);
  const double wanted =
      state == JobState::idle ? kIdleBytes : chance_.between(0.55, 0.95) * kMemoryBytes;
  used_bytes_ = whole_pages(wanted);
}

void AcceleratorMaker::draw_power(const Job& job, bool dips) {
  double wanted = kIdleWatts;
  if (job.state == JobState::training) {
    wanted = (dips ? 310 : 640) * job.level;
  } else if (job.state == JobState::inference) {
    wanted = 250 + chance_.between(0, 300) * job.level;
  }
  drawn_watts_ += (wanted - drawn_watts_) * (job.busy() ? 0.8 : 0.3);
  watts_ = drawn_watts_ + (job.busy() ? 4.0 : 0.35) * chance_.around_zero();
  if (watts_ > kLimitWatts) {
    watts_ = kLimitWatts - chance_.between(0, 0.5);
  }
  average_watts_ += (watts_ - average_watts_) * 0.1;
  energy_millijoules_ += std::floor(watts_ * 1000);
}

void AcceleratorMaker::warm(std::size_t second) {
  const double warmer = celsius_per_watt_ * watts_;
  die_celsius_ +=
      (inlet_celsius_ + 8 + warmer - die_celsius_) * 0.06 + 0.12 * chance_.around_zero();
  memory_celsius_ +=
      (inlet_celsius_ + 14 + 0.9 * warmer - memory_celsius_) * 0.03 + 0.08 * chance_.around_zero();
  board_celsius_ +=
      (inlet_celsius_ + 4 + 0.3 * warmer - board_celsius_) * 0.02 + 0.03 * chance_.around_zero();
  inlet_celsius_ += 0.004 * chance_.around_zero() + (24 - inlet_celsius_) * 1e-4;
  if (second % 5 == 0) {
    const double change = die_celsius_ > 62 ? 1 : die_celsius_ < 58 ? -1 : 0;
    fan_percent_ = std::clamp(fan_percent_ + change, 30.0, 100.0);
  }
}

void AcceleratorMaker::work(const Job& job, bool dips) {
  double percent = 0;
  if (job.state == JobState::training) {
    percent = dips ? 55 + 20 * chance_.around_zero() : 98.6 + 1.2 * chance_.around_zero();
  } else if (job.state == JobState::inference) {
    percent = 45 + 25 * chance_.around_zero();
  }
  utilisation_percent_ = std::clamp(percent, 0.0, 100.0);
  core_mhz_ = job.busy() ? 1980 - 15 * std::floor(std::max(0.0, (watts_ - 560) / 18)) : 345;
  memory_mhz_ = !job.busy() && chance_.happens(0.0005) ? 1593 : 2619;
  if (job.state == JobState::inference && chance_.happens(0.05)) {
    used_bytes_ += kPage * std::floor(20 * chance_.around_zero());
    if (used_bytes_ > 0.98 * kMemoryBytes) {
      used_bytes_ = whole_pages(0.9 * kMemoryBytes);
    }
    used_bytes_ = used_bytes_ < kPage ? kIdleBytes : used_bytes_;
  }
}

void AcceleratorMaker::move_bytes(JobState state, bool dips) {
  const bool trains = state == JobState::training;
  const double bus = state == JobState::idle ? 2e3 : !trains ? 1.5e9 : dips ? 9e9 : 6e8;
  sent_bytes_ += std::floor(bus * chance_.between(0.6, 0.8));
  received_bytes_ += std::floor(bus * chance_.between(0.8, 1));
  if (trains) {
    const double fabric = dips ? 1.5e11 : 8e9;
    fabric_sent_bytes_ += std::floor(fabric * chance_.between(0.9, 1));
    fabric_received_bytes_ += std::floor(fabric * chance_.between(0.9, 1));
  }
}

void AcceleratorMaker::err() {
  if (chance_.happens(corrected_chance_)) {
    ++corrected_;
    ++corrected_ever_;
  }
  replays_ += chance_.happens(replay_chance_) ? 1 : 0;
  fabric_errors_ += chance_.happens(1e-5) ? 1 : 0;
}

void AcceleratorMaker::tell_thermals(AcceleratorValues values) const {
  values[0] = rounded(die_celsius_, 1);
  values[1] = rounded(memory_celsius_, 1);
  values[2] = rounded(die_celsius_ + 9 + 0.002 * watts_, 1);
  values[3] = rounded(board_celsius_, 8);
  values[4] = rounded(inlet_celsius_, 8);
  values[5] = rounded(watts_, 1000);
  values[6] = kLimitWatts;
  values[7] = rounded(average_watts_, 1000);
  values[8] = energy_millijoules_;
  values[37] = fan_percent_;
}

double AcceleratorMaker::ratio(JobState state, double expected) {
  if (state == JobState::idle) {
    return 0;
  }
  return rounded(std::clamp(expected + 0.02 * chance_.around_zero(), 0.0, 1.0), 1e6);
}

void AcceleratorMaker::tell_work(const Job& job, AcceleratorValues values) {
  const bool infers = job.state == JobState::inference;
  values[9] = core_mhz_;
  values[10] = memory_mhz_;
  values[11] = job.busy() ? 1755 : 345;
  values[12] = rounded(utilisation_percent_, 1);
  values[13] = rounded(0.6 * utilisation_percent_, 1);
  values[14] = infers && chance_.happens(0.02) ? std::floor(chance_.between(0, 30)) : 0;
  values[15] = infers && chance_.happens(0.05) ? std::floor(chance_.between(0, 40)) : 0;
  values[16] = used_bytes_;
  values[17] = kMemoryBytes - used_bytes_ - kReservedBytes;
  values[18] = kReservedBytes;
  values[38] = !job.busy() ? 1 : watts_ > kLimitWatts - 25 ? 4 : 0;
  values[39] = job.busy() ? 0 : 8;
  values[40] = 0;
  const double share = utilisation_percent_ / 100;
  values[41] = ratio(job.state, 0.96 * share);
  values[42] = ratio(job.state, 0.4 * share);
  values[43] = ratio(job.state, job.state == JobState::training ? 0.6 * share : 0.15);
  values[44] = ratio(job.state, 0.5 * share);
}

void AcceleratorMaker::tell_errors(AcceleratorValues values) const {
  std::ranges::fill(values.subspan<19, 10>(), 0.0);
  values[19] = corrected_;
  values[21] = corrected_ever_;
  values[22] = uncorrected_ever_;
  values[25] = remapped_rows_;
  values[28] = replays_;
}

void AcceleratorMaker::tell_links(const Job& job, std::size_t second,
                                  AcceleratorValues values) const {
  values[29] = sent_bytes_;
  values[30] = received_bytes_;
  values[31] = !job.busy() && second % 900 > 880 ? 1 : 5;
  values[32] = 16;
  values[33] = fabric_sent_bytes_;
  values[34] = fabric_received_bytes_;
  values[35] = fabric_errors_;
  values[36] = 18;
}

}  // namespace rackproof::bench
