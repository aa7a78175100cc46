#include "certsuite/criteria/health_screen.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>
#include <vector>

#include "certsuite/criteria/question.h"
#include "certsuite/criteria/reasons.h"
#include "schemas/catalogue.h"

namespace rackproof::criteria {
namespace {

/// Series in one question to an engine: some megabytes of answer.
constexpr std::size_t kSeriesAtOnce = 20'000;
/// Counts beyond it are not exact as doubles.
constexpr double kExactCounts = 9007199254740992.0;  // 2^53

bool passes(double value, const HealthQuestion& question) {
  return decide(value, std::nullopt, question.limits.limits, DecisionRule::simple).outcome ==
         Outcome::pass;
}

bool stood_still(const HealthQuestion& question, const Screened& screened) {
  const auto stop = question.metric->counter.saturates_at;
  return *screened.lowest == *screened.highest && *screened.lowest >= 0 &&
         *screened.highest < kExactCounts && (stop <= 0 || *screened.highest < stop);
}

/// One window over all of `range`.
WindowQuery whole(TimeRange range, Statistic statistic) {
  return {{range.from, range.to - range.from, 1}, statistic};
}

std::optional<double> number_in(const SeriesWindow& window) {
  return window.readable > 0 && has_value(window.value) ? std::optional(as_double(window.value))
                                                        : std::nullopt;
}

class Looking {
 public:
  Looking(TelemetrySource& source, DeviceBook& book, TimeRange window)
      : source_(source), book_(book), window_(window) {}

  Result<void> at(std::span<const SeriesKey> keys, const Metric& metric) {
    std::vector<SeriesGroup> groups;
    for (const auto& key : keys) {
      groups.push_back({key.device, {{key, &metric, &book_.at(key.device)}}});
    }
    const TimeRange recent{window_.to - kStaleAtLeast, window_.to};
    const auto lowest = source_.group_windows(groups, whole(window_, Statistic::min));
    const auto highest = lowest ? source_.group_windows(groups, whole(window_, Statistic::max))
                                : Result<std::vector<GroupWindows>>(lowest.error());
    const auto latest = highest ? source_.group_windows(groups, whole(recent, Statistic::count))
                                : Result<std::vector<GroupWindows>>(highest.error());
    if (!latest) {
      return latest.error();
    }
    for (std::size_t i = 0; i < keys.size(); ++i) {
      add(keys[i], (*lowest)[i], (*highest)[i], (*latest)[i]);
    }
    return {};
  }

  Screen take() && { return std::move(screen_); }

 private:
  void add(const SeriesKey& key, const GroupWindows& lowest, const GroupWindows& highest,
           const GroupWindows& latest) {
    if (lowest.windows.empty() || lowest.windows.front().silent()) {
      return;
    }
    const auto& window = lowest.windows.front();
    Screened screened;
    screened.readable = window.readable;
    screened.missing = window.missing;
    screened.lowest = number_in(window);
    if (!highest.windows.empty()) {
      screened.highest = number_in(highest.windows.front());
    }
    if (!latest.windows.empty()) {
      screened.recent = latest.windows.front().readable;
      screened.recent_missing = latest.windows.front().missing;
    }
    screen_.emplace(key, screened);
  }

  TelemetrySource& source_;
  DeviceBook& book_;
  TimeRange window_;
  Screen screen_;
};

}  // namespace

Freshness freshness_of(const Screened& screened, TimeRange window) {
  if (screened.recent > 0) {
    return Freshness::fresh;
  }
  const auto readings = std::max<std::int64_t>(screened.readable + screened.missing, 1);
  const auto period = (window.to - window.from) / readings;  // at most: it may have begun late
  return period * kStalePeriods <= kStaleAtLeast ? Freshness::stale : Freshness::slow;
}

bool plainly_within(const HealthQuestion& question, const Screened& screened) {
  const auto& criterion = question.criterion;
  if (question.limits.ruling || criterion.rule != DecisionRule::simple || screened.missing > 0 ||
      screened.readable < static_cast<std::int64_t>(fewest(criterion)) || !screened.lowest ||
      !screened.highest) {
    return false;
  }
  if (counts_growth(criterion)) {
    const bool quiet = stood_still(question, screened) && passes(0, question);
    return quiet && (!question.lifetime || passes(*screened.highest, question));
  }
  if (criterion.statistic == Statistic::count) {
    return passes(static_cast<double>(screened.readable), question);
  }
  return passes(*screened.lowest, question) && passes(*screened.highest, question);
}

Result<Screen> screen(TelemetrySource& source, const std::set<std::string>& metrics,
                      DeviceBook& book, TimeRange window) {
  Looking looking(source, book, window);
  for (const auto& name : metrics) {
    const auto* metric = metrics::find(name);
    if (metric == nullptr) {
      continue;
    }
    const auto keys = source.keys_like({name, "*", window});
    if (!keys) {
      return keys.error().during(name);
    }
    for (std::size_t done = 0; done < keys->size(); done += kSeriesAtOnce) {
      const auto count = std::min(kSeriesAtOnce, keys->size() - done);
      if (auto looked = looking.at(std::span(*keys).subspan(done, count), *metric); !looked) {
        return std::move(looked).error().during(name);
      }
    }
  }
  return std::move(looking).take();
}

}  // namespace rackproof::criteria
