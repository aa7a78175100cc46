#include "certsuite/frequency_watch.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <string_view>
#include <utility>

#include "schemas/catalogue.h"
#include "schemas/statistics.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

constexpr auto kFrequency = metrics::named("cpu_frequency_hertz");
constexpr std::string_view kProcessor = "node/cpu:";
constexpr std::size_t kFewestReadings = 3;

// Wide vector units lower the clock below its base on purpose, but not to two fifths of it; a
// processor held down by its board or stuck at its lowest step lies there. The highest frequency is
// that of one core alone, up to two and a half times the base.
constexpr double kShareOfBase = 0.4;
constexpr double kShareOfHighest = 0.25;

/// Where a processor tells a frequency that its floor is a share of, the best one first.
struct FrequencySource {
  std::string_view file;  ///< Below /sys/devices/system/cpu/cpuN/.
  double hertz = 0;       ///< Of one unit in the file.
  double share = 0;
  std::string_view name;
};

constexpr std::array kSources{
    // kHz, where the processor chooses its own clock (kernel admin-guide/pm/intel_pstate)
    FrequencySource{"cpufreq/base_frequency", 1e3, kShareOfBase, "base frequency"},
    // MHz, 0 = not known (kernel admin-guide/acpi/cppc_sysfs)
    FrequencySource{"acpi_cppc/nominal_freq", 1e6, kShareOfBase, "nominal frequency"},
    // kHz (kernel admin-guide/pm/cpufreq)
    FrequencySource{"cpufreq/cpuinfo_max_freq", 1e3, kShareOfHighest, "highest frequency"},
};

std::string gigahertz(double hertz) {
  return format_double(std::round(hertz / 1e7) / 100) + " GHz";
}

/// One loaded processor's clock, held to its floor.
struct Held {
  const ProcessorClock* clock;
  double median;
  [[nodiscard]] double share() const { return median / clock->floor.hertz; }
};

std::string sentence(const std::vector<Held>& loaded, const Held& slowest) {
  const auto slow =
      std::ranges::count_if(loaded, [](const Held& held) { return held.share() < 1; });
  return std::to_string(slow) + " of " + std::to_string(loaded.size()) +
         " loaded processors ran far below their frequency, the slowest cpu:" +
         std::to_string(slowest.clock->processor) + " at " + gigahertz(slowest.median) +
         " in the middle of " + std::to_string(slowest.clock->hertz.size()) + " readings; " +
         gigahertz(slowest.clock->floor.hertz) + " is " + slowest.clock->floor.of;
}

}  // namespace

bool is_processor_frequency(const Metric& metric) {
  return metric.name == kFrequency->name;
}

std::optional<FrequencyFloor> frequency_floor(const FileTree& files, std::int64_t processor) {
  const auto directory = "/sys/devices/system/cpu/cpu" + std::to_string(processor) + "/";
  for (const auto& source : kSources) {
    const auto text = files.read_text(directory + std::string(source.file));
    const auto number = text ? parse_unsigned(*text) : Result<std::uint64_t>(0U);
    if (number && *number > 0) {
      const double whole = static_cast<double>(*number) * source.hertz;
      return FrequencyFloor{source.share * whole, format_double(source.share) + " of its " +
                                                      std::string(source.name) + " of " +
                                                      gigahertz(whole)};
    }
  }
  return std::nullopt;
}

void FrequencyWatch::begin() {
  read_.clear();
  listens_ = true;
}

void FrequencyWatch::take(const Device& device, const Sample& sample) {
  if (!listens_ || !is_processor_frequency(*sample.metric) || !has_value(sample.reading) ||
      !device.id.starts_with(kProcessor)) {
    return;
  }
  if (const auto number = parse_unsigned(device.id.substr(kProcessor.size()))) {
    read_[static_cast<std::int64_t>(*number)].push_back(as_double(sample.reading));
  }
}

FrequenciesRead FrequencyWatch::end() {
  listens_ = false;
  return std::exchange(read_, {});
}

std::vector<ProcessorClock> clocks_of(const FileTree& files,
                                      const std::map<std::int64_t, double>& loads,
                                      const FrequenciesRead& frequencies) {
  std::vector<ProcessorClock> clocks;
  for (const auto& [processor, hertz] : frequencies) {
    const auto load = loads.find(processor);
    if (load == loads.end() || load->second < kLoadedShare) {
      continue;  // an idle one rests at any frequency, and is not asked
    }
    if (auto floor = frequency_floor(files, processor)) {
      clocks.push_back({processor, load->second, hertz, *std::move(floor)});
    }
  }
  return clocks;
}

FairnessFindings compare_clocks(const std::vector<ProcessorClock>& clocks) {
  constexpr const char* kFact = "slowest_loaded_cpu_frequency";
  FairnessFindings findings;
  std::vector<Held> loaded;
  for (const auto& clock : clocks) {
    if (clock.load >= kLoadedShare && clock.hertz.size() >= kFewestReadings) {
      loaded.push_back({&clock, quantile(clock.hertz, 50)});
    }
  }
  if (loaded.empty()) {
    return findings;
  }
  const auto slowest = *std::ranges::min_element(loaded, {}, &Held::share);
  findings.facts.push_back({kFact, std::to_string(std::llround(slowest.median)), "Hz"});
  if (slowest.share() < 1) {
    findings.disturbances.push_back(
        {"cpu_frequency_low", sentence(loaded, slowest), "", {}, Touches::rates});
  }
  return findings;
}

}  // namespace rackproof
