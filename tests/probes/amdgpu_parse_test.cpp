#include "probes/amdgpu/amdgpu_parse.h"

#include <catch2/catch.hpp>

using namespace rackproof;
using namespace rackproof::amdgpu;

TEST_CASE("amdgpu ras: ue, ce and de are three counts", "[probes][amdgpu]") {
  const auto counts = parse_ras("ue: 1\nce: 20\nde: 3");
  REQUIRE(counts);
  CHECK(counts->uncorrectable == 1);
  CHECK(counts->correctable == 20);
  CHECK(counts->deferred == 3);
}

TEST_CASE("amdgpu ras: a deferred count that is not offered is not 0", "[probes][amdgpu]") {
  const auto counts = parse_ras("ue: 0\nce: 7\n");
  REQUIRE(counts);
  CHECK(counts->correctable == 7);
  CHECK_FALSE(counts->deferred.has_value());
}

TEST_CASE("amdgpu ras: 'Query currently inaccessible' is stale and not 0", "[probes][amdgpu]") {
  const auto counts = parse_ras("Query currently inaccessible");
  REQUIRE_FALSE(counts);
  CHECK(counts.error().kind == ErrorKind::stale);
}

TEST_CASE("amdgpu ras: labels mixed up as by early kernels, one of them twice, are malformed",
          "[probes][amdgpu]") {
  for (const auto* text : {"ue: 1\nce: 2\nue: 3", "ue: 1\nde: 2\nde: 3"}) {
    CAPTURE(text);
    CHECK(parse_ras(text).error().kind == ErrorKind::malformed);
  }
}

TEST_CASE("amdgpu ras: what is no count is malformed", "[probes][amdgpu]") {
  for (const auto* text : {"", "ue", "ue: N/A", "ue: -1", "xe: 1", "ue: 1\n\nce: 2", "ue 1"}) {
    CAPTURE(text);
    const auto counts = parse_ras(text);
    REQUIRE_FALSE(counts);
    CHECK(counts.error().kind == ErrorKind::malformed);
  }
}

TEST_CASE("amdgpu ras: growth by exactly 1048560 a query is a sleeping accelerator, not errors",
          "[probes][amdgpu]") {
  CHECK(is_sleeping_growth(0, 1048560));
  CHECK(is_sleeping_growth(5, 5 + 3 * 1048560));
  CHECK_FALSE(is_sleeping_growth(0, 1048559));
  CHECK_FALSE(is_sleeping_growth(0, 1048561));
  CHECK_FALSE(is_sleeping_growth(7, 7));
  CHECK_FALSE(is_sleeping_growth(1048560, 0));
}

TEST_CASE("amdgpu bad pages: each state is counted, and an empty list is none",
          "[probes][amdgpu]") {
  const auto pages = parse_bad_pages(
      "0x00000001 : 0x00001000 : R\n0x00000002 : 0x00001000 : P\n0x00000003 : 0x00001000 : R\n"
      "0x00000004 : 0x00001000 : F");
  REQUIRE(pages);
  CHECK(pages->retired == 2);
  CHECK(pages->pending == 1);
  CHECK(pages->failed == 1);
  CHECK(parse_bad_pages("").value().retired == 0);
}

TEST_CASE("amdgpu bad pages: a line that is none is malformed and no shorter list",
          "[probes][amdgpu]") {
  for (const auto* text : {"0x1 : 0x1000 : X", "0x1 : 0x1000", "0x1 : 0x1000 : RR", "x : y : R",
                           "0x1 : 0x1000 : R\nQuery currently inaccessible"}) {
    CAPTURE(text);
    CHECK(parse_bad_pages(text).error().kind == ErrorKind::malformed);
  }
}

TEST_CASE("amdgpu: busy is a share of one", "[probes][amdgpu]") {
  CHECK(std::get<double>(parse_percent("0")) == 0);
  CHECK(std::get<double>(parse_percent("93")) == 0.93);
  CHECK(std::get<Error>(parse_percent("101")).kind == ErrorKind::out_of_range);
  CHECK(std::get<Error>(parse_percent("-1")).kind == ErrorKind::out_of_range);
  CHECK(std::get<Error>(parse_percent("N/A")).kind == ErrorKind::malformed);
}

TEST_CASE("amdgpu: connectors and render nodes are no cards", "[probes][amdgpu]") {
  CHECK(is_card("card0"));
  CHECK(is_card("card12"));
  for (const auto* entry : {"card", "card0-DP-1", "renderD128", "version", "Card0"}) {
    CAPTURE(entry);
    CHECK_FALSE(is_card(entry));
  }
}

TEST_CASE("amdgpu: a unique_id of nothing, zero or all ones tells no sockets apart",
          "[probes][amdgpu]") {
  CHECK(is_identity("4f2a8c19d3e07b65"));
  for (const auto* id : {"", "0", "0000000000000000", "ffffffffffffffff", "N/A"}) {
    CAPTURE(id);
    CHECK_FALSE(is_identity(id));
  }
}
