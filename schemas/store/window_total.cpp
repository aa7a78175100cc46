#include "schemas/store/window_total.h"

#include <chrono>

namespace rackproof::store {

SeriesWindow WindowTotal::as(Statistic statistic, const ReasonTally& why) const {
  auto answer = window;
  answer.sum = statistic == Statistic::mean ? window.sum : 0;
  if (window.readable == 0) {
    answer.value = why.usual().value_or(no_reading());
    return answer;
  }
  const auto count = static_cast<double>(window.readable);
  const double value = statistic == Statistic::min     ? least
                       : statistic == Statistic::max   ? most
                       : statistic == Statistic::count ? count
                                                       : window.sum / count;
  answer.value = finite_or_reason(value);
  return answer;
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
