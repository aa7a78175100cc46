#include "schemas/query_words.h"

#include <catch2/catch.hpp>

#include "tests/support/sample_maker.h"

namespace rackproof {
namespace {

using testing::at_second;
using namespace std::chrono_literals;

const StoredMetric kHeat{"temperature_celsius", "Cel", "gauge"};
const StoredMetric kErrors{"memory_ecc_correctable_total", "1", "counter"};

std::string complaint(const QueryWords& words, const StoredMetric& metric = kHeat) {
  const auto query = read_query(words, metric, at_second(0));
  REQUIRE_FALSE(query);
  CHECK(query.error().kind == ErrorKind::malformed);
  return query.error().message;
}

TEST_CASE("query words: nothing given is the readings of the last hour of every device",
          "[schemas]") {
  const auto query = read_query({}, kHeat, at_second(0));
  REQUIRE(query);
  CHECK(query->device == "*");
  CHECK(query->range.from == at_second(-3600));
  CHECK(query->range.to == at_second(0));
  CHECK(query->step == 0s);
}

TEST_CASE("query words: everything given is what is asked", "[schemas]") {
  QueryWords words;
  words.device = "node/card:*";
  words.from = "2026-11-21T05:00:00Z";
  words.to = "2026-11-21T05:17:00.5Z";
  words.step = "1.5m";
  words.statistic = "p99";
  words.group = "level:2";
  const auto query = read_query(words, kHeat, at_second(9999));
  REQUIRE(query);
  CHECK(query->range.from == at_second(-1020));
  CHECK(query->range.to == at_second(0.5));
  CHECK(query->step == 90s);
  CHECK(query->statistic == Statistic::p99);
  CHECK(query->group == GroupBy{Grouping::level, 2});
  words.from = "1795237200000";  // the same in milliseconds
  CHECK(read_query(words, kHeat, at_second(0))->range.from == at_second(-1020));
}

TEST_CASE("query words: since counts back from the end that is given", "[schemas]") {
  QueryWords words;
  words.since = "2d";
  words.to = "2026-11-21T05:17:00Z";
  CHECK(time_asked(words, at_second(9999))->from == at_second(-172'800));
  words.since = "99999d";  // as far back as there is time
  CHECK(time_asked(words, at_second(0))->from == UtcTime{});
}

TEST_CASE("query words: a window is asked for what its metric's kind usually is", "[schemas]") {
  QueryWords words;
  words.step = "1m";
  CHECK(read_query(words, kHeat, at_second(0))->statistic == Statistic::mean);
  CHECK(read_query(words, kErrors, at_second(0))->statistic == Statistic::growth);
}

TEST_CASE("query words: what cannot be read is told with the place where it stands", "[schemas]") {
  CHECK(complaint({.since = "1h", .from = "0"}) == "since and from exclude each other");
  CHECK(complaint({.since = "yesterday"}).find("since: expected a time") == 0);
  CHECK(complaint({.since = "1e300d"}).find("since: ") == 0);
  CHECK(complaint({.from = "2026-11-21"}).find("from: expected a UTC time") == 0);
  CHECK(complaint({.to = "99999999999999999999"}).find("to: ") == 0);
  CHECK(complaint({.to = "9999999999999999"}).find("to: no such time") == 0);
  CHECK(complaint({.step = "1 minute"}).find("step: ") == 0);
  CHECK(complaint({.step = "1m", .statistic = "medain"}) ==
        "no statistic 'medain' (did you mean 'median'?)");
  CHECK(complaint({.statistic = "p99"}) == "a statistic is one of windows: give a step");
  CHECK(complaint({.step = "1m", .group = "rack"}).find("group: expected device") == 0);
  CHECK(complaint({.step = "1m", .statistic = "rate"}).find("rate is asked of counters") == 0);
  CHECK(complaint({.from = "2026-11-22T00:00:00Z"}).find("the time asked for is empty") == 0);
}

}  // namespace
}  // namespace rackproof
