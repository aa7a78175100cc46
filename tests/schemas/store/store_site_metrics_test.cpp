#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include <catch2/catch.hpp>

#include "schemas/catalogue.h"
#include "schemas/site_metrics.h"
#include "schemas/store/store.h"
#include "tests/support/sample_maker.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using namespace rackproof::testing;

namespace {

/// Writes a store with two readings of a metric that no catalogue has; the registry of that run
/// goes with this function.
void write_run(const std::string& path) {
  SiteMetrics site;
  const auto flow = site.add({"site_coolant_flow_ratio", Unit::ratio, MetricKind::gauge,
                              "Share of the rated coolant flow."});
  REQUIRE(flow);
  auto store = Store::open(path, Store::Mode::create);
  REQUIRE(store);
  const auto devices = some_devices(2);
  REQUIRE((*store)->append(
      devices, {{1, *flow, at_second(1), 0.5},
                {1, *flow, at_second(2), Error{ErrorKind::stale, "old"}},
                {0, metrics::find("cpu_online_count"), at_second(1), std::int64_t{8}}}));
  REQUIRE((*store)->close());
}

}  // namespace

TEST_CASE("store: a metric that this release does not know is kept and read back, reasons too",
          "[schemas][store]") {
  const TempDir dir;
  const auto path = dir.at("samples.db");
  write_run(path);

  auto sealed = Store::open_immutable(path);
  REQUIRE(sealed);
  auto& store = **sealed;
  CHECK(metrics::find("site_coolant_flow_ratio") == nullptr);
  const auto stored = store.metrics();
  REQUIRE(stored);
  const auto flow = std::ranges::find(*stored, "site_coolant_flow_ratio", &StoredMetric::name);
  REQUIRE(flow != stored->end());
  CHECK(*flow == StoredMetric{"site_coolant_flow_ratio", "ratio", "gauge"});
  const auto points = store.read({"node/0", "site_coolant_flow_ratio"}, all_time());
  REQUIRE(points);
  REQUIRE(points->size() == 2);
  CHECK((*points)[0].reading == Reading(0.5));
  CHECK((*points)[1].reading == Reading(Error{ErrorKind::stale, "old"}));
}

TEST_CASE(
    "store: a run that goes on declares its site's metrics anew and writes to the same series",
    "[schemas][store]") {
  const TempDir dir;
  const auto path = dir.at("samples.db");
  write_run(path);
  SiteMetrics site;
  const auto flow = site.add({"site_coolant_flow_ratio", Unit::ratio, MetricKind::gauge,
                              "Share of the rated coolant flow."});
  REQUIRE(flow);
  auto store = Store::open(path, Store::Mode::append);
  REQUIRE(store);
  REQUIRE((*store)->append(some_devices(2), {{1, *flow, at_second(3), 0.75}}));
  REQUIRE((*store)->close());

  auto whole = Store::open(path, Store::Mode::read);
  REQUIRE(whole);
  const auto points = (*whole)->read({"node/0", "site_coolant_flow_ratio"}, all_time());
  REQUIRE(points);
  REQUIRE(points->size() == 3);
  CHECK(points->back().reading == Reading(0.75));
  CHECK((*whole)->metrics()->size() == 2);
}
