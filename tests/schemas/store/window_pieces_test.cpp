#include "schemas/store/window_pieces.h"

#include <chrono>

#include <catch2/catch.hpp>

#include "tests/support/sample_maker.h"

namespace rackproof::store {
namespace {

using namespace std::chrono_literals;

constexpr Metric kCounter{"test_total", Unit::one, MetricKind::counter, "Of a test."};
constexpr std::int64_t kMinute = 60'000'000'000;

/// Two readings of a minute: `first` and, half a minute later, `last`.
TierWindow minute_of(std::int64_t minute, std::int64_t first, std::int64_t last) {
  auto window = window_of_one(minute * kMinute, Kind::count, static_cast<std::uint64_t>(first));
  merge(
      window,
      window_of_one(minute * kMinute + kMinute / 2, Kind::count, static_cast<std::uint64_t>(last)),
      true);
  return window;
}

SeriesWindows windows_of(std::chrono::nanoseconds step, std::size_t count, Statistic statistic) {
  const auto device = testing::some_devices(1).front();
  WindowPieces pieces({{device.id, "test_total"}, &kCounter, &device},
                      {{UtcTime{10min}, step, count}, statistic});
  Reasons none;
  pieces.add({9 * kMinute, kMinute, "1 min"}, minute_of(9, 90, 95), none);
  pieces.add({10 * kMinute, kMinute, "1 min"}, minute_of(10, 100, 105), none);
  pieces.add({11 * kMinute, kMinute, "1 min"}, minute_of(11, 110, 115), none);
  pieces.add(
      Series{{UtcTime{12min}, std::int64_t{120}}, {UtcTime{12min + 30s}, std::int64_t{121}}});
  pieces.add({13 * kMinute, kMinute, "1 min"}, minute_of(13, 130, 3), none);
  return pieces.finish();
}

TEST_CASE("window pieces: a step between two windows belongs to the later one, whatever they are",
          "[schemas][store]") {
  const auto windows = windows_of(1min, 4, Statistic::growth);
  CHECK(as_double(windows[0].value) == 10);
  CHECK(as_double(windows[1].value) == 10);
  CHECK(as_double(windows[2].value) == 6);
  CHECK(std::get<Error>(windows[3].value).kind == ErrorKind::out_of_range);
  const auto rates = windows_of(2min, 2, Statistic::rate);
  CHECK(as_double(rates[0].value) == 20.0 / 120);
}

TEST_CASE("window pieces: after windows that are refused a step begins where they ended",
          "[schemas][store]") {
  const auto windows = windows_of(90s, 3, Statistic::growth);
  CHECK(std::get<Error>(windows[0].value).kind == ErrorKind::unsupported);
  CHECK_FALSE(windows[0].silent());
  CHECK(std::get<Error>(windows[1].value).kind == ErrorKind::unsupported);
  const auto half = windows_of(30s, 6, Statistic::growth);
  CHECK(std::get<Error>(half[3].value).message ==
        "kept as summaries of 1 min, which do not tell windows of 30 s");
  CHECK(as_double(half[4].value) == 5);
  CHECK(as_double(half[5].value) == 1);
}

TEST_CASE("window pieces: a window that begins within a summary takes nothing of before itself",
          "[schemas][store]") {
  const auto device = testing::some_devices(1).front();
  WindowPieces pieces({{device.id, "test_total"}, &kCounter, &device},
                      {{UtcTime{10min + 20s}, 2min, 2}, Statistic::count});
  const Reasons none;
  pieces.add({10 * kMinute, kMinute, "1 min"}, minute_of(10, 100, 105), none);
  pieces.add(Series{{UtcTime{12min + 30s}, std::int64_t{120}}});
  const auto windows = pieces.finish();
  CHECK(std::get<Error>(windows[0].value) ==
        Error{ErrorKind::unsupported,
              "kept as summaries of 1 min, which do not tell windows that begin within one"});
  CHECK_FALSE(windows[0].silent());
  CHECK(as_double(windows[1].value) == 1);
}

TEST_CASE("window pieces: what is gone is no silence and no part of a value", "[schemas][store]") {
  const auto device = testing::some_devices(1).front();
  WindowPieces pieces({{device.id, "test_total"}, &kCounter, &device},
                      {{UtcTime{0min}, 10min, 2}, Statistic::count});
  pieces.gone({UtcTime{0min}, UtcTime{5min}});
  const Reasons none;
  pieces.add({9 * kMinute, kMinute, "1 min"}, minute_of(9, 90, 95), none);
  pieces.add({11 * kMinute, kMinute, "1 min"}, minute_of(11, 90, 95), none);
  const auto windows = pieces.finish();
  CHECK(std::get<Error>(windows[0].value) == Error{ErrorKind::absent, "no longer kept"});
  CHECK(windows[0].missing == 2);
  CHECK(as_double(windows[1].value) == 2);
}

}  // namespace
}  // namespace rackproof::store
