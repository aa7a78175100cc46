#include "probes/sinks/otlp.h"

#include <catch2/catch.hpp>

#include "probes/sinks/protobuf.h"
#include "schemas/catalogue.h"
#include "tests/support/otlp_reader.h"
#include "tests/support/push_server.h"

using namespace rackproof;
using namespace rackproof::testing;
using namespace std::chrono_literals;

namespace {

constexpr auto kErrors = metrics::named("memory_ecc_correctable_total");
const SystemClock kClock;

struct Ground {
  PushServer server;
  TempDir directory;

  [[nodiscard]] OtlpSettings settings() const {
    OtlpSettings settings;
    settings.target = server.target();
    settings.spool.directory = directory.at("spool");
    settings.linger = 0ms;
    return settings;
  }
  [[nodiscard]] std::unique_ptr<Otlp> sink() const {
    auto made = make_otlp(settings(), kClock);
    REQUIRE(made);
    return *std::move(made);
  }
};

Devices one_device() {
  Devices devices(1);
  devices[0].id = "node";
  return devices;
}

Samples numbered(std::int64_t number) {
  return {{0, kErrors, UtcTime(std::chrono::seconds(1795238220 + number)), number}};
}

/// The counts that a collector would have kept.
std::vector<double> arrived(const PushServer& server) {
  std::vector<double> all;
  for (const auto& request : server.requests()) {
    for (const auto& point : read_otlp_request(request.body)) {
      if (request.taken && point.metric == "hw.errors") {
        all.push_back(point.number());
      }
    }
  }
  return all;
}

}  // namespace

TEST_CASE("OTLP: what is handed in arrives in order over an outage and a restart",
          "[probes][sinks]") {
  Ground ground;
  {
    auto sink = ground.sink();
    REQUIRE(sink->append(one_device(), numbered(1)));
    REQUIRE(sink->append(Events{}));
    REQUIRE(sink->drain(60s));
    ground.server.kill();
    REQUIRE(sink->append(one_device(), numbered(2)));
    REQUIRE(sink->commit());
  }
  auto sink = ground.sink();
  REQUIRE(sink->append(one_device(), numbered(3)));
  ground.server.start();
  REQUIRE(sink->drain(60s));
  CHECK(arrived(ground.server) == std::vector<double>{1, 2, 3});
  const auto requests = ground.server.requests();
  CHECK(requests.front().headers.at("content-type") == "application/x-protobuf");
  CHECK(requests.front().headers.count("content-encoding") == 0);
}

TEST_CASE("OTLP: 503 is tried again, 500 and 400 are given up and counted", "[probes][sinks]") {
  const Ground ground;
  ground.server.rules(R"([{"skip": 0, "times": 1, "do": "status", "status": 503},
                          {"skip": 1, "times": 1, "do": "status", "status": 500},
                          {"skip": 1, "times": 1, "do": "status", "status": 400}])");
  auto sink = ground.sink();
  for (const std::int64_t number : {1, 2, 3, 4}) {
    REQUIRE(sink->append(one_device(), numbered(number)));
  }
  REQUIRE(sink->drain(60s));
  CHECK(statuses(ground.server) == std::vector<int>{503, 204, 500, 400, 204});
  CHECK(arrived(ground.server) == std::vector<double>{1, 4});
  CHECK(sink->state().requests_refused == 2);
  CHECK(sink->state().attempts_failed == 1);
}

TEST_CASE("OTLP: points that a collector took not, though it said 200, are counted",
          "[probes][sinks]") {
  std::string partial;
  protobuf::put_varint(partial, 1, 1);
  protobuf::put_bytes(partial, 2, "too old");
  std::string body;
  protobuf::put_bytes(body, 1, partial);
  HttpAnswer answer;
  answer.status = 200;
  answer.body = body;
  const auto verdict = judge_otlp(answer, kClock.now());
  CHECK(verdict.outcome == PushOutcome::delivered);
  CHECK(verdict.samples_refused == 1);
  CHECK(verdict.words == "too old");
  answer.body = "OK, thank you";
  CHECK(judge_otlp(answer, kClock.now()).samples_refused == 0);
  answer.body.clear();
  CHECK(judge_otlp(answer, kClock.now()).outcome == PushOutcome::delivered);
}

TEST_CASE("OTLP: attributes of the resource that are taken or twice there are refused",
          "[probes][sinks]") {
  const Ground ground;
  for (const auto& resource : std::vector<std::vector<OtlpAttribute>>{
           {{"service.name", "x"}}, {{"a", "1"}, {"a", "2"}}, {{"", "x"}}}) {
    auto settings = ground.settings();
    settings.resource = resource;
    CHECK_FALSE(make_otlp(settings, kClock));
  }
}
