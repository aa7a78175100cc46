#include "certsuite/fairness.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <utility>

#include "certsuite/environment.h"
#include "certsuite/process_limits.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

constexpr std::string_view kCpus = "/sys/devices/system/cpu";
/// Ticks are counted by sampling: less than this is not told apart from rounding.
constexpr double kLeastForeignSeconds = 0.25;

using Count = std::optional<std::int64_t>;

/// Adds a count that could be read; where none was, the sum stays none.
void add(const Result<std::int64_t>& count, Count& sum) {
  if (count) {
    sum = sum.value_or(0) + *count;
  }
}

/// Both counts of the directory "cpuN" (kernel therm_throt sysfs).
void add_thermal_throttles(const FileTree& files, const std::string& cpu, Count& sum) {
  for (const char* name : {"core_throttle_count", "package_throttle_count"}) {
    const auto text = files.read_text(std::string(kCpus) + "/" + cpu + "/thermal_throttle/" + name);
    add(text ? parse_integer(*text) : Result<std::int64_t>(text.error()), sum);
  }
}

/// Sum over all processors; none where no processor counts.
Count read_thermal_throttles(const FileTree& files) {
  const auto cpus = files.list(kCpus);
  Count sum;
  for (const auto& cpu : cpus ? *cpus : std::vector<std::string>{}) {
    add_thermal_throttles(files, cpu, sum);
  }
  return sum;
}

/// What a changed condition is called and what it takes away.
struct ConditionRow {
  std::string_view fact;  ///< Name, or how it begins.
  std::string_view code;
  Touches touches;
};

constexpr std::array kConditionRows{
    ConditionRow{"cpu_governor", "governor_changed", Touches::rates},
    ConditionRow{"cpu_frequency_driver", "frequency_driver_changed", Touches::rates},
    ConditionRow{"cpu_frequency_limit", "frequency_limit_changed", Touches::rates},
    ConditionRow{"smt_active", "smt_changed", Touches::everything},
    ConditionRow{"cgroup_memory_limit", "memory_limit_changed", Touches::everything},
    ConditionRow{"cgroup_cpu_limit", "cpu_limit_changed", Touches::rates},
    ConditionRow{"cpus_allowed", "allowed_processors_changed", Touches::rates},
    ConditionRow{"transparent_hugepage", "hugepages_changed", Touches::rates},
    ConditionRow{"power_cap", "power_cap_changed", Touches::everything},
};

Disturbance disturbance(std::string_view code, std::string text, Touches touches) {
  return {std::string(code), std::move(text), "", {}, touches};
}

void compare_condition(const Fact& before, const std::vector<Fact>& after,
                       FairnessFindings& findings) {
  const auto row = std::ranges::find_if(kConditionRows, [&](const ConditionRow& candidate) {
    return before.name.starts_with(candidate.fact);
  });
  const auto now = std::ranges::find(after, before.name, &Fact::name);
  const auto value = now != after.end() ? now->value : "not given";
  if (row != kConditionRows.end() && value != before.value) {
    findings.disturbances.push_back(disturbance(
        row->code,
        before.name + " was '" + before.value + "' before the phase and '" + value + "' after it",
        row->touches));
  }
}

void compare_conditions(const Surroundings& before, const Surroundings& after,
                        FairnessFindings& findings) {
  for (const auto& fact : before.conditions) {
    compare_condition(fact, after.conditions, findings);
  }
  for (const auto& fact : after.conditions) {
    if (std::ranges::find(before.conditions, fact.name, &Fact::name) == before.conditions.end()) {
      compare_condition({fact.name, "not given", ""}, after.conditions, findings);
    }
  }
}

void compare_counts(std::optional<std::int64_t> before, std::optional<std::int64_t> after,
                    std::string_view code, std::string_view what, FairnessFindings& findings) {
  if (before && after && *after > *before) {
    findings.disturbances.push_back(disturbance(
        code, std::string(what) + " " + std::to_string(*after - *before) + " times in the phase",
        Touches::rates));
  }
}

double growth(const std::map<std::int64_t, double>& before,
              const std::map<std::int64_t, double>& after) {
  double sum = 0;
  for (const auto& [number, seconds] : after) {
    const auto found = before.find(number);
    sum += std::max(0.0, seconds - (found != before.end() ? found->second : 0.0));
  }
  return sum;
}

std::string percent(double share) {
  return format_double(std::round(share * 1000) / 10) + " %";
}

std::string seconds_text(double seconds) {
  return format_double(std::round(seconds * 100) / 100) + " s";
}

void compare_times(const ProcessorTimes& before, const ProcessorTimes& after,
                   double elapsed_seconds, FairnessFindings& findings) {
  const double available = elapsed_seconds * static_cast<double>(after.processors);
  if (available <= 0) {
    return;
  }
  const double stolen = std::max(0.0, after.stolen - before.stolen);
  const double others = std::max(0.0, after.busy - before.busy - (after.own - before.own) -
                                          growth(before.kernel_threads, after.kernel_threads));
  const double share = (others + stolen) / available;
  findings.facts.push_back({"foreign_cpu_share", format_double(share), "ratio"});
  findings.facts.push_back({"runner_cpu_share",
                            format_double(std::max(0.0, after.runner - before.runner) / available),
                            "ratio"});
  if (share > kMostForeignShare && others + stolen > kLeastForeignSeconds) {
    findings.disturbances.push_back(disturbance(
        "foreign_load",
        "others used " + seconds_text(others) + " of processor time and the hypervisor took " +
            seconds_text(stolen) + ", together " + percent(share) + " of the " +
            seconds_text(available) + " that " + std::to_string(after.processors) +
            " processors had; at most " + percent(kMostForeignShare) + " leaves rates to judge",
        Touches::rates));
  }
}

/// What went wrong when one of the two could not be read.
void times_unknown(const Error& why, FairnessFindings& findings) {
  findings.facts.push_back({"foreign_cpu_share", "not readable: " + why.message, ""});
  findings.disturbances.push_back(
      disturbance("foreign_load_unknown",
                  "how much the processors worked for others could not be read: " + why.message,
                  Touches::rates));
}

}  // namespace

Surroundings read_surroundings(const FileTree& files) {
  return {.times = read_processor_times(files),
          .conditions = condition_facts(files),
          .thermal_throttles = read_thermal_throttles(files),
          .cgroup_throttles = cgroup_throttles(files)};
}

FairnessFindings compare_surroundings(const Surroundings& before, const Surroundings& after,
                                      double elapsed_seconds) {
  FairnessFindings findings;
  if (before.times && after.times) {
    compare_times(*before.times, *after.times, elapsed_seconds, findings);
  } else {
    times_unknown(before.times ? after.times.error() : before.times.error(), findings);
  }
  compare_conditions(before, after, findings);
  compare_counts(before.thermal_throttles, after.thermal_throttles, "thermal_throttle",
                 "processors were throttled for their temperature", findings);
  compare_counts(before.cgroup_throttles, after.cgroup_throttles, "cgroup_throttled",
                 "the control group's processor time was used up", findings);
  return findings;
}

std::vector<Disturbance> standing_disturbances(const FileTree& files,
                                               const std::vector<Disturbance>& told) {
  std::vector<Disturbance> found;
  const auto processors = count_processors(files);
  const auto quota = cgroup_processors(files);
  if (processors && quota && *quota < static_cast<double>(*processors)) {
    found.push_back(disturbance("cgroup_cpu_quota",
                                "the control group may use " + format_double(*quota) + " of the " +
                                    std::to_string(*processors) + " processors",
                                Touches::rates));
  }
  const auto allowed = allowed_processor_count(files);
  if (processors && allowed && *allowed < *processors) {
    found.push_back(disturbance(
        "processors_not_allowed",
        "this process may run on " + std::to_string(*allowed) + " of the " +
            std::to_string(*processors) +
            " processors (affinity mask or cpuset): the others are not worked and not tested",
        Touches::rates));
  }
  std::erase_if(found, [&](const Disturbance& limit) {
    return std::ranges::find(told, limit.code, &Disturbance::code) != told.end();
  });
  return found;
}

}  // namespace rackproof
