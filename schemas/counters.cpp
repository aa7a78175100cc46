#include "schemas/counters.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <limits>
#include <optional>
#include <utility>

#include "schemas/text.h"

namespace rackproof {
namespace {

/// A sum that keeps counts exact and measured amounts apart from them.
struct Amount {
  std::int64_t counts = 0;
  double measured = 0;
  bool overflowed = false;

  [[nodiscard]] double total() const { return static_cast<double>(counts) + measured; }
  [[nodiscard]] bool negative() const { return counts < 0 || measured < 0; }

  void add(const Amount& step) {
    overflowed =
        overflowed || step.overflowed || __builtin_add_overflow(counts, step.counts, &counts);
    measured += step.measured;
  }
};

Amount difference(const Reading& later, const Reading& earlier) {
  Amount step;
  const auto* after = std::get_if<std::int64_t>(&later);
  const auto* before = std::get_if<std::int64_t>(&earlier);
  if (after != nullptr && before != nullptr) {
    step.overflowed = __builtin_sub_overflow(*after, *before, &step.counts);
  } else {
    step.measured = as_double(later) - as_double(earlier);
  }
  return step;
}

/// How far the counter really went when it came from its end back to its start.
std::optional<Amount> wrapped_count(std::int64_t fall, int width_bits) {
  const std::uint64_t mask = width_bits >= 64 ? std::numeric_limits<std::uint64_t>::max()
                                              : (std::uint64_t{1} << width_bits) - 1;
  const std::uint64_t step = static_cast<std::uint64_t>(fall) & mask;
  if (step > mask / 2) {
    return std::nullopt;
  }
  return Amount{.counts = static_cast<std::int64_t>(step)};
}

std::optional<Amount> wrapped_amount(double fall, double range) {
  const double step = fall + range;
  if (!(step >= 0) || step > range / 2) {
    return std::nullopt;
  }
  return Amount{.measured = step};
}

double range_of(const Metric& metric, const Device& device) {
  if (metric.counter.range_on_device) {
    const auto found = device.attributes.find("counter_range");
    if (found != device.attributes.end()) {
      const auto range = parse_double(found->second);
      return range ? *range : 0;
    }
    return 0;
  }
  return metric.counter.width_bits > 0 ? std::ldexp(1.0, metric.counter.width_bits) : 0;
}

std::optional<Amount> as_wrap(const Amount& fall, const Metric& metric, const Device& device) {
  if (metric.counter.width_bits > 0 && fall.measured == 0) {
    return wrapped_count(fall.counts, metric.counter.width_bits);
  }
  const double range = range_of(metric, device);
  return range > 0 ? wrapped_amount(fall.total(), range) : std::nullopt;
}

/// The last reading at or before `time`; the first one where all are later.
const Reading& value_at(std::span<const Point> series, UtcTime time) {
  const auto later =
      std::upper_bound(series.begin(), series.end(), time,
                       [](UtcTime asked, const Point& point) { return asked < point.taken_at; });
  return later == series.begin() ? series.front().reading : std::prev(later)->reading;
}

/// What grew when counts moved into `taken_over`: at most the fall and the rise together.
std::optional<Amount> as_migration(const Amount& fall, std::span<const Point> taken_over,
                                   const Point& earlier, const Point& later) {
  if (taken_over.empty()) {
    return std::nullopt;
  }
  Amount both =
      difference(value_at(taken_over, later.taken_at), value_at(taken_over, earlier.taken_at));
  both.add(fall);
  if (both.overflowed || both.negative()) {
    return std::nullopt;
  }
  return both;
}

std::string reset_text(const Metric& metric, const Point& later, double seen) {
  std::string text = "the counter fell at " + format_utc(later.taken_at) +
                     ", so it was reset and what it counted in between is lost (until then "
                     "it had grown by " +
                     short_number(seen);
  if (!metric.counter.clears_on.empty()) {
    text += "; it clears on " + std::string(metric.counter.clears_on);
  }
  return text + ")";
}

/// What no counter can say; "" where all readings can be.
std::string below_zero(std::span<const Point> readable, const Metric& metric) {
  for (const auto& point : readable) {
    if (metric.kind == MetricKind::counter && as_double(point.reading) < 0) {
      return "the counter read " + short_number(as_double(point.reading)) + " at " +
             format_utc(point.taken_at) + ", and no counter is below zero";
    }
  }
  return "";
}

bool at_its_stop(const Metric& metric, const Reading& reading) {
  return metric.counter.saturates_at > 0 && as_double(reading) >= metric.counter.saturates_at;
}

std::string stop_text(const Metric& metric) {
  return "the counter stands at its stop, " + short_number(metric.counter.saturates_at) +
         ", and counts no further";
}

/// By how much a counter that fell by `magnitude` fell.
Amount fall_by(const Reading& magnitude) {
  if (const auto* count = std::get_if<std::int64_t>(&magnitude)) {
    return {.counts = static_cast<std::int64_t>(0 - static_cast<std::uint64_t>(*count))};
  }
  return {.measured = -as_double(magnitude)};
}

/// What so many wraps add to the way between the ends; nothing where 64 bits do not say it.
std::optional<Amount> wraps(std::int64_t times, bool counts, const Metric& metric,
                            const Device& device) {
  constexpr int kWidest = 62;
  if (!counts || metric.counter.width_bits <= 0) {
    return Amount{.measured = static_cast<double>(times) * range_of(metric, device)};
  }
  Amount all;
  if (metric.counter.width_bits > kWidest ||
      __builtin_mul_overflow(times, std::int64_t{1} << metric.counter.width_bits, &all.counts)) {
    return std::nullopt;
  }
  return all;
}

}  // namespace

struct GrowthPieces::Sum {
  const Metric& metric;
  const Device& device;
  Amount total = {};
  std::string negative = {};  ///< What no counter can say.
  std::string reset = {};
  Reading last = std::int64_t{0};

  void fell(UtcTime when) {
    if (reset.empty()) {
      reset = reset_text(metric, {when, {}}, total.total());
    }
  }
};

GrowthPieces::GrowthPieces(const Metric& metric, const Device& device)
    : sum_(std::make_unique<Sum>(Sum{metric, device})) {}

GrowthPieces::~GrowthPieces() = default;

void GrowthPieces::step(const Point& earlier, const Point& later) {
  const Amount step = difference(later.reading, earlier.reading);
  const auto real = step.negative() ? as_wrap(step, sum_->metric, sum_->device) : step;
  if (real) {
    sum_->total.add(*real);
  } else {
    sum_->fell(later.taken_at);
  }
  if (sum_->negative.empty()) {
    sum_->negative = below_zero(std::span(&earlier, 1), sum_->metric);
  }
}

void GrowthPieces::pass(const CounterStretch& stretch) {
  const Point least{stretch.first.taken_at, stretch.least};
  if (sum_->negative.empty()) {
    sum_->negative = below_zero(std::span(&least, 1), sum_->metric);
  }
  sum_->last = stretch.last.reading;
  const auto& metric = sum_->metric;
  const auto& device = sum_->device;
  std::optional<Amount> all;
  if (stretch.falls == 0) {
    all = Amount{};
  } else if (as_wrap(fall_by(stretch.least_fall), metric, device) &&
             as_wrap(fall_by(stretch.most_fall), metric, device)) {
    const bool counts = std::holds_alternative<std::int64_t>(stretch.least_fall);
    all = wraps(stretch.falls, counts, metric, device);
  }
  if (!all) {
    sum_->fell(stretch.first_fall);
    return;
  }
  sum_->total.add(difference(stretch.last.reading, stretch.first.reading));
  sum_->total.add(*all);
}

Growth GrowthPieces::finish() const {
  const auto& metric = sum_->metric;
  auto trouble = sum_->negative.empty() ? sum_->reset : sum_->negative;
  if (trouble.empty() && sum_->total.overflowed) {
    trouble = "the counter grew by more than 63 bits can say";
  }
  if (trouble.empty() && at_its_stop(metric, sum_->last)) {
    return {sum_->total.total(), stop_text(metric), ErrorKind::saturated};
  }
  return {sum_->total.total(), std::move(trouble)};
}

Growth growth_of(std::span<const Point> readable, const Metric& metric, const Device& device,
                 std::span<const Point> taken_over) {
  Amount total;
  auto trouble = below_zero(readable, metric);
  for (std::size_t i = 1; i < readable.size(); ++i) {
    const Amount step = difference(readable[i].reading, readable[i - 1].reading);
    if (!step.negative()) {
      total.add(step);
      continue;
    }
    auto real = as_wrap(step, metric, device);
    if (!real) {
      real = as_migration(step, taken_over, readable[i - 1], readable[i]);
    }
    if (!real && trouble.empty()) {
      trouble = reset_text(metric, readable[i], total.total());
    }
    total.add(real.value_or(Amount{}));
  }
  if (trouble.empty() && total.overflowed) {
    trouble = "the counter grew by more than 63 bits can say";
  }
  if (trouble.empty() && at_its_stop(metric, readable.back().reading)) {
    return {total.total(), stop_text(metric), ErrorKind::saturated};
  }
  return {total.total(), std::move(trouble)};
}

}  // namespace rackproof
