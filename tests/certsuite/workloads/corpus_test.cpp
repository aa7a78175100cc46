#include "certsuite/workloads/corpus.h"

#include <catch2/catch.hpp>

using namespace rackproof;

TEST_CASE("corpus: every unit has its text, a fault to plant and a judge for each case",
          "[workloads][corpus]") {
  const auto units = make_corpus(1);
  REQUIRE(units.size() == kernel_texts().size());
  for (const auto& unit : units) {
    INFO(unit.name);
    CHECK(unit.text.find("void rackproof_unit(const void *input, void *output, void *scratch)") !=
          std::string_view::npos);
    CHECK(unit.text.find("#ifdef RACKPROOF_PLANTED_FAULT") != std::string_view::npos);
    CHECK_FALSE(unit.cases.empty());
    for (const auto& one : unit.cases) {
      CHECK_FALSE(one.judge(CorpusBytes(one.output_bytes)).empty());  // zeros are never right
    }
  }
  CHECK(kernel_text("c99_none").empty());
}
