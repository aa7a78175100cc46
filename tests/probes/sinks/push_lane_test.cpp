#include "probes/sinks/push_lane.h"

#include <catch2/catch.hpp>

#include "tests/support/full_disk.h"
#include "tests/support/push_server.h"

using namespace rackproof;
using namespace rackproof::testing;
using namespace std::chrono_literals;

namespace {

const SystemClock kClock;

struct Ground {
  PushServer server;
  TempDir directory;

  [[nodiscard]] PushLaneSettings settings() const {
    PushLaneSettings settings;
    settings.target = server.target();
    settings.target.total = 2s;
    settings.format = {"application/x-test", "", {}};
    settings.spool.directory = directory.at("spool");
    return settings;
  }
};

PushLane opened(const PushLaneSettings& settings) {
  auto lane = PushLane::open(settings, kClock);
  REQUIRE(lane);
  return *std::move(lane);
}

void append(PushLane& lane, int from, int to) {
  for (int number = from; number <= to; ++number) {
    REQUIRE(lane.append(std::to_string(number), 10));
  }
}

/// The bodies that an engine would have kept, in order of arrival.
std::vector<int> taken(const PushServer& server) {
  std::vector<int> all;
  for (const auto& request : server.requests()) {
    if (request.taken) {
      all.push_back(std::stoi(request.body));
    }
  }
  return all;
}

std::vector<int> numbers(int from, int to) {
  std::vector<int> all;
  for (int number = from; number <= to; ++number) {
    all.push_back(number);
  }
  return all;
}

}  // namespace

TEST_CASE("push lane: everything arrives once, in its order", "[probes][sinks]") {
  const Ground ground;
  auto lane = opened(ground.settings());
  append(lane, 1, 50);
  REQUIRE(lane.drain(60s));
  CHECK(taken(ground.server) == numbers(1, 50));
  const auto state = lane.state();
  CHECK(state.requests_delivered == 50);
  CHECK(state.samples_delivered == 500);
  CHECK(state.last_delivery);
  CHECK(state.last_failure.empty());
  CHECK(state.spool.waiting_requests == 0);
}

TEST_CASE(
    "push lane: 500, 429, a dropped connection and a hang are tried again with the same "
    "bytes, and nothing overtakes",
    "[probes][sinks]") {
  const Ground ground;
  ground.server.rules(R"([{"skip": 2, "times": 1, "do": "status", "status": 500},
                          {"skip": 2, "times": 1, "do": "status", "status": 429},
                          {"skip": 2, "times": 1, "do": "drop"},
                          {"skip": 2, "times": 1, "do": "cut"},
                          {"skip": 2, "times": 1, "do": "hang"}])");
  auto lane = opened(ground.settings());
  append(lane, 1, 20);
  REQUIRE(lane.drain(100s));
  CHECK(taken(ground.server) == numbers(1, 20));
  CHECK(lane.state().attempts_failed == 4);  // what was dropped libcurl itself sent once more
  CHECK(lane.state().requests_refused == 0);
  int before = 1;
  for (const auto& request : ground.server.requests()) {
    const int number = std::stoi(request.body);
    CHECK((number == before || number == before + 1));
    before = number;
  }
}

TEST_CASE("push lane: what is refused is given up and counted, with the other end's words",
          "[probes][sinks]") {
  const Ground ground;
  ground.server.rules(
      R"([{"skip": 2, "times": 1, "do": "status", "status": 400, "body": "out of order sample"}])");
  auto lane = opened(ground.settings());
  append(lane, 1, 5);
  REQUIRE(lane.drain(60s));
  CHECK(taken(ground.server) == std::vector<int>{1, 2, 4, 5});
  const auto state = lane.state();
  CHECK(state.requests_refused == 1);
  CHECK(state.samples_refused == 10);
  CHECK(state.samples_delivered == 40);
  CHECK(state.last_refusal == "status 400: out of order sample");
  CHECK(state.attempts_failed == 0);
}

TEST_CASE("push lane: a token that has run out does not cost all that waits", "[probes][sinks]") {
  const Ground ground;
  ground.server.rules(R"([{"do": "status", "status": 401, "body": "token expired"}])");
  auto lane = opened(ground.settings());
  append(lane, 1, 200);
  ground.server.wait_for(2);
  ground.server.rules("[]");
  REQUIRE(lane.drain(60s));
  const auto state = lane.state();
  CHECK(state.last_refusal == "status 401: token expired");
  CHECK(state.requests_refused >= 2);
  CHECK(state.requests_refused < 20);
  CHECK(state.requests_delivered == 200 - state.requests_refused);
}

TEST_CASE("push lane: an outage costs nothing, and neither does a restart within it",
          "[probes][sinks]") {
  Ground ground;
  {
    auto lane = opened(ground.settings());
    append(lane, 1, 3);
    REQUIRE(lane.drain(60s));
    ground.server.kill();
    append(lane, 4, 20);
    CHECK_FALSE(lane.drain(1s));
    CHECK(lane.state().spool.waiting_requests == 17);
    CHECK_FALSE(lane.state().last_failure.empty());
  }
  {
    auto lane = opened(ground.settings());
    append(lane, 21, 25);
    CHECK_FALSE(lane.drain(500ms));
    ground.server.start();
    REQUIRE(lane.drain(60s));
  }
  CHECK(taken(ground.server) == numbers(1, 25));
}

TEST_CASE("push lane: a server that hangs does not hold up the end", "[probes][sinks]") {
  const Ground ground;
  ground.server.rules(R"([{"do": "hang"}])");
  auto settings = ground.settings();
  settings.target.total = 50s;
  const auto before = std::chrono::steady_clock::now();
  {
    auto lane = opened(settings);
    append(lane, 1, 1);
    ground.server.wait_for(1);
  }
  CHECK(std::chrono::steady_clock::now() - before < 30s);
}

TEST_CASE("push lane: an answer that was lost sends the same bytes once more, and no others",
          "[probes][sinks]") {
  const Ground ground;
  ground.server.rules(R"([{"skip": 2, "times": 1, "do": "lose"}])");
  auto lane = opened(ground.settings());
  append(lane, 1, 5);
  REQUIRE(lane.drain(60s));
  CHECK(taken(ground.server) == std::vector<int>{1, 2, 3, 3, 4, 5});
  CHECK(lane.state().requests_delivered == 5);
}

TEST_CASE("push lane: an engine that forgets its last seconds gets them again, in order",
          "[probes][sinks]") {
  Ground ground;
  auto settings = ground.settings();
  settings.replay = 1h;
  auto lane = opened(settings);
  append(lane, 1, 4);
  REQUIRE(lane.drain(60s));
  ground.server.kill();
  append(lane, 5, 5);
  CHECK_FALSE(lane.drain(300ms));
  ground.server.start();
  REQUIRE(lane.drain(60s));
  append(lane, 6, 6);
  REQUIRE(lane.drain(60s));
  CHECK(taken(ground.server) == std::vector<int>{1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 6});
  const auto state = lane.state();
  CHECK(state.requests_delivered == 6);
  CHECK(state.requests_sent_again == 5);
  CHECK(state.samples_delivered == 60);
}

TEST_CASE("push lane: what may have been forgotten is sent again by the next process, too",
          "[probes][sinks]") {
  const Ground ground;
  auto settings = ground.settings();
  settings.replay = 1h;
  {
    auto lane = opened(settings);
    append(lane, 1, 3);
    REQUIRE(lane.drain(60s));
  }
  auto lane = opened(settings);
  REQUIRE(lane.drain(60s));
  CHECK(taken(ground.server) == std::vector<int>{1, 2, 3, 1, 2, 3});
}

TEST_CASE("push lane: without replay nothing that was taken is sent again", "[probes][sinks]") {
  Ground ground;
  {
    auto lane = opened(ground.settings());
    append(lane, 1, 3);
    REQUIRE(lane.drain(60s));
    ground.server.kill();
    ground.server.start();
    append(lane, 4, 4);
    REQUIRE(lane.drain(60s));
  }
  auto lane = opened(ground.settings());
  append(lane, 5, 5);
  REQUIRE(lane.drain(60s));
  CHECK(taken(ground.server) == numbers(1, 5));
}

TEST_CASE("push lane: a server that closes every connection is not sent everything again each time",
          "[probes][sinks]") {
  const Ground ground;
  ground.server.rules(R"([{"do": "status", "status": 200, "headers": {"Connection": "close"}}])");
  auto settings = ground.settings();
  settings.replay = 1h;
  auto lane = opened(settings);
  append(lane, 1, 30);
  REQUIRE(lane.drain(60s));
  CHECK(taken(ground.server) == numbers(1, 30));
}

TEST_CASE("push lane: an engine that fails in every replay still gets on", "[probes][sinks]") {
  const Ground ground;
  ground.server.rules(R"([{"skip": 3, "times": 1, "do": "cut"},
                          {"skip": 4, "times": 1, "do": "cut"},
                          {"skip": 5, "times": 1, "do": "cut"},
                          {"skip": 6, "times": 1, "do": "cut"},
                          {"skip": 7, "times": 1, "do": "cut"},
                          {"skip": 8, "times": 1, "do": "cut"}])");
  auto settings = ground.settings();
  settings.replay = 1h;
  auto lane = opened(settings);
  append(lane, 1, 8);
  REQUIRE(lane.drain(100s));
  const auto state = lane.state();
  CHECK(state.requests_delivered == 8);
  CHECK(state.attempts_failed == 6);
  CHECK(state.requests_sent_again > 0);
}

TEST_CASE("push lane: a secret that is gone stops the sending and loses nothing",
          "[probes][sinks]") {
  const Ground ground;
  auto settings = ground.settings();
  settings.target.bearer_token_file = ground.directory.at("token");
  auto lane = opened(settings);
  append(lane, 1, 2);
  CHECK_FALSE(lane.drain(300ms));
  CHECK(lane.state().last_failure.find("token") != std::string::npos);
  CHECK(lane.state().spool.waiting_requests == 2);
  CHECK(ground.server.requests().empty());
}

TEST_CASE("push lane: a full disk costs nothing while the other end takes", "[probes][sinks]") {
  const Ground ground;
  auto lane = opened(ground.settings());
  {
    const FullDisk full(40);
    append(lane, 1, 5);
    REQUIRE(lane.drain(60s));
    CHECK_FALSE(lane.state().spool.trouble.empty());
  }
  append(lane, 6, 7);
  REQUIRE(lane.drain(60s));
  CHECK(taken(ground.server) == numbers(1, 7));
  CHECK(lane.state().spool.trouble.empty());
}

TEST_CASE("push lane: how it goes is told as readings of the push", "[probes][sinks]") {
  PushState state;
  state.samples_delivered = 100;
  state.samples_refused = 3;
  state.attempts_failed = 4;
  state.spool.waiting_samples = 50;
  state.spool.oldest_age = 90s;
  state.spool.disk_bytes = 4096;
  state.spool.too_many.samples = 1;
  state.spool.too_old.samples = 20;
  state.spool.damaged.samples = 300;
  std::map<std::string, double> told;
  for (const auto& sample : push_readings(state, 7, kClock.now())) {
    CHECK(sample.device == 7);
    told[std::string(sample.metric->name)] = as_double(sample.reading);
  }
  CHECK(told == std::map<std::string, double>{{"push_samples_delivered_total", 100},
                                              {"push_samples_refused_total", 3},
                                              {"push_samples_lost_total", 321},
                                              {"push_samples_waiting", 50},
                                              {"push_oldest_waiting_seconds", 90},
                                              {"push_spool_bytes", 4096},
                                              {"push_attempts_failed_total", 4},
                                              {"push_spool_takes", 1}});
  state.spool.trouble = "no space left on device";
  CHECK(as_double(push_readings(state, 7, kClock.now()).back().reading) == 0);
}
