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
          Mismatch{"node/cpu:1", "tile 3", "1", "2", "0x3", 0.5},
          step,
          Disturbance{"foreign_load", "40 %", "gemm", kAt, Touches::rates},
          RunBegan{kAt, "run", "nonce", "a", "b", "c"},
          ReadingsKept{kAt, kAt, 3, 180, std::string(64, 'e')},
          ReadingsLate{{{"node", "uptime", "5\ti7"}}, 2},
          RunEnded{kAt, RunStatus::complete}};
}

/// One line after `end`, without its newline.
std::string line_of(const JournalLine& line, JournalEnd end = {}) {
  auto text = encode_journal_line(line, end);
  text.pop_back();
  return text;
}

Result<JournalLine> read_alone(std::string_view text, JournalEnd end = {}) {
  return decode_journal_line(text, end);
}

}  // namespace

TEST_CASE("journal: every kind of line survives the text, one line each", "[schemas][json]") {
  JournalEnd written;
  JournalEnd read;
  for (const auto& line : one_of_each()) {
    auto text = encode_journal_line(line, written);
    REQUIRE(text.find('\n') == text.size() - 1);
    text.pop_back();
    const auto again = decode_journal_line(text, read);
    INFO(text);
    REQUIRE(again);
    CHECK(*again == line);
  }
  CHECK(read.tree.size() == one_of_each().size());
  CHECK(read.tree.root() == written.tree.root());
}

TEST_CASE("journal: a line cut anywhere, or with one member more or less, is malformed",
          "[schemas][json]") {
  for (const auto& line : one_of_each()) {
    const auto text = line_of(line);
    for (std::size_t cut = 0; cut < text.size(); cut += 7) {
      CHECK_FALSE(read_alone(text.substr(0, cut)));
    }
    auto more = text;
    more.insert(1, "\"surplus\":1,");
    CHECK_FALSE(read_alone(more));
  }
  CHECK_FALSE(read_alone("{\"event\":\"step_began\"}"));
  CHECK_FALSE(read_alone("{\"event\":1}"));
}

TEST_CASE("journal: a line out of its place is refused and moves nothing", "[schemas][json]") {
  const auto lines = one_of_each();
  JournalEnd end;
  const auto first = encode_journal_line(lines[0], end);
  auto later = end;
  static_cast<void>(encode_journal_line(lines[1], later));
  CHECK(read_alone(line_of(lines[2], later), end).error().message ==
        "line says it is number 2 where 1 is next: lines are missing");
  CHECK(read_alone(line_of(lines[2], {}), end).error().message ==
        "line says it is number 0 where 1 is next: the numbers went back");
  JournalEnd other;
  static_cast<void>(encode_journal_line(lines[3], other));
  auto at = end;
  CHECK(decode_journal_line(line_of(lines[1], other), at).error().message ==
        "not written after the line before it: one of the two was altered");
  CHECK(at.tree.size() == 1);
  CHECK(decode_journal_line(line_of(lines[1], end), at));
}
