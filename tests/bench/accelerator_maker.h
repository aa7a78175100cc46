#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

#include "tests/bench/telemetry_job.h"

namespace rackproof::bench {

struct MadeMetric {
  std::string_view name;
  std::string_view kind;
};

inline constexpr std::size_t kAcceleratorMetrics = 45;
using AcceleratorValues = std::span<double, kAcceleratorMetrics>;

/// In the order of AcceleratorMaker's values.
[[nodiscard]] const std::array<MadeMetric, kAcceleratorMetrics>& accelerator_metrics();

/// One made-up accelerator: what its driver would say, second by second, in the decimals in which
/// drivers say it.
class AcceleratorMaker {
 public:
  explicit AcceleratorMaker(Chance chance);

  /// The values of second `second` of the job.
  void next(const Job& job, std::size_t second, AcceleratorValues values);
  [[nodiscard]] Chance& chance() { return chance_; }

 private:
  void begin_state(JobState state);
  void draw_power(const Job& job, bool dips);
  void warm(std::size_t second);
  void work(const Job& job, bool dips);
  void move_bytes(JobState state, bool dips);
  void err();
  void tell_thermals(AcceleratorValues values) const;
  void tell_work(const Job& job, AcceleratorValues values);
  void tell_errors(AcceleratorValues values) const;
  void tell_links(const Job& job, std::size_t second, AcceleratorValues values) const;
  double ratio(JobState state, double expected);

  Chance chance_;
  double inlet_celsius_;
  double die_celsius_;
  double memory_celsius_;
  double board_celsius_;
  double fan_percent_ = 30;
  double celsius_per_watt_;
  double drawn_watts_ = 90;  ///< Without noise.
  double watts_ = 90;
  double average_watts_ = 90;
  double energy_millijoules_;
  double utilisation_percent_ = 0;
  double core_mhz_ = 345;
  double memory_mhz_ = 2619;
  double used_bytes_;
  double sent_bytes_;
  double received_bytes_;
  double fabric_sent_bytes_;
  double fabric_received_bytes_;
  double corrected_ = 0;
  double corrected_ever_;
  double uncorrected_ever_;
  double remapped_rows_;
  double replays_;
  double fabric_errors_;
  double corrected_chance_;
  double replay_chance_;
  double phase_seconds_;
  int state_ = -1;
};

}  // namespace rackproof::bench
