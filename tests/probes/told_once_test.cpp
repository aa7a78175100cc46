#include "probes/redfish/told_once.h"

#include <catch2/catch.hpp>

using namespace rackproof::redfish;

namespace {

BmcEvent event(const std::string& message, const std::string& entry = "") {
  BmcEvent made;
  made.stamp = "2026-01-01T00:00:00.000000000Z";
  made.message_id = "A.1.0.B";
  made.message = message;
  made.entry = entry;
  return made;
}

}  // namespace

TEST_CASE("told once: whichever of log and stream comes first tells it", "[probes][redfish]") {
  ToldOnce told;
  CHECK(told.is_news_of_log(event("a", "/1")));
  CHECK_FALSE(told.is_news_of_stream(event("a")));
  CHECK(told.is_news_of_stream(event("b", "/2")));
  CHECK_FALSE(told.is_news_of_log(event("b", "/2")));
}

TEST_CASE("told once: two entries that are alike stay two", "[probes][redfish]") {
  ToldOnce told;
  CHECK(told.is_news_of_stream(event("a")));
  CHECK_FALSE(told.is_news_of_log(event("a", "/1")));
  CHECK(told.is_news_of_log(event("a", "/2")));
}

TEST_CASE("told once: a stream that begins anew with what it said tells nothing twice",
          "[probes][redfish]") {
  ToldOnce told;
  told.stream_is_opened();
  CHECK(told.is_news_of_stream(event("a")));
  CHECK(told.is_news_of_stream(event("b")));
  told.stream_is_opened();
  CHECK_FALSE(told.is_news_of_stream(event("a")));
  CHECK_FALSE(told.is_news_of_log(event("a", "/1")));
  told.stream_is_opened();
  CHECK_FALSE(told.is_news_of_stream(event("a")));
  CHECK_FALSE(told.is_news_of_stream(event("b")));
  CHECK(told.is_news_of_stream(event("c")));
}

TEST_CASE("told once: what a stream says twice happened twice, and is repeated twice",
          "[probes][redfish]") {
  ToldOnce told;
  CHECK(told.is_news_of_stream(event("a")));
  CHECK(told.is_news_of_stream(event("a")));
  told.stream_is_opened();
  CHECK_FALSE(told.is_news_of_stream(event("a")));
  CHECK_FALSE(told.is_news_of_stream(event("a")));
  CHECK(told.is_news_of_stream(event("a")));
}

TEST_CASE("told once: a stream that has said something new repeats nothing any more",
          "[probes][redfish]") {
  ToldOnce told;
  CHECK(told.is_news_of_stream(event("a")));
  told.stream_is_opened();
  CHECK(told.is_news_of_stream(event("b")));
  CHECK(told.is_news_of_stream(event("a")));
}

TEST_CASE("told once: two parts that fail in one second with one message are two events",
          "[probes][redfish]") {
  auto one = event("fan failed");
  one.origin = "/redfish/v1/Chassis/1/Fans/1";
  auto other = one;
  other.origin = "/redfish/v1/Chassis/1/Fans/2";
  ToldOnce told;
  CHECK(told.is_news_of_stream(one));
  CHECK(told.is_news_of_stream(other));
  told.stream_is_opened();
  CHECK_FALSE(told.is_news_of_stream(one));
  CHECK_FALSE(told.is_news_of_stream(other));
  one.entry = "/1";
  other.entry = "/2";
  CHECK_FALSE(told.is_news_of_log(other));
  CHECK_FALSE(told.is_news_of_log(one));
}

TEST_CASE("told once: what stood in the log before is no news of a stream", "[probes][redfish]") {
  ToldOnce told;
  told.remember(event("old", "/1"));
  CHECK_FALSE(told.is_news_of_stream(event("old")));
  CHECK(told.is_news_of_stream(event("new")));
}

TEST_CASE("told once: only the last thousand are remembered", "[probes][redfish]") {
  ToldOnce told;
  for (std::size_t i = 0; i <= ToldOnce::kMost; ++i) {
    CHECK(told.is_news_of_stream(event(std::to_string(i))));
  }
  CHECK(told.is_news_of_log(event("0", "/0")));
  CHECK_FALSE(told.is_news_of_log(event("1", "/1")));
}
