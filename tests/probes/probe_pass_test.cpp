#include "probes/probe_pass.h"

#include <catch2/catch.hpp>

#include "probes/survey.h"
#include "tests/support/fixture_host.h"
#include "tests/support/temp_dir.h"

namespace rackproof {
namespace {

/// Refuses discovery with `refusal` as often as told.
class ReluctantProbe final : public Probe {
 public:
  ReluctantProbe(ErrorKind refusal, int times) : refusal_(refusal), times_(times) {}
  [[nodiscard]] std::string_view name() const override { return "reluctant"; }
  Result<Discovery> discover() override {
    if (times_-- > 0) {
      return Error{refusal_, "no"};
    }
    return Discovery{{device_of("node/\xff", DeviceKind::sensor)}, {}, {}};
  }
  Result<ProbeReading> read() override { return ProbeReading{Samples(1), {}}; }

 private:
  ErrorKind refusal_;
  int times_;
};

/// Meets another device in each pass but the first.
class GrowingProbe final : public Probe {
 public:
  [[nodiscard]] std::string_view name() const override { return "growing"; }
  Result<Discovery> discover() override { return Discovery{devices_, {}, {}}; }
  Result<ProbeReading> read() override {
    ProbeReading reading{Samples(1), {}};
    if (passes_++ > 0) {
      devices_.push_back(device_of("node/\xff" + std::to_string(passes_), DeviceKind::sensor));
      reading.found = devices_;
    }
    return reading;
  }

 private:
  Devices devices_{device_of("node/1", DeviceKind::sensor)};
  int passes_ = 0;
};

TEST_CASE("probe_pass: a refused discovery is tried again, and then once is enough", "[probes]") {
  const testing::TempDir directory;
  const testing::FixtureHost fixture(directory.path());
  ReluctantProbe probe(ErrorKind::denied, 1);
  ProbePass pass(fixture.host(), probe);
  const auto first = pass.run();
  CHECK_FALSE(first.reading);
  CHECK_FALSE(first.over_for_good);
  const auto second = pass.run();
  REQUIRE(second.reading);
  REQUIRE(second.found);
  CHECK(second.found->front().id == "node/\\xff");
  CHECK_FALSE(pass.run().found);
}

TEST_CASE("probe_pass: what a pass meets beyond its discovery is told with it", "[probes]") {
  const testing::TempDir directory;
  const testing::FixtureHost fixture(directory.path());
  GrowingProbe probe;
  ProbePass pass(fixture.host(), probe);
  CHECK(pass.run().found->size() == 1);
  const auto second = pass.run();
  REQUIRE(second.found);
  REQUIRE(second.found->size() == 2);
  CHECK(second.found->back().id == "node/\\xff2");
  REQUIRE(second.reading);
  CHECK_FALSE(second.reading->found);
}

TEST_CASE("probe_pass: a source that is not there is over for good", "[probes]") {
  const testing::TempDir directory;
  const testing::FixtureHost fixture(directory.path());
  ReluctantProbe probe(ErrorKind::absent, 1);
  ProbePass pass(fixture.host(), probe);
  CHECK(pass.run().over_for_good);
}

}  // namespace
}  // namespace rackproof
