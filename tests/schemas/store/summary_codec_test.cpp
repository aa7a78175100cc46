#include "schemas/store/summary_codec.h"

#include <catch2/catch.hpp>

#include "tests/support/sample_maker.h"

namespace rackproof::store {
namespace {

Summaries wild(testing::SampleMaker& maker) {
  Columns columns;
  for (std::uint32_t metric = 1; metric <= 8; ++metric) {
    const auto place = columns.add_column(3 * metric);
    const bool counts = maker.below(2) == 0;
    for (std::uint64_t i = 0; i <= maker.below(300); ++i) {
      const auto value = static_cast<std::int64_t>(maker.below(UINT64_MAX) >> maker.below(64));
      const auto second = testing::at_second(static_cast<double>(i));
      columns.add(place,
                  {second, counts ? Reading(value) : Reading(static_cast<double>(value) / 8)});
      if (maker.below(90) == 0) {
        columns.add(place, {second, Error{ErrorKind::stale, ""}});
      }
    }
  }
  return summarise(columns, [](std::uint32_t metric) { return metric % 2 == 0; });
}

TEST_CASE("summary codec: summaries come back to the bit", "[schemas][store]") {
  testing::SampleMaker maker(21);
  for (int round = 0; round < 100; ++round) {
    const auto summaries = wild(maker);
    const auto back = read_summaries(write_summaries(summaries));
    REQUIRE(back);
    CHECK(*back == summaries);
  }
  CHECK(read_summaries(write_summaries({}))->empty());
}

TEST_CASE("summary codec: a column that never changes takes a few bytes", "[schemas][store]") {
  Columns columns;
  for (std::uint32_t metric = 1; metric <= 100; ++metric) {
    const auto place = columns.add_column(metric);
    for (int second = 0; second < 600; ++second) {
      columns.add(place, {testing::at_second(second), 0.5});
    }
  }
  const auto summaries = summarise(columns, [](std::uint32_t) { return false; });
  CHECK(write_summaries(summaries).size() < 100 * 6);
}

TEST_CASE("summary codec: torn and turned summaries fail or end", "[schemas][store]") {
  testing::SampleMaker maker(22);
  for (int round = 0; round < 60; ++round) {
    const auto bytes = write_summaries(wild(maker));
    for (int turn = 0; turn < 30; ++turn) {
      auto turned = bytes;
      turned[maker.below(turned.size())] ^= static_cast<char>(1 << maker.below(8));
      const auto read = read_summaries(turned);
      CHECK((read || read.error().kind == ErrorKind::malformed));
    }
  }
  CHECK_FALSE(read_summaries(""));
  CHECK_FALSE(read_summaries(std::string_view("\x02\x00", 2)));
  CHECK_FALSE(read_summaries(std::string_view("\x01\x02", 2)));
}

}  // namespace
}  // namespace rackproof::store
