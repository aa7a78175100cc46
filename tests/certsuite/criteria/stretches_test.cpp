#include "certsuite/criteria/stretches.h"

#include <catch2/catch.hpp>

#include "tests/support/sample_maker.h"

namespace rackproof::criteria {
namespace {

using std::chrono::seconds;
using testing::at_second;

RunRecord resumed(std::vector<Segment> segments) {
  RunRecord record;
  record.started = at_second(0);
  record.finished = at_second(100);
  record.segments = std::move(segments);
  return record;
}

TEST_CASE("stretches: a run without segments is one stretch, both ends included",
          "[certsuite][criteria]") {
  const auto stretches = stretches_of(resumed({}));
  REQUIRE(stretches.size() == 1);
  CHECK(stretches[0].range.from == at_second(0));
  CHECK(stretches[0].range.contains(at_second(100)));
  CHECK(stretches[0].end == at_second(100));
  CHECK(in_order(resumed({})));
  CHECK(unobserved_in(resumed({})).count() == 0);
}

TEST_CASE("stretches: segments of one boot are one stretch, of two boots they are two",
          "[certsuite][criteria]") {
  const auto record = resumed({{"a", at_second(0), at_second(20), "killed", {}},
                               {"a", at_second(30), at_second(50), "reboot", {}},
                               {"b", at_second(62), at_second(100), "", {}}});
  const auto stretches = stretches_of(record);
  REQUIRE(stretches.size() == 2);
  CHECK(stretches[0].range.from == at_second(0));
  CHECK(stretches[0].end == at_second(50));
  CHECK(stretches[0].range.contains(at_second(61)));  // read after it was last known to live
  CHECK(stretches[1].range.from == at_second(62));
  CHECK(unobserved_in(record) == seconds(22));
}

TEST_CASE("stretches: boots without a name are never taken for one", "[certsuite][criteria]") {
  CHECK(stretches_of(resumed({{"", at_second(0), at_second(20), "killed", {}},
                              {"", at_second(30), at_second(100), "", {}}}))
            .size() == 2);
}

TEST_CASE("stretches: segments follow one another within the run", "[certsuite][criteria]") {
  CHECK(in_order(resumed({{"a", at_second(0), at_second(20), "killed", {}},
                          {"b", at_second(20), at_second(100), "", {}}})));
  CHECK_FALSE(in_order(resumed({{"a", at_second(0), at_second(20), "killed", {}},
                                {"b", at_second(19), at_second(100), "", {}}})));
  CHECK_FALSE(in_order(resumed({{"a", at_second(0), at_second(20), "killed", {}},
                                {"b", at_second(120), at_second(130), "", {}}})));
}

}  // namespace
}  // namespace rackproof::criteria
