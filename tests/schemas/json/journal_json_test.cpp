#include "schemas/json/journal_json.h"

#include <chrono>

#include <catch2/catch.hpp>

using namespace rackproof;

namespace {

const UtcTime kAt{std::chrono::seconds(1'795'238'220)};

std::vector<JournalLine> one_of_each() {
  Step step;
  step.phase = "gemm";
  step.attempt = 2;
  step.status = StepStatus::timed_out;
  step.seed = 7;
  return {SegmentBegan{kAt, "boot", {"a: gone"}, {"gemm"}, "{}", {{"governor", "x", ""}}, kAt},
          StepBegan{kAt, "gemm", "gemm_exact", 2},
          Mismatch{"node/cpu:1", "tile 3", "1", "2", "0x3", 0.5}, step,
          Disturbance{"foreign_load", "40 %", "gemm", kAt, Touches::rates}};
}

}  // namespace

TEST_CASE("journal: every kind of line survives the text, one line each", "[schemas][json]") {
  for (const auto& line : one_of_each()) {
    auto text = encode_journal_line(line);
    REQUIRE(text.find('\n') == text.size() - 1);
    text.pop_back();
    const auto again = decode_journal_line(text);
    INFO(text);
    REQUIRE(again);
    CHECK(*again == line);
  }
}

TEST_CASE("journal: a line cut anywhere, or with one member more or less, is malformed",
          "[schemas][json]") {
  for (const auto& line : one_of_each()) {
    auto text = encode_journal_line(line);
    text.pop_back();
    for (std::size_t cut = 0; cut < text.size(); cut += 7) {
      CHECK_FALSE(decode_journal_line(text.substr(0, cut)));
    }
    auto more = text;
    more.insert(1, "\"surplus\":1,");
    CHECK_FALSE(decode_journal_line(more));
  }
  CHECK_FALSE(decode_journal_line("{\"event\":\"step_began\"}"));
  CHECK_FALSE(decode_journal_line("{\"event\":1}"));
}
