#include "certsuite/criteria/health_closer.h"

#include <set>
#include <span>
#include <utility>

#include "schemas/held_points.h"

namespace rackproof::criteria {
namespace {

/// Readings in one portion: some 40 MB in memory.
constexpr std::int64_t kReadingsAtOnce = 500'000;

/// Every series that the questions may look at.
std::vector<SeriesKey> keys_for(std::span<const Suspect> suspects) {
  std::set<SeriesKey> keys;
  for (const auto& suspect : suspects) {
    const auto& device = *suspect.bound.device;
    const auto& metric = *suspect.bound.question->metric;
    const auto view = device.attributes.find("bmc_view");
    for (const auto name : {metric.name, metric.counter.migrates_to}) {
      if (name.empty()) {
        continue;
      }
      keys.insert({device.id, std::string(name)});
      if (view != device.attributes.end()) {
        keys.insert({view->second, std::string(name)});
      }
    }
  }
  return {keys.begin(), keys.end()};
}

Result<void> answer(std::span<const Suspect> suspects, TelemetrySource& source, TimeRange window,
                    std::vector<HealthAnswer>& answers) {
  const auto keys = keys_for(suspects);
  auto read = source.read_each(keys, window);
  if (!read) {
    return std::move(read).error();
  }
  HeldPoints series;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    series.hold(keys[i], std::move((*read)[i]));
  }
  for (const auto& suspect : suspects) {
    const auto& bound = suspect.bound;
    auto seen = look_closer(
        {*bound.question, *bound.device, *bound.reference->architecture, window}, series);
    if (!seen) {
      return std::move(seen).error();
    }
    answers.push_back(std::move(*seen));
  }
  return {};
}

}  // namespace

Result<std::vector<HealthAnswer>> answers_to(const std::vector<Suspect>& suspects,
                                             TelemetrySource& source, TimeRange window) {
  std::vector<HealthAnswer> answers;
  const std::span all(suspects);
  for (std::size_t begin = 0; begin < all.size();) {
    auto readings = all[begin].readings;
    auto end = begin + 1;
    while (end < all.size() && readings + all[end].readings <= kReadingsAtOnce) {
      readings += all[end++].readings;
    }
    auto answered = answer(all.subspan(begin, end - begin), source, window, answers);
    if (!answered) {
      return std::move(answered).error();
    }
    begin = end;
  }
  return answers;
}

}  // namespace rackproof::criteria
