#include "tests/bench/telemetry_feed.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "schemas/text.h"

namespace rackproof::bench {
namespace {

constexpr std::size_t kSecondsTogether = 60;  ///< Of a directory, in memory at a time.

Result<TelemetryShape> made_shape(std::string_view text) {
  const auto cross = text.find('x');
  const auto nodes = parse_unsigned(text.substr(0, cross));
  const auto seconds = cross == std::string_view::npos ? Error{ErrorKind::malformed, "no seconds"}
                                                       : parse_unsigned(text.substr(cross + 1));
  if (!nodes || !seconds || *nodes == 0 || *seconds == 0) {
    return Error{ErrorKind::malformed,
                 "expected made:NODESxSECONDS, got 'made:" + std::string(text) + "'"};
  }
  TelemetryShape shape;
  shape.nodes = static_cast<std::size_t>(*nodes);
  shape.seconds = static_cast<std::size_t>(*seconds);
  return shape;
}

SetSeries set_series(const TelemetrySeries& made) {
  SetSeries series{made.group, made.kind, made.metric, {}};
  for (const auto label : split(made.labels, ',')) {
    const auto sign = label.find('=');
    series.labels.emplace(label.substr(0, sign), label.substr(sign + 1));
  }
  return series;
}

}  // namespace

Result<TelemetryFeed> TelemetryFeed::open(const std::string& what) {
  TelemetryFeed feed;
  if (!what.starts_with("made:")) {
    auto set = read_telemetry_set(what);
    if (!set) {
      return std::move(set).error();
    }
    feed.set_ = *std::move(set);
    return feed;
  }
  const auto shape = made_shape(std::string_view(what).substr(5));
  if (!shape) {
    return shape.error();
  }
  feed.maker_ = std::make_unique<TelemetryMaker>(*shape);
  feed.set_.samples = shape->seconds;
  feed.set_.groups = shape->groups();
  std::ranges::transform(feed.maker_->series(), std::back_inserter(feed.set_.series), set_series);
  feed.set_.rows = feed.set_.series.size();
  return feed;
}

Result<void> TelemetryFeed::read_stretch() {
  stretch_first_ = next_;
  stretch_count_ = std::min(kSecondsTogether, set_.samples - next_);
  auto values = values_of(set_, stretch_first_, stretch_count_);
  auto stamps = stamps_of(set_, stretch_first_, stretch_count_);
  if (!values || !stamps) {
    return values ? stamps.error() : values.error();
  }
  values_ = *std::move(values);
  stamps_ = *std::move(stamps);
  return {};
}

Result<void> TelemetryFeed::next(Second& second) {
  second.values.resize(set_.rows);
  second.stamps.resize(set_.groups);
  if (maker_ != nullptr) {
    maker_->next(second.values, second.stamps);
    ++next_;
    return {};
  }
  if (next_ == stretch_first_ + stretch_count_) {
    if (auto read = read_stretch(); !read) {
      return read;
    }
  }
  const auto place = next_ - stretch_first_;
  for (std::size_t i = 0; i < second.values.size(); ++i) {
    second.values[i] = values_[i * stretch_count_ + place];
  }
  for (std::size_t i = 0; i < second.stamps.size(); ++i) {
    second.stamps[i] = stamps_[i * stretch_count_ + place];
  }
  ++next_;
  return {};
}

}  // namespace rackproof::bench
