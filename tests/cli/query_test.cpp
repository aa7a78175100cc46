#include "cli/query.h"

#include <sstream>

#include <catch2/catch.hpp>

#include "schemas/json/strict_json.h"
#include "tests/support/memory_telemetry.h"
#include "tests/support/sample_maker.h"

using namespace rackproof;
using testing::at_second;

namespace {

struct Asked {
  ExitCode code = ExitCode::failed;
  std::string output;
  std::string complaints;
};

/// A card that was read for three minutes.
class Card {
 public:
  Card() {
    source.add(StoredMetric{"temperature_celsius", "Cel", "gauge"});
    source.add(StoredMetric{"memory_ecc_correctable_total", "1", "counter"});
    for (int i = 0; i < 180; ++i) {
      source[{"node/card:0", "temperature_celsius"}].push_back({at_second(i), 40.0 + i});
      source[{"node/card:0", "memory_ecc_correctable_total"}].push_back(
          {at_second(i), std::int64_t{i / 60}});
    }
  }

  Asked ask(const QueryOrder& order, double now = 180) {
    std::ostringstream output;
    std::ostringstream complaints;
    const auto code = run_query(source, order, at_second(now), output, complaints);
    return {code, output.str(), complaints.str()};
  }

  testing::MemoryTelemetry source;
};

QueryOrder heat() {
  QueryOrder order;
  order.metrics = {"temperature_celsius"};
  order.words.step = "1m";
  return order;
}

}  // namespace

TEST_CASE("query: windows of several metrics, each by what its kind is usually asked for",
          "[cli]") {
  Card card;
  auto order = heat();
  order.metrics.emplace_back("memory_ecc_correctable_total");
  order.words.since = "3m";
  const auto asked = card.ask(order);
  CHECK(asked.code == ExitCode::done);
  CHECK(asked.complaints.empty());
  CHECK_THAT(asked.output, Catch::Contains("temperature_celsius, mean of each 1 min\n") &&
                               Catch::Contains("2026-11-21T05:18:00Z            129.5 Cel\n") &&
                               Catch::Contains("memory_ecc_correctable_total, growth of each") &&
                               Catch::Contains("2026-11-21T05:18:00Z            1\n"));
}

TEST_CASE("query: no data is no empty success, and says when there was some", "[cli]") {
  Card card;
  auto order = heat();
  const auto later = card.ask(order, 86'400);
  CHECK(later.code == ExitCode::not_pass);
  CHECK(later.complaints ==
        "rackproof query: no readings of temperature_celsius in that time; the last one was at "
        "2026-11-21T05:19:59Z\n");
  order.words.device = "node/card:9";
  CHECK(card.ask(order).complaints ==
        "rackproof query: no readings of temperature_celsius in that time on devices like "
        "'node/card:9'; no earlier one was found\n");
  // One that has some does not cover for one that has none.
  order = heat();
  order.metrics = {"temperature_celsius", "fan_speed_rpm"};
  CHECK(card.ask(order).code == ExitCode::not_pass);
}

TEST_CASE("query: a question that is wrong is told in words", "[cli]") {
  Card card;
  auto order = heat();
  order.metrics = {"temprature_celsius"};
  const auto mistyped = card.ask(order);
  CHECK(mistyped.code == ExitCode::usage);
  CHECK(mistyped.output.empty());
  CHECK(mistyped.complaints ==
        "rackproof query: no metric 'temprature_celsius' (did you mean 'temperature_celsius'?)\n");
  order = heat();
  order.words.statistic = "growth";
  CHECK(card.ask(order).code == ExitCode::usage);
  order = heat();
  order.words.step = "1ns";
  CHECK(card.ask(order).code == ExitCode::usage);
}

TEST_CASE("query: a source that fails is the tool's failure, never an empty answer", "[cli]") {
  Card card;
  card.source.break_device("node/card:0");
  const auto asked = card.ask(heat());
  CHECK(asked.code == ExitCode::failed);
  CHECK(asked.output.empty());
  CHECK(asked.complaints == "rackproof query: a chunk's checksum does not hold\n");
}

TEST_CASE("query: the last reading comes whatever its age", "[cli]") {
  Card card;
  auto order = heat();
  order.words.step.clear();
  order.last = true;
  const auto asked = card.ask(order, 86'400);
  CHECK(asked.code == ExitCode::done);
  CHECK_THAT(asked.output, Catch::Contains("2026-11-21T05:19:59Z            219 Cel\n"));
}

TEST_CASE("query: the document is one, whatever was asked", "[cli]") {
  Card card;
  auto order = heat();
  order.metrics.emplace_back("memory_ecc_correctable_total");
  order.format = QueryFormat::json;
  const auto document = parse_strict_json(card.ask(order).output);
  REQUIRE(document);
  CHECK(document->find("queries")->if_array()->size() == 2);
  order.format = QueryFormat::csv;
  CHECK(card.ask(order).output.starts_with("time,device,metric,unit,value,reason\r\n"));
}

TEST_CASE("query: of what time only summaries are kept is said beside the answer", "[cli]") {
  testing::MemoryTelemetry source;
  source.keep_instead({{{at_second(-9000), at_second(-4000)}, "nothing"},
                       {{at_second(-4000), at_second(60)}, "summaries of 1 min"}});
  source.add(StoredMetric{"temperature_celsius", "Cel", "gauge"});
  source[{"node", "temperature_celsius"}].push_back({at_second(70), 40.0});
  auto order = heat();
  order.words.since = "3m";
  std::ostringstream output;
  std::ostringstream complaints;
  CHECK(run_query(source, order, at_second(180), output, complaints) == ExitCode::done);
  CHECK(complaints.str() ==
        "rackproof query: from 2026-11-21T05:17:00Z to 2026-11-21T05:18:00Z summaries of 1 min are "
        "kept, no single readings\n");
}
