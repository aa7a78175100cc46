#include "probes/infiniband/infiniband_counters.h"

#include <set>

#include <catch2/catch.hpp>

#include "schemas/catalogue.h"

using namespace rackproof;

TEST_CASE("infiniband counters: every file and every metric stands once", "[probes][infiniband]") {
  std::set<const Metric*> metrics_seen;
  for (const auto rows : {infiniband::port_counters(), infiniband::extended_counters(),
                          infiniband::hardware_counters()}) {
    std::set<std::string_view> files;
    for (const auto& row : rows) {
      CAPTURE(row.file);
      CHECK(files.insert(row.file).second);
      CHECK(metrics_seen.insert(row.metric).second);
      CHECK(row.parse != nullptr);
    }
  }
}

TEST_CASE("infiniband counters: old error counters stop at their width", "[probes][infiniband]") {
  const auto stop = [](std::string_view name) { return metrics::find(name)->counter.saturates_at; };
  CHECK(stop("infiniband_symbol_errors_total") == 65535);
  CHECK(stop("infiniband_link_downed_total") == 255);
  CHECK(stop("infiniband_local_link_integrity_errors_total") == 15);
  CHECK(stop("infiniband_transmit_wait_ticks_total") == 4294967295.0);
  CHECK(stop("infiniband_receive_bytes_total") == 0);
}
