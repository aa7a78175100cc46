#include "probes/sinks/series_table.h"

#include <algorithm>
#include <utility>

#include "probes/sinks/exposition_text.h"

namespace rackproof {
namespace {

using std::chrono::nanoseconds;

constexpr nanoseconds kLongestPeriod = std::chrono::hours(24);  ///< What is longer was an outage.

std::variant<std::int64_t, double, ErrorKind> value_in(const Reading& reading) {
  if (const auto* count = std::get_if<std::int64_t>(&reading)) {
    return *count;
  }
  if (const auto* number = std::get_if<double>(&reading)) {
    return *number;
  }
  return std::get<Error>(reading).kind;
}

nanoseconds lag_of(const Sample& sample, const Moment& now) {
  return std::max(nanoseconds(0), nanoseconds(now.utc - sample.taken_at));
}

/// A reading with the stamp of the one before is the same one again: it is no older for that.
void renew(LastReading& last, const Sample& sample, const Moment& now) {
  last.value = value_in(sample.reading);
  if (sample.taken_at == last.taken_at) {
    return;
  }
  last.period2 = std::exchange(last.period, now.monotonic - last.heard);
  last.heard = now.monotonic;
  last.lag = lag_of(sample, now);
  last.taken_at = sample.taken_at;
}

}  // namespace

nanoseconds age_of(const LastReading& last, const Moment& now) {
  return std::max(nanoseconds(0), now.monotonic - last.heard) + last.lag;
}

/// The longer of the last two periods: one reading asked for in between makes a slow source no
/// fast one.
nanoseconds stale_after(const LastReading& last, const StaleRule& rule) {
  const auto period = std::min(std::max(last.period, last.period2), kLongestPeriod);
  const bool sure = last.period2 > nanoseconds(0);
  const auto wanted = sure ? period * rule.periods : rule.at_most;
  return std::max(std::clamp(wanted, rule.at_least, rule.at_most), period * 2);
}

bool is_stale(const LastReading& last, const StaleRule& rule, const Moment& now) {
  return now.monotonic - last.heard > stale_after(last, rule);
}

bool holds_value(const LastReading& last, const StaleRule& rule, const Moment& now) {
  return !std::holds_alternative<ErrorKind>(last.value) && !is_stale(last, rule, now);
}

void SeriesTable::take(const Samples& samples, const Moment& now) {
  for (const auto& sample : samples) {
    if (sample.metric != nullptr) {
      keep(family_of(*sample.metric), sample, now);
    }
  }
}

/// Rows of one name are one family, whoever declared them.
SeriesTable::Family& SeriesTable::family_of(const Metric& metric) {
  const auto known = by_metric_.find(&metric);
  if (known != by_metric_.end()) {
    return *known->second;
  }
  auto spelled = exposition_name(metric);
  const auto name_of = [](const auto& family) -> const std::string& {
    return family->head.spelled.name;
  };
  auto place = std::ranges::lower_bound(families_, spelled.name, {}, name_of);
  if (place == families_.end() || name_of(*place) != spelled.name) {
    auto made = std::make_unique<Family>();
    made->head = {&metric, std::move(spelled), label_text("metric", metric.name)};
    place = families_.insert(place, std::move(made));
  }
  by_metric_.emplace(&metric, place->get());
  return **place;
}

void SeriesTable::keep(Family& family, const Sample& sample, const Moment& now) {
  auto place = std::ranges::lower_bound(family.series, sample.device, {}, &LastReading::device);
  if (place != family.series.end() && place->device == sample.device) {
    renew(*place, sample, now);
    return;
  }
  if (size_ == most_) {
    if (!make_room(now)) {
      ++refused_;
      return;
    }
    place = std::ranges::lower_bound(family.series, sample.device, {}, &LastReading::device);
  }
  LastReading first;
  first.device = sample.device;
  first.value = value_in(sample.reading);
  first.heard = now.monotonic;
  first.lag = lag_of(sample, now);
  first.taken_at = sample.taken_at;
  family.series.insert(place, first);
  ++size_;
}

/// Looks once a moment: a full table of living series is not searched for each one refused.
bool SeriesTable::make_room(const Moment& now) {
  if (swept_ == now.monotonic) {
    return false;
  }
  swept_ = now.monotonic;
  std::size_t gone = 0;
  for (const auto& family : families_) {
    gone += std::erase_if(family->series, [&](const LastReading& last) {
      return now.monotonic - last.heard > forget_after_;
    });
  }
  size_ -= gone;
  forgotten_ += static_cast<std::int64_t>(gone);
  return gone > 0;
}

SeriesSnapshot SeriesTable::snapshot() const {
  SeriesSnapshot all;
  all.families.reserve(families_.size());
  all.readings.reserve(size_);
  for (const auto& family : families_) {
    if (family->series.empty()) {
      continue;
    }
    all.families.push_back({&family->head, all.readings.size(), family->series.size()});
    all.readings.insert(all.readings.end(), family->series.begin(), family->series.end());
  }
  return all;
}

}  // namespace rackproof
