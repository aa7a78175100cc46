#include "probes/pcie/aer_parse.h"

#include <string>

#include <catch2/catch.hpp>

using namespace rackproof;
using pcie::AerSeverity;

namespace {

/// "metric=count " for each, in order.
std::string summary(std::string_view text, AerSeverity severity) {
  const auto counts = pcie::parse_aer(text, severity);
  INFO((counts ? std::string() : counts.error().message));
  REQUIRE(counts);
  std::string shown;
  for (const auto& [metric, count] : *counts) {
    shown += std::string(metric->name) + "=" + std::to_string(count) + " ";
  }
  return shown;
}

}  // namespace

TEST_CASE("aer: each name is a metric, and the total is the kernel's own", "[probes][pcie]") {
  CHECK(summary("RxErr 2\nBadTLP 0\nTOTAL_ERR_COR 7\n", AerSeverity::correctable) ==
        "pcie_aer_correctable_rxerr_total=2 pcie_aer_correctable_badtlp_total=0 "
        "pcie_aer_correctable_total=7 ");
  CHECK(summary("DLP 1\nCmpltTO 3\nTOTAL_ERR_NONFATAL 4", AerSeverity::nonfatal) ==
        "pcie_aer_nonfatal_dlp_total=1 pcie_aer_nonfatal_cmpltto_total=3 "
        "pcie_aer_nonfatal_total=4 ");
  CHECK(summary("ECRC 1\nTOTAL_ERR_FATAL 1", AerSeverity::fatal) ==
        "pcie_aer_fatal_ecrc_total=1 pcie_aer_fatal_total=1 ");
}

TEST_CASE("aer: the long names of old kernels, RELAY_NUM included, are the same metrics",
          "[probes][pcie]") {
  CHECK(summary("Receiver Error 2\nRELAY_NUM Rollover 3\nTOTAL_ERR_COR 5",
                AerSeverity::correctable) ==
        "pcie_aer_correctable_rxerr_total=2 pcie_aer_correctable_rollover_total=3 "
        "pcie_aer_correctable_total=5 ");
  CHECK(summary("Surprise Down Error 1\nTOTAL_ERR_FATAL 1", AerSeverity::fatal) ==
        "pcie_aer_fatal_sdes_total=1 pcie_aer_fatal_total=1 ");
}

TEST_CASE("aer: a total under the wrong name is still the total of its file", "[probes][pcie]") {
  CHECK(summary("DLP 31\nTOTAL_ERR_FATAL 48", AerSeverity::nonfatal) ==
        "pcie_aer_nonfatal_dlp_total=31 pcie_aer_nonfatal_total=48 ");
}

TEST_CASE("aer: names of a later kernel are counted together, not lost", "[probes][pcie]") {
  CHECK(summary("NewErr 2\nNewerErr 3\nTOTAL_ERR_COR 5", AerSeverity::correctable) ==
        "pcie_aer_correctable_total=5 pcie_aer_correctable_other_total=5 ");
}

TEST_CASE("aer: a file cut short or with a bad line is no count at all", "[probes][pcie]") {
  for (const auto* text :
       {"", "RxErr 2\n", "RxErr\nTOTAL_ERR_COR 0", "RxErr -1\nTOTAL_ERR_COR 0",
        "RxErr 1x\nTOTAL_ERR_COR 0", " 5\nTOTAL_ERR_COR 0", "RxErr 2\n\nTOTAL_ERR_COR 2"}) {
    CAPTURE(text);
    const auto counts = pcie::parse_aer(text, AerSeverity::correctable);
    REQUIRE_FALSE(counts);
    CHECK(counts.error().kind == ErrorKind::malformed);
  }
  CHECK(pcie::parse_aer("A 9223372036854775807\nB 1\nTOTAL_ERR_COR 0", AerSeverity::correctable)
            .error()
            .kind == ErrorKind::out_of_range);
}
