#include <catch2/catch.hpp>

#include "probes/factories.h"
#include "tests/support/fixture_host.h"
#include "tests/support/probe_run.h"

namespace rackproof {
namespace {

TEST_CASE("pressure: an old kernel without a full line for cpu is a reason, not 0",
          "[probes][pressure]") {
  const testing::FixtureHost fixture("old_kernel_pressure");
  const auto probe = make_pressure_probe(fixture.host());
  const testing::ProbeRun run(*probe);
  CHECK(run.value("node", "pressure_cpu_waiting_seconds_total") == Approx(14.036781));
  CHECK(run.reason("node", "pressure_cpu_stalled_seconds_total").kind == ErrorKind::unsupported);
  CHECK(run.reason("node", "pressure_io_waiting_seconds_total").kind == ErrorKind::malformed);
  CHECK(run.value("node", "pressure_memory_stalled_seconds_total") == 0);
  CHECK(run.value("node", "pressure_irq_stalled_seconds_total") == Approx(0.008494));
}

TEST_CASE("pressure: a kernel without it is absent", "[probes][pressure]") {
  const testing::FixtureHost fixture("link_down");
  CHECK(make_pressure_probe(fixture.host())->discover().error().kind == ErrorKind::absent);
}

}  // namespace
}  // namespace rackproof
