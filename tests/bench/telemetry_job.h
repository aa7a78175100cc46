#pragma once

#include "tests/bench/telemetry_random.h"

namespace rackproof::bench {

enum class JobState { idle, training, inference };

/// What a node is busy with, shared by its accelerators and its host: idle 15 % of the jobs,
/// training 55 % (every iteration dips), inference 30 % (noisy); two to twenty-seven minutes each.
struct Job {
  JobState state = JobState::idle;
  int seconds_left = 0;
  double iteration_seconds = 3;
  double level = 1;  ///< Of the load, 0.75 to 1.

  [[nodiscard]] bool busy() const { return state != JobState::idle; }

  void next_second(Chance& chance) {
    if (seconds_left-- > 0) {
      return;
    }
    const double which = chance.even();
    state = which < 0.15 ? JobState::idle : which < 0.7 ? JobState::training : JobState::inference;
    seconds_left = static_cast<int>(chance.between(120, 1620));
    iteration_seconds = chance.between(1.5, 7.5);
    level = chance.between(0.75, 1);
  }
};

/// The nearest multiple of 1/steps, as a decimal's nearest double.
double rounded(double value, double steps);

}  // namespace rackproof::bench
