#include "probes/sample_queue.h"

#include <catch2/catch.hpp>

namespace rackproof {
namespace {

Sample of(DeviceHandle device) {
  Sample sample;
  sample.device = device;
  return sample;
}

TEST_CASE("sample_queue: what goes in comes out in order, as one batch", "[probes]") {
  SampleQueue queue(10);
  CHECK(queue.empty());
  CHECK(queue.push({{of(1), of(2)}, {}}));
  CHECK(queue.push({{of(3)}, Events(1)}));
  CHECK(queue.pushed() == 2);
  const auto batch = queue.take_all();
  REQUIRE(batch.samples.size() == 3);
  CHECK(batch.samples[2].device == 3);
  CHECK(batch.events.size() == 1);
  CHECK(queue.empty());
}

TEST_CASE("sample_queue: an empty batch is nothing to wait for", "[probes]") {
  SampleQueue queue(1);
  CHECK(queue.push({}));
  CHECK(queue.empty());
  CHECK(queue.pushed() == 0);
}

TEST_CASE("sample_queue: the limit itself fits, one more does not and is counted", "[probes]") {
  SampleQueue queue(3);
  CHECK(queue.push({Samples(3), {}}));
  CHECK_FALSE(queue.push({Samples(1), {}}));
  CHECK(queue.dropped() == 1);
  CHECK(queue.take_all().samples.size() == 3);
  CHECK(queue.push({Samples(2), Events(1)}));
  CHECK(queue.pushed() == 2);
}

}  // namespace
}  // namespace rackproof
