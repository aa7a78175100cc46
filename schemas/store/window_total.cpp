#include "schemas/store/window_total.h"

#include <chrono>

namespace rackproof::store {

SeriesWindow WindowTotal::as(Statistic statistic, const ReasonTally& why) const {
  SeriesWindow answer{readable, missing, statistic == Statistic::mean ? sum : 0, Reading(0.0)};
  if (readable == 0) {
    answer.value = why.usual().value_or(no_reading());
    return answer;
  }
  const auto count = static_cast<double>(readable);
  const double value = statistic == Statistic::min     ? least
                       : statistic == Statistic::max   ? most
                       : statistic == Statistic::count ? count
                                                       : sum / count;
  answer.value = finite_or_reason(value);
  return answer;
}

WindowTotal total_of(Kind kind, std::span<const std::uint64_t> words,
                     const WordMeasures& measures) {
  if (kind == Kind::measurement) {
    const auto extent = measures.extent_of(words);
    return {static_cast<std::int64_t>(words.size()), 0, extent.sum, extent.least, extent.most};
  }
  WindowTotal total;
  for (const auto word : words) {
    total.add(value_of(kind, word));
  }
  return total;
}

std::optional<std::size_t> Cursor::window_of(std::int64_t stamp) {
  if (from_ <= stamp && stamp < to_) {
    return window_;
  }
  const auto time = UtcTime{std::chrono::nanoseconds(stamp)};
  if (!grid_.range().contains(time)) {
    return std::nullopt;
  }
  window_ = grid_.window_of(time);
  from_ = grid_.start(window_).time_since_epoch().count();
  to_ = grid_.start(window_ + 1).time_since_epoch().count();
  return window_;
}

}  // namespace rackproof::store
