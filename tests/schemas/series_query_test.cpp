#include "schemas/series_query.h"

#include <catch2/catch.hpp>

#include "tests/support/memory_telemetry.h"
#include "tests/support/sample_maker.h"

namespace rackproof {
namespace {

using testing::at_second;
using testing::MemoryTelemetry;
using namespace std::chrono_literals;

const StoredMetric kHeat{"temperature_celsius", "Cel", "gauge"};
const StoredMetric kErrors{"memory_ecc_correctable_total", "1", "counter"};

/// Two cards in slots, each with a core, and the node itself: three minutes of one reading each.
struct TwoCards {
  TwoCards() {
    source.add(kHeat);
    source.add(kErrors);
    add("node", "", "", 1);
    add("node/card:0", "node", "slot 4", 10);
    add("node/card:0/core:0", "node/card:0", "", 20);
    add("node/card:1", "node", "slot 5", 30);
    add("node/card:1/core:0", "node/card:1", "", 40);
  }

  void add(const std::string& id, const std::string& parent, const std::string& position,
           double value) {
    Device device;
    device.id = id;
    device.parent = parent;
    device.position = position;
    device.kind = parent.empty() ? DeviceKind::node : DeviceKind::accelerator;
    source.add(device);
    for (int minute = 0; minute < 3; ++minute) {
      source[{id, kHeat.name}].push_back({at_second(60.0 * minute + 5), value + minute});
    }
  }

  std::vector<AnsweredSeries> answer(const SeriesQuery& query, const StoredMetric& metric = kHeat) {
    auto answered = ask(source, query, metric);
    INFO((answered ? "" : answered.error().message));
    REQUIRE(answered);
    return *answered;
  }

  MemoryTelemetry source;
};

SeriesQuery heat(std::chrono::nanoseconds step = 0s, Statistic statistic = Statistic::max) {
  SeriesQuery query;
  query.metric = kHeat.name;
  query.range = {at_second(0), at_second(180)};
  query.step = step;
  query.statistic = statistic;
  return query;
}

TEST_CASE("series query: without a step the readings come as they were taken", "[schemas]") {
  TwoCards cards;
  auto query = heat();
  query.device = "*/core:0";
  query.range.to = at_second(120);
  const auto answer = cards.answer(query);
  REQUIRE(answer.size() == 2);
  CHECK(answer[0].device == "node/card:0/core:0");
  CHECK(answer[0].unit == "Cel");
  CHECK(answer[0].points.size() == 2);
  CHECK(answer[0].points[0].taken_at == at_second(5));
}

TEST_CASE("series query: windows bear their start and say what is not there", "[schemas]") {
  TwoCards cards;
  auto query = heat(60s);
  query.device = "node";
  query.range = {at_second(61), at_second(301)};
  const auto answer = cards.answer(query);
  REQUIRE(answer.size() == 1);
  REQUIRE(answer[0].points.size() == 5);
  CHECK(answer[0].points[0].taken_at == at_second(60));
  CHECK(answer[0].points[0].reading == Reading(2.0));
  CHECK(answer[0].points[2].reading == Reading(no_reading()));
}

TEST_CASE("series query: devices are grouped by the parts of their path", "[schemas]") {
  TwoCards cards;
  auto query = heat(60s);
  query.group = {Grouping::level, 2};
  auto answer = cards.answer(query);
  REQUIRE(answer.size() == 3);
  CHECK(answer[0].device == "node");
  CHECK(answer[1].device == "node/card:0");
  CHECK(answer[1].members == 2);
  CHECK(answer[1].points[2].reading == Reading(22.0));
  query.group.level = 0;
  answer = cards.answer(query);
  REQUIRE(answer.size() == 1);
  CHECK(answer[0].device.empty());
  CHECK(answer[0].members == 5);
  CHECK(answer[0].points[2].reading == Reading(42.0));
  query.group.level = 16;
  CHECK(cards.answer(query).size() == 5);
}

TEST_CASE("series query: a part without a position has that of what it sits in", "[schemas]") {
  TwoCards cards;
  auto query = heat(60s);
  query.group = {Grouping::position};
  const auto answer = cards.answer(query);
  REQUIRE(answer.size() == 3);
  CHECK(answer[0].device.empty());  // the node: nobody said where it stands
  CHECK(answer[1].device == "slot 4");
  CHECK(answer[1].members == 2);
  CHECK(answer[2].device == "slot 5");
}

TEST_CASE("series query: a group of a node is all that sits in it, wherever its id begins",
          "[schemas]") {
  TwoCards cards;
  Device node;
  node.id = "site/rack/n7";
  cards.source.add(node);
  Device card;
  card.id = "site/rack/n7/card:0";
  card.kind = DeviceKind::accelerator;
  card.parent = node.id;
  cards.source.add(card);
  cards.source[{card.id, kHeat.name}] = {{at_second(5), 90.0}};
  cards.source[{"loose/card", kHeat.name}] = {{at_second(5), 91.0}};
  auto query = heat(60s);
  query.group = {Grouping::node};
  query.device = "*card*";
  const auto answer = cards.answer(query);
  REQUIRE(answer.size() == 3);
  CHECK(answer[0].device == "loose");  // nobody told what it sits in
  CHECK(answer[1].device == "node");
  CHECK(answer[1].members == 4);
  CHECK(answer[2].device == "site/rack/n7");
}

TEST_CASE("series query: devices that sit in each other end nothing", "[schemas]") {
  TwoCards cards;
  cards.add("x", "y", "", 1);
  cards.add("y", "x", "", 1);
  auto query = heat(60s);
  query.group = {Grouping::position};
  CHECK(cards.answer(query)[0].members == 3);
}

TEST_CASE("series query: a series that was not read in that time is no answer", "[schemas]") {
  TwoCards cards;
  cards.source[{"node/card:9", kHeat.name}] = {};
  for (const auto step : {0s, 60s}) {
    auto query = heat(step);
    query.device = "node/card:9";
    CHECK(cards.answer(query).empty());
    query.device = "*";
    CHECK(cards.answer(query).size() == 5);
    query.range = {at_second(-180), at_second(0)};
    CHECK(cards.answer(query).empty());
  }
}

TEST_CASE("series query: a rate is per second of the metric's unit, a count is a number",
          "[schemas]") {
  TwoCards cards;
  cards.source[{"node", kErrors.name}] = {{at_second(0), std::int64_t{1}},
                                          {at_second(10), std::int64_t{6}}};
  auto query = heat(60s, Statistic::rate);
  CHECK(cards.answer(query, kErrors)[0].unit == "1/s");
  CHECK(cards.answer(query, kErrors)[0].points[0].reading == Reading(0.5));
  query.statistic = Statistic::count;
  CHECK(cards.answer(query)[0].unit == "1");
}

TEST_CASE("series query: questions that make no sense are refused in words", "[schemas]") {
  const auto complaint = [](const SeriesQuery& query, const StoredMetric& metric) {
    const auto checked = check(query, metric);
    REQUIRE_FALSE(checked);
    CHECK(checked.error().kind == ErrorKind::malformed);
    return checked.error().message;
  };
  CHECK(complaint(heat(60s, Statistic::growth), kHeat) ==
        "growth is asked of counters, and temperature_celsius is a gauge");
  CHECK(complaint(heat(60s, Statistic::drift), kHeat) == "drift is asked of a run, not of windows");
  auto query = heat(60s, Statistic::last);
  CHECK(check(query, kHeat));
  query.group = {Grouping::level, 1};
  CHECK(complaint(query, kHeat).find("single devices") != std::string::npos);
  query.step = 0s;
  CHECK(complaint(query, kHeat) == "groups need windows: give a step");
  query = heat();
  query.range = {at_second(1), at_second(0)};
  CHECK(complaint(query, kHeat).find("empty") != std::string::npos);
  MemoryTelemetry source;
  CHECK(ask(source, query, kHeat).error().kind == ErrorKind::malformed);
}

TEST_CASE("series query: more windows than one answer may hold are refused before any is read",
          "[schemas]") {
  TwoCards cards;
  for (int i = 0; i < 100; ++i) {
    cards.source[{"node/more:" + std::to_string(i), kHeat.name}] = {{at_second(5), 1.0}};
  }
  const int before = cards.source.reads();
  const auto answer = ask(cards.source, heat(1ms), kHeat);
  REQUIRE_FALSE(answer);
  CHECK(answer.error().kind == ErrorKind::out_of_range);
  CHECK(answer.error().message.find("105 series of 180000 windows") == 0);
  CHECK(cards.source.reads() == before);
}

TEST_CASE("series query: a mistyped metric is told with the nearest one", "[schemas]") {
  TwoCards cards;
  CHECK(find_metric(cards.source, "temperature_celsius").value() == kHeat);
  CHECK(find_metric(cards.source, "temprature_celsius").error().message ==
        "no metric 'temprature_celsius' (did you mean 'temperature_celsius'?)");
  // Nothing of it is kept here, and yet it is a word of the catalogue.
  CHECK(find_metric(cards.source, "fan_speed_rpm").value().kind == "gauge");
  CHECK(find_metric(cards.source, "fan_sped_rpm").error().message ==
        "no metric 'fan_sped_rpm' (did you mean 'fan_speed_rpm'?)");
  CHECK(find_metric(cards.source, "qqqqqqqqqqq").error().kind == ErrorKind::absent);
}

TEST_CASE("series query: a metric of a later release is answered like any other", "[schemas]") {
  TwoCards cards;
  const StoredMetric later{"chip_dreams_total", "sheep", "counter"};
  cards.source.add(later);
  cards.source[{"node", later.name}] = {{at_second(0), std::int64_t{1}},
                                        {at_second(10), std::int64_t{6}}};
  const auto answer = cards.answer(heat(60s, Statistic::growth), later);
  REQUIRE(answer.size() == 1);
  CHECK(answer[0].unit == "sheep");
  CHECK(answer[0].points[0].reading == Reading(5.0));
}

TEST_CASE("series query: the last reading of every series, a reason included", "[schemas]") {
  TwoCards cards;
  cards.source[{"node", kErrors.name}] = {{at_second(0), Error{ErrorKind::denied, "no"}}};
  const auto all = ask_last(cards.source, {"", "*", testing::all_time()});
  REQUIRE(all);
  CHECK(all->size() == 6);
  CHECK(all->front().key == SeriesKey{"node", kErrors.name});
  CHECK_FALSE(has_value(all->front().point.reading));
  const auto some = ask_last(cards.source, {kHeat.name, "node/card:1*", testing::all_time()});
  REQUIRE(some);
  REQUIRE(some->size() == 2);
  CHECK(some->front().unit == "Cel");
  CHECK(some->front().point.reading == Reading(32.0));
}

TEST_CASE("series query: groups are written as they are read", "[schemas]") {
  for (const auto* word : {"device", "node", "position", "level:0", "level:3"}) {
    CHECK(format_group(parse_group(word).value()) == word);
  }
  CHECK(parse_group("all").value() == GroupBy{Grouping::level, 0});
  for (const auto* word : {"", "level", "level:", "level:-1", "level:17", "card"}) {
    CHECK_FALSE(parse_group(word));
  }
}

TEST_CASE("series query: a metric is usually asked for what its kind has", "[schemas]") {
  CHECK(usual_statistic(kHeat) == Statistic::mean);
  CHECK(usual_statistic(kErrors) == Statistic::growth);
  CHECK(usual_statistic({"x", "1", "state"}) == Statistic::last);
  CHECK(usual_statistic({"x", "1", "of a later release"}) == Statistic::mean);
}

}  // namespace
}  // namespace rackproof
