#include "probes/sinks/remote_write_codec.h"

#include <bit>
#include <cmath>

#include <catch2/catch.hpp>
#include <snappy.h>

#include "schemas/encoding.h"
#include "schemas/exposition_name.h"
#include "tests/support/write_request_reader.h"

using namespace rackproof;
using namespace rackproof::testing;

TEST_CASE("remote write codec: the bytes of the smallest request are those of the wire format",
          "[probes][sinks]") {
  std::string request;
  append_time_series(request, encode_write_labels({{"__name__", "up"}}), 1, 300);
  // timeseries { labels { name: "__name__" value: "up" } samples { value: 1 timestamp: 300 } },
  // as protoc encodes it
  CHECK(to_hex(request) ==
        "0a1e"
        "0a0e0a085f5f6e616d655f5f12027570"
        "120c"
        "09000000000000f03f"
        "10ac02");
}

TEST_CASE("remote write codec: labels stand in the order of their names", "[probes][sinks]") {
  std::string request;
  append_time_series(request,
                     encode_write_labels({{"zone", "b"}, {"__name__", "x"}, {"device", "node/0"}}),
                     0.5, 1);
  const auto read = read_plain_write_request(request);
  REQUIRE(read.size() == 1);
  CHECK(read.front().label_names == std::vector<std::string>{"__name__", "device", "zone"});
  CHECK(read.front().value == 0.5);
}

TEST_CASE("remote write codec: an empty label is no label, and a value is always UTF-8",
          "[probes][sinks]") {
  std::string request;
  append_time_series(
      request, encode_write_labels({{"__name__", "x"}, {"serial", ""}, {"device", "no\xff\n"}}), 1,
      1);
  const auto read = read_plain_write_request(request);
  CHECK(read.front().label_names == std::vector<std::string>{"__name__", "device"});
  CHECK(is_utf8(read.front().labels.at("device")));
  CHECK(read.front().labels.at("device") == "no\\xff\\x0a");
}

TEST_CASE("remote write codec: numbers and stamps of any size come back bit for bit",
          "[probes][sinks]") {
  const auto labels = encode_write_labels({{"__name__", std::string(300, 'x')}});
  for (const double value : {0.0, -0.0, 1e300, 5e-324, -1.0, 9007199254740993.0}) {
    for (const std::int64_t stamp : {std::int64_t{0}, std::int64_t{127}, std::int64_t{128},
                                     std::int64_t{1795238220123}, std::int64_t{-1}}) {
      std::string request;
      append_time_series(request, labels, value, stamp);
      const auto read = read_plain_write_request(request);
      REQUIRE(read.size() == 1);
      CHECK(std::bit_cast<std::uint64_t>(read.front().value) ==
            std::bit_cast<std::uint64_t>(value));
      CHECK(read.front().milliseconds == stamp);
    }
  }
}

TEST_CASE("remote write codec: the staleness marker keeps its bits on the way", "[probes][sinks]") {
  std::string request;
  append_time_series(request, encode_write_labels({{"__name__", "x"}}), staleness_marker(), 1);
  const auto read = read_plain_write_request(request);
  CHECK(std::isnan(read.front().value));
  CHECK(std::bit_cast<std::uint64_t>(read.front().value) == 0x7FF0000000000002U);
}

TEST_CASE("remote write codec: the block is one that snappy takes apart", "[probes][sinks]") {
  const std::string bytes(100'000, 'a');
  const auto block = snappy_block(bytes);
  CHECK(block.size() < 6000);
  std::string back;
  REQUIRE(snappy::Uncompress(block.data(), block.size(), &back));
  CHECK(back == bytes);
}

TEST_CASE("remote write codec: milliseconds are rounded down, before 1970 too", "[probes][sinks]") {
  using std::chrono::nanoseconds;
  CHECK(write_milliseconds(UtcTime(nanoseconds(1'999'999))) == 1);
  CHECK(write_milliseconds(UtcTime(nanoseconds(-1))) == -1);
}

TEST_CASE("remote write codec: a label's name is one that Prometheus takes", "[probes][sinks]") {
  CHECK(is_label_name("site"));
  CHECK(is_label_name("_row_7"));
  CHECK_FALSE(is_label_name(""));
  CHECK_FALSE(is_label_name("7th"));
  CHECK_FALSE(is_label_name("rack-1"));
  CHECK_FALSE(is_label_name("__name__"));
}
