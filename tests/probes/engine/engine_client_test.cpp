#include "probes/engine/engine_client.h"

#include <catch2/catch.hpp>

#include "probes/engine/engine_source.h"
#include "schemas/series_query.h"
#include "tests/support/filled_engine.h"
#include "tests/support/redfish_server.h"

namespace rackproof::engine {
namespace {

using testing::RedfishServer;
using testing::RedfishServerSettings;

/// A server that answers what the rules say, and 404 else.
RedfishServer plain_server() {
  RedfishServerSettings settings;
  settings.tls = false;
  return RedfishServer(settings);
}

EngineSettings at(const RedfishServer& server) {
  EngineSettings settings;
  settings.url = server.origin();
  return settings;
}

std::string rule(const std::string& path, const std::string& what) {
  return R"([{"path": ")" + path + R"(", )" + what + "}]";
}

Error refusal(const RedfishServer& server) {
  const auto source = EngineSource::open(at(server));
  REQUIRE_FALSE(source);
  return source.error();
}

TEST_CASE("engine client: what is no engine is told at once", "[probes][engine]") {
  const auto server = plain_server();
  server.rules(rule("*", R"("do": "status", "status": 404)"));
  CHECK(refusal(server).kind == ErrorKind::unsupported);
  server.rules(rule("/api/v1/query*", R"("do": "body", "body": "<html>hello</html>")"));
  CHECK(refusal(server).kind == ErrorKind::malformed);
  server.rules(rule("/api/v1/query*", R"("do": "garbage")"));
  CHECK_FALSE(refusal(server).message.empty());
  server.rules(rule("/api/v1/query*", R"("do": "drop")"));
  CHECK_FALSE(refusal(server).message.empty());
  server.rules(rule("/api/v1/query*", R"("do": "cut")"));
  CHECK_FALSE(refusal(server).message.empty());
  EngineSettings nonsense;
  nonsense.url = "victoria:8428";
  CHECK(EngineSource::open(nonsense).error().kind == ErrorKind::malformed);
}

TEST_CASE("engine client: a refusal is told with its status and the engine's words",
          "[probes][engine]") {
  const auto server = plain_server();
  server.rules(rule("/api/v1/query*", R"("do": "body", "status": 422, "body":
      "{\"status\":\"error\",\"error\":\"too many samples\"}")"));
  const auto why = refusal(server);
  CHECK(why.kind == ErrorKind::io);
  CHECK(why.message == server.origin() + "/api/v1/query: HTTP 422: too many samples");
  server.rules(rule("/api/v1/query*", R"("do": "status", "status": 401)"));
  CHECK(refusal(server).kind == ErrorKind::denied);
  server.rules(rule("/api/v1/query*", R"("do": "status", "status": 503)"));
  CHECK(refusal(server).kind == ErrorKind::timed_out);
}

TEST_CASE("engine client: an engine that does not come to an end is left when patience ends",
          "[probes][engine]") {
  const auto server = plain_server();
  server.rules(rule("/api/v1/query*", R"("do": "hang")"));
  auto settings = at(server);
  settings.patience = std::chrono::milliseconds(200);
  const auto source = EngineSource::open(settings);
  REQUIRE_FALSE(source);
  CHECK(source.error().kind == ErrorKind::timed_out);
}

TEST_CASE("engine client: an answer that is too long is asked for in halves, and is whole",
          "[probes][engine]") {
  testing::FilledSeries heat{{{"__name__", "rackproof_temperature_celsius"}, {"device", "a"}}, {}};
  constexpr std::int64_t kStart = 1'736'899'200'000;  // 2025-01-15T00:00:00Z
  for (int i = 0; i < 3000; ++i) {
    heat.samples.emplace_back(kStart + i * 100, i);
  }
  const testing::FilledEngine filled(testing::FilledEngine::Make::victoria_metrics, {heat});
  auto settings = filled.settings();
  settings.answer_limit = 40'000;  // the whole would be some 70 kB
  auto client = EngineClient::open(settings);
  REQUIRE(client);
  const auto samples =
      client->samples(values_of("temperature_celsius", ""), {kStart, kStart + 299'999}, 1);
  INFO((samples ? "" : samples.error().message));
  REQUIRE(samples);
  REQUIRE(samples->size() > 1);
  int next = 0;
  for (const auto& piece : *samples) {
    for (const auto& point : piece.points) {
      CHECK(point.at_ms == kStart + next * 100);
      CHECK(point.value == next);
      ++next;
    }
  }
  CHECK(next == 3000);
  settings.answer_limit = 2000;  // less than a minute of it: nothing is left out in silence
  auto narrow = EngineClient::open(settings);
  REQUIRE(narrow);
  const auto refused =
      narrow->samples(values_of("temperature_celsius", ""), {kStart, kStart + 299'999}, 1);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == ErrorKind::out_of_range);
}

const std::string kOne =
    R"({\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{},)"
    R"(\"value\":[1200,\"3\"]}]}})";

TEST_CASE("engine client: Prometheus before and since 3.0 count windows' ends differently",
          "[probes][engine]") {
  const auto server = plain_server();
  const std::string no_metricsql =
      R"({"path": "/api/v1/query*union*", "do": "status", "status": 400}, )";
  server.rules("[" + no_metricsql + R"({"path": "/api/v1/query*", "do": "body", "body": ")" + kOne +
               "\"}]");
  auto old = EngineClient::open(at(server));
  REQUIRE(old);
  CHECK(old->dialect().closed_on_the_left);
  CHECK_FALSE(old->dialect().metricsql);
  auto two = kOne;
  two.replace(two.find("\\\"3\\\""), 5, "\\\"2\\\"");
  server.rules("[" + no_metricsql + R"({"path": "/api/v1/query*", "do": "body", "body": ")" + two +
               "\"}]");
  auto later = EngineClient::open(at(server));
  REQUIRE(later);
  CHECK_FALSE(later->dialect().closed_on_the_left);
}

TEST_CASE("engine client: an engine that fails half way through an answer fails the answer",
          "[probes][engine]") {
  const auto server = plain_server();
  const std::string series =
      R"({"path": "/api/v1/series*", "do": "body", "body": )"
      R"("{\"status\":\"success\",\"data\":[{\"__name__\":\"rackproof_temperature_celsius\",)"
      R"(\"device\":\"node\"}]}"})";
  const std::string good = R"({"path": "/api/v1/query?*", "do": "body", "body": ")" + kOne + "\"}";
  SeriesQuery query;
  query.metric = "temperature_celsius";
  query.range = {UtcTime{std::chrono::hours(1)}, UtcTime{std::chrono::hours(2)}};
  query.step = std::chrono::minutes(1);
  const StoredMetric metric{"temperature_celsius", "Cel", "gauge"};
  for (const auto* fault : {R"("do": "drop")", R"("do": "cut")", R"("do": "garbage")",
                            R"("do": "status", "status": 500)",
                            R"("do": "body", "body": "{\"status\":\"success\"}")"}) {
    INFO(fault);
    server.rules("[" + series + "," + good + "]");
    auto source = EngineSource::open(at(server));
    REQUIRE(source);
    server.rules("[" + series + R"(,{"path": "/api/v1/query_range*", )" + fault + "}]");
    const auto answer = ask(**source, query, metric);
    REQUIRE_FALSE(answer);
    CHECK_FALSE(answer.error().message.empty());
  }
}

}  // namespace
}  // namespace rackproof::engine
