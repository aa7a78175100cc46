#include "reports/telemetry_desk.h"

#include <atomic>
#include <future>
#include <thread>

#include <catch2/catch.hpp>

#include "tests/support/memory_telemetry.h"
#include "tests/support/sample_maker.h"

using namespace rackproof;
using namespace std::chrono_literals;

namespace {

class MovedClock final : public Clock {
 public:
  [[nodiscard]] UtcTime now() const override { return testing::at_second(60); }
  [[nodiscard]] std::chrono::nanoseconds monotonic() const override { return at; }
  std::atomic<std::chrono::nanoseconds> at{1h};
};

/// Opens sources of one card, and counts them.
struct Cards {
  TelemetryDesk::Opener opener() {
    return [this]() -> Result<std::unique_ptr<TelemetrySource>> {
      ++opened;
      if (broken) {
        return Error{ErrorKind::io, "no such disk"};
      }
      auto source = std::make_unique<testing::MemoryTelemetry>();
      source->add(StoredMetric{"temperature_celsius", "Cel", "gauge"});
      (*source)[{"node/card:0", "temperature_celsius"}] = {{testing::at_second(1), 40.0}};
      if (sick) {
        source->break_device("node/card:0");
      }
      return {std::move(source)};
    };
  }

  std::atomic<int> opened = 0;
  std::atomic<bool> broken = false;
  std::atomic<bool> sick = false;
  MovedClock clock;
};

int last(TelemetryDesk& desk) {
  const auto answer = desk.answer("/api/v1/last", {});
  REQUIRE(answer);
  return answer->status;
}

}  // namespace

TEST_CASE("telemetry desk: nothing is opened before somebody asks, and then once", "[reports]") {
  Cards cards;
  TelemetryDesk desk(cards.opener(), cards.clock);
  CHECK_FALSE(desk.answer("/metrics", {}));
  CHECK(cards.opened == 0);
  CHECK(last(desk) == 200);
  CHECK(last(desk) == 200);
  CHECK(desk.answer("/api/v1/last", {{"metric", "x"}})->status == 404);
  CHECK(cards.opened == 1);
}

TEST_CASE("telemetry desk: a reader that failed is not asked again, a new one is", "[reports]") {
  Cards cards;
  cards.sick = true;
  TelemetryDesk desk(cards.opener(), cards.clock);
  CHECK(last(desk) == 500);
  CHECK(desk.open_readers() == 0);
  cards.sick = false;
  CHECK(last(desk) == 200);
  CHECK(cards.opened == 2);
}

TEST_CASE("telemetry desk: what cannot be opened is told, and tried again", "[reports]") {
  Cards cards;
  cards.broken = true;
  TelemetryDesk desk(cards.opener(), cards.clock);
  const auto answer = desk.answer("/api/v1/last", {});
  REQUIRE(answer);
  CHECK(answer->status == 500);
  CHECK(answer->body.find("no such disk") != std::string::npos);
  cards.broken = false;
  CHECK(last(desk) == 200);
}

TEST_CASE("telemetry desk: readers that nobody uses are closed, and old ones opened anew",
          "[reports]") {
  Cards cards;
  TelemetryDesk desk(cards.opener(), cards.clock);
  CHECK(last(desk) == 200);
  desk.close_unused();
  CHECK(desk.open_readers() == 1);
  cards.clock.at = 1h + 2min;
  desk.close_unused();
  CHECK(desk.open_readers() == 0);
  CHECK(last(desk) == 200);
  CHECK(cards.opened == 2);
  cards.clock.at = 1h + 13min;
  CHECK(last(desk) == 200);
  CHECK(cards.opened == 3);
}

TEST_CASE("telemetry desk: who finds no reader free is told after a while", "[reports]") {
  Cards cards;
  TelemetryDesk desk(cards.opener(), cards.clock, {.readers = 1, .patience = 30ms});
  std::promise<void> held;
  std::promise<void> enough;
  const std::jthread slow([&] {
    static_cast<void>(desk.lend([&](TelemetrySource& /*source*/) {
      held.set_value();
      enough.get_future().wait();
      return true;
    }));
  });
  held.get_future().wait();
  const auto answer = desk.answer("/api/v1/last", {});
  enough.set_value();
  REQUIRE(answer);
  CHECK(answer->status == 503);
  CHECK(answer->body.find("\"timed_out\"") != std::string::npos);
}

TEST_CASE("telemetry desk: many who ask at once share the readers, one each at a time",
          "[reports]") {
  Cards cards;
  TelemetryDesk desk(cards.opener(), cards.clock, {.readers = 2, .patience = 30s});
  std::atomic<int> right = 0;
  std::atomic<int> inside = 0;
  std::atomic<int> most = 0;
  {
    std::vector<std::jthread> askers;
    for (int i = 0; i < 8; ++i) {
      askers.emplace_back([&] {
        for (int k = 0; k < 50; ++k) {
          const auto lent = desk.lend([&](TelemetrySource& source) {
            const int now = ++inside;
            most = std::max<int>(most, now);
            const bool found = source.keys().value().size() == 1;
            --inside;
            return found;
          });
          right += lent ? 1 : 0;
        }
      });
    }
  }
  CHECK(right == 400);
  CHECK(most <= 2);
  CHECK(cards.opened <= 2);
}
