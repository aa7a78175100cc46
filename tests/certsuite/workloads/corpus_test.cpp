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

TEST_CASE("corpus: a short run begins with c01, c06, c09 and c13; a whole one holds thirteen units",
          "[workloads][corpus]") {
  const auto few = make_corpus(1, 4);
  REQUIRE(few.size() == 4);
  CHECK(few[0].name == "c01_gemm");
  CHECK(few[1].name == "c06_softmax");
  CHECK(few[2].name == "c09_gather");
  CHECK(few[3].name == "c13_train");
  CHECK(make_corpus(1, 100).size() == kCorpusUnits);
}
