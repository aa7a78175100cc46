#include "probes/sinks/fan_out.h"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "schemas/catalogue.h"
#include "tests/support/frozen_clock.h"

using namespace rackproof;
using namespace std::chrono_literals;

namespace {

/// Keeps what it is given; refuses while `broken`, and takes `slow` for each call.
class TestSink final : public SampleSink {
 public:
  explicit TestSink(testing::FrozenClock& clock) : clock_(clock) {}

  Result<void> append(const Devices&, const Samples& samples) override {
    clock_.advance(slow);
    if (broken) {
      return Error{ErrorKind::io, "disk is gone"};
    }
    taken += samples.size();
    return {};
  }
  Result<void> append(const Events& events) override {
    if (broken) {
      return Error{ErrorKind::io, "disk is gone"};
    }
    happened += events.size();
    return {};
  }
  Result<void> commit() override {
    ++commits;
    return broken ? Result<void>(Error{ErrorKind::timed_out, "no sync"}) : Result<void>();
  }

  bool broken = false;
  std::chrono::nanoseconds slow{};
  std::size_t taken = 0;
  std::size_t happened = 0;
  int commits = 0;

 private:
  testing::FrozenClock& clock_;
};

struct Scene {
  void send() {
    const Sample sample{0, metrics::named("power_watts"), clock.now(), 1.0};
    CHECK(all.append({}, Samples(3, sample)));
    CHECK(all.append(Events(2)));
  }

  testing::FrozenClock clock;
  TestSink first{clock};
  TestSink second{clock};
  TestSink third{clock};
  FanOut all{clock, {{"store", &first}, {"push", &second}, {"text", &third}}};
};

}  // namespace

TEST_CASE("fan-out: every sink is given everything", "[probes][sinks]") {
  Scene scene;
  scene.send();
  CHECK(scene.all.commit());
  for (const auto* sink : {&scene.first, &scene.second, &scene.third}) {
    CHECK(sink->taken == 3);
    CHECK(sink->happened == 2);
    CHECK(sink->commits == 1);
  }
  const auto states = scene.all.states();
  REQUIRE(states.size() == 3);
  CHECK(states[0].name == "store");
  CHECK(states[0].appends == 2);
  CHECK(states[0].failures == 0);
  CHECK_FALSE(states[0].last_error);
}

TEST_CASE("fan-out: a sink that refuses takes nothing from those before and behind it",
          "[probes][sinks]") {
  Scene scene;
  scene.second.broken = true;
  scene.send();
  scene.send();
  CHECK(scene.all.commit());

  CHECK(scene.first.taken == 6);
  CHECK(scene.third.taken == 6);
  CHECK(scene.third.happened == 4);
  const auto push = scene.all.states()[1];
  CHECK(push.failing);
  CHECK(push.appends == 4);
  CHECK(push.failures == 5);
  CHECK(push.samples_lost == 6);
  CHECK(push.events_lost == 4);
  REQUIRE(push.last_error);
  CHECK(push.last_error->kind == ErrorKind::timed_out);
  CHECK(push.failed_at == scene.clock.now());
}

TEST_CASE("fan-out: a sink that works again is no longer failing, and what it lost stays told",
          "[probes][sinks]") {
  Scene scene;
  scene.second.broken = true;
  scene.send();
  scene.second.broken = false;
  scene.clock.advance(1s);
  scene.send();

  const auto push = scene.all.states()[1];
  CHECK_FALSE(push.failing);
  CHECK(push.samples_lost == 3);
  REQUIRE(push.last_error);
  CHECK(push.last_error->message == "disk is gone");
  CHECK(push.failed_at == scene.clock.now() - 1s);
  CHECK(scene.second.taken == 3);
}

TEST_CASE("fan-out: the time that a slow sink takes is told of that sink alone",
          "[probes][sinks]") {
  Scene scene;
  scene.second.slow = 2s;
  scene.send();
  const auto states = scene.all.states();
  CHECK(states[0].longest == 0s);
  CHECK(states[1].longest == 2s);
  CHECK(states[2].longest == 0s);
}
