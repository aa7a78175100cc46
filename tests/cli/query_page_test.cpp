#include "cli/query_page.h"

#include <catch2/catch.hpp>

#include "cli/columns.h"
#include "schemas/text.h"
#include "tests/support/sample_maker.h"

using namespace rackproof;
using testing::at_second;

namespace {

QueryAnswer heat() {
  QueryAnswer answer;
  answer.metric = {"temperature_celsius", "Cel", "gauge"};
  answer.query.metric = answer.metric.name;
  answer.query.range = {at_second(0), at_second(240)};
  answer.query.step = std::chrono::minutes(1);
  answer.query.statistic = Statistic::p99;
  AnsweredSeries series{"node/card:0", answer.metric.name, "Cel"};
  const Error denied{ErrorKind::denied, "/sys/x: permission denied"};
  series.points = {{at_second(0), 47.123456789},
                   {at_second(60), denied},
                   {at_second(120), denied},
                   {at_second(180), std::int64_t{7}}};
  answer.series = {series};
  return answer;
}

}  // namespace

TEST_CASE("query page: every value has its unit, and a stretch of one reason is one line",
          "[cli]") {
  CHECK(query_text(heat()) ==
        "temperature_celsius, p99 of each 1 min\n"
        "2026-11-21T05:17:00Z to 2026-11-21T05:21:00Z, times in UTC\n"
        "\n"
        "node/card:0\n"
        "  2026-11-21T05:17:00Z            47.1235 Cel\n"
        "  2026-11-21T05:18:00Z            - denied: /sys/x: permission denied (2 times)\n"
        "  2026-11-21T05:20:00Z            7 Cel\n");
}

TEST_CASE("query page: no line is over 80 columns, and none drives the terminal", "[cli]") {
  auto answer = heat();
  answer.series[0].device = std::string(100, 'x') + "\x1b[2J";
  answer.series[0].points[1].reading = Error{ErrorKind::io, std::string(300, 'y') + "\x1b[2J"};
  answer.series[0].points[0].taken_at = at_second(0.123456789);
  const auto text = query_text(answer);
  CHECK(text.find('\x1b') == std::string::npos);
  for (const auto line : lines(text)) {
    CHECK(columns_of(line) <= kColumns);
  }
}

TEST_CASE("query page: a group tells how many it is made of and how many are silent", "[cli]") {
  auto answer = heat();
  answer.query.group = {Grouping::level, 0};
  answer.series[0].device = "";
  answer.series[0].members = 16;
  answer.series[0].silent = 1;
  CHECK(query_text(answer).find("\n(all), 16 devices, 1 silent\n") != std::string::npos);
  answer.query.group = {Grouping::position};
  CHECK(query_text(answer).find("\n(no position), 16 devices, 1 silent\n") != std::string::npos);
  CHECK(query_text(answer).find(", p99 of each 1 min, by position\n") != std::string::npos);
}

TEST_CASE("query page: a last reading's head asks for no time", "[cli]") {
  auto answer = heat();
  answer.last = true;
  CHECK(query_text(answer).starts_with(
      "temperature_celsius, the last reading of each series, times in UTC\n\n"));
}

TEST_CASE("query page: comma-separated numbers are exact, and texts cannot break a line", "[cli]") {
  auto answer = heat();
  answer.series[0].device = "node/a,\"b\"";
  CHECK(query_csv({answer}) ==
        "time,device,metric,unit,value,reason\r\n"
        "2026-11-21T05:17:00Z,\"node/a,\"\"b\"\"\",temperature_celsius,Cel,47.123456789,\r\n"
        "2026-11-21T05:18:00Z,\"node/a,\"\"b\"\"\",temperature_celsius,Cel,,denied: /sys/x: "
        "permission denied\r\n"
        "2026-11-21T05:19:00Z,\"node/a,\"\"b\"\"\",temperature_celsius,Cel,,denied: /sys/x: "
        "permission denied\r\n"
        "2026-11-21T05:20:00Z,\"node/a,\"\"b\"\"\",temperature_celsius,Cel,7,\r\n");
}

TEST_CASE("query page: stamps keep the decimals that say something", "[cli]") {
  CHECK(short_utc(at_second(0)) == "2026-11-21T05:17:00Z");
  CHECK(short_utc(at_second(10.25)) == "2026-11-21T05:17:10.25Z");
}
