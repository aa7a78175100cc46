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

TEST_CASE("probe_pass: a source that is not there is over for good", "[probes]") {
  const testing::TempDir directory;
  const testing::FixtureHost fixture(directory.path());
  ReluctantProbe probe(ErrorKind::absent, 1);
  ProbePass pass(fixture.host(), probe);
  CHECK(pass.run().over_for_good);
}

}  // namespace
}  // namespace rackproof
