#include "probes/neuron/neuron_power.h"

#include <algorithm>
#include <utility>

#include "probes/neuron/neuron_parse.h"
#include "schemas/catalogue.h"

namespace rackproof::neuron {
namespace {

constexpr auto kMin = metrics::named("accelerator_power_utilization_min_ratio");
constexpr auto kMax = metrics::named("accelerator_power_utilization_max_ratio");
constexpr auto kMean = metrics::named("accelerator_power_utilization_mean_ratio");
constexpr auto kAge = metrics::named("accelerator_power_utilization_age_seconds");
constexpr auto kDie = metrics::named("accelerator_die_power_utilization_ratio");
constexpr double kOldest = 120;  ///< Seconds: two refreshes.

Result<PowerMinute> read_minute(const Source& source, const std::string& path) {
  auto text = source.files.text(path);
  if (!text) {
    return std::move(text).error();
  }
  auto minute = parse_power(*text);
  if (!minute) {
    return std::move(minute).error().during(path);
  }
  return minute;
}

/// Seconds since the minute ended; negative where the line's clock runs ahead of ours.
double age_of(const PowerMinute& minute, UtcTime now) {
  const std::chrono::duration<double> since_1970 = now.time_since_epoch();
  return since_1970.count() - static_cast<double>(minute.epoch);
}

void read_device(const Source& source, const NeuronDevice& device, Samples& samples) {
  const auto minute = read_minute(source, device.power_path);
  const auto now = source.clock.now();
  const auto put = [&](const Metric* metric, Reading reading) {
    samples.push_back({device.handle, metric, now, std::move(reading)});
  };
  if (!minute) {
    for (const auto* metric : power_metrics()) {
      put(metric, minute.error());
    }
    return;
  }
  const double age = age_of(*minute, now);
  std::optional<Error> why;
  if (age > kOldest) {
    why = Error{ErrorKind::stale, device.power_path + ": from " +
                                      std::to_string(static_cast<std::int64_t>(age)) +
                                      " s ago; it is refreshed every 60 s"};
  } else if (age < -kOldest) {
    why = Error{ErrorKind::out_of_range, device.power_path + ": from the future; clocks disagree"};
  }
  put(kMin, why ? Reading(*why) : Reading(minute->min));
  put(kMax, why ? Reading(*why) : Reading(minute->max));
  put(kMean, why ? Reading(*why) : Reading(minute->mean));
  put(kAge, why && age < 0 ? Reading(*why) : Reading(std::max(age, 0.0)));
}

Result<std::vector<DiePower>> read_die_lines(const Source& source, const std::string& path) {
  auto text = source.files.text(path);
  if (!text) {
    return std::move(text).error();
  }
  auto dies = parse_die_power(*text);
  if (!dies) {
    return std::move(dies).error().during(path);
  }
  return dies;
}

Reading share_of(const std::vector<DiePower>& dies, std::int64_t number, const std::string& path) {
  const auto found = std::ranges::find(dies, number, &DiePower::die);
  if (found == dies.end()) {
    return Error{ErrorKind::absent, path + ": no line for this die"};
  }
  if (const auto* why = std::get_if<Error>(&found->share)) {
    return why->during(path);
  }
  return found->share;
}

void read_dies(const Source& source, const NeuronDevice& device, Samples& samples) {
  const auto dies = read_die_lines(source, device.die_power_path);
  const auto now = source.clock.now();
  for (const auto& die : device.dies) {
    samples.push_back(
        {die.handle, kDie, now,
         dies ? share_of(*dies, die.number, device.die_power_path) : Reading(dies.error())});
  }
}

}  // namespace

std::vector<const Metric*> power_metrics() {
  return {kMin, kMax, kMean, kAge};
}

void read_power(const Source& source, const NeuronDevice& device, Samples& samples) {
  if (!device.power_path.empty()) {
    read_device(source, device, samples);
  }
  if (!device.die_power_path.empty()) {
    read_dies(source, device, samples);
  }
}

}  // namespace rackproof::neuron
