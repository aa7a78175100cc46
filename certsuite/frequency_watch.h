#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "certsuite/fairness.h"
#include "probes/machine/file_tree.h"
#include "schemas/device.h"
#include "schemas/metric.h"
#include "schemas/sample.h"

namespace rackproof {

/// A processor that worked this share of a step was under load in it: half of what was read of it
/// was read while it worked.
inline constexpr double kLoadedShare = 0.75;

/// Frequencies in hertz, by number of the logical processor.
using FrequenciesRead = std::map<std::int64_t, std::vector<double>>;

/// What a processor under load must reach, and of what that is a share.
struct FrequencyFloor {
  double hertz = 0;
  std::string of;  ///< "0.4 of its base frequency of 2.4 GHz".
};

/// Two fifths of the base frequency, or a quarter of the highest one where no base is told; nothing
/// where neither is, as on most virtual machines.
std::optional<FrequencyFloor> frequency_floor(const FileTree& files, std::int64_t processor);

/// Keeps what the probes read of the processors' clocks while a step works. Used by one thread at a
/// time.
class FrequencyWatch {
 public:
  /// Forgets; from now on it listens.
  void begin();
  void take(const Device& device, const Sample& sample);
  /// What was read since begin(). Listens no more.
  FrequenciesRead end();

 private:
  bool listens_ = false;
  FrequenciesRead read_;
};

/// The clock of one logical processor over one step.
struct ProcessorClock {
  std::int64_t processor = 0;
  double load = 0;            ///< Share of the step that it worked.
  std::vector<double> hertz;  ///< As read while the step worked, in any order.
  FrequencyFloor floor;
};

/// Those processors of which frequencies were read and a floor is told.
std::vector<ProcessorClock> clocks_of(const FileTree& files,
                                      const std::map<std::int64_t, double>& loads,
                                      const FrequenciesRead& frequencies);

/// Pure. Each loaded processor's median frequency is held to its floor; the slowest is a fact
/// ("slowest_loaded_cpu_frequency"), and one below its floor takes the rates away. Nothing is said
/// where no loaded processor was read three times.
FairnessFindings compare_clocks(const std::vector<ProcessorClock>& clocks);

/// Whether the metric is what a FrequencyWatch takes.
[[nodiscard]] bool is_processor_frequency(const Metric& metric);

}  // namespace rackproof
