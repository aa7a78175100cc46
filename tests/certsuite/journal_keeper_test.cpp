#include "certsuite/journal_keeper.h"

#include <chrono>
#include <string>

#include <catch2/catch.hpp>

#include "certsuite/run_history.h"
#include "probes/machine/output_file.h"
#include "tests/support/frozen_clock.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using namespace rackproof::testing;

namespace {

const JournalLine kLine = StepBegan{UtcTime(std::chrono::seconds(5)), "a", "w", 1};

JournalKeeper::Place place_in(const TempDir& dir) {
  return {.directory = dir.path().string(), .origin = "rackproof.org/run/x"};
}

std::string text_of(const std::string& path) {
  return read_file(path, std::size_t{1} << 20).value();
}

JournalCheckpoints checkpoints_in(const TempDir& dir) {
  return read_journal_checkpoints(text_of(dir.at("journal.checkpoints"))).value();
}

/// What a keeper that ended in the middle leaves: 70 lines, and a checkpoint over 64 of them.
void leave_seventy_lines(const TempDir& dir, const Clock& clock) {
  const auto keeper = JournalKeeper::open(place_in(dir), clock);
  REQUIRE(keeper);
  for (int i = 0; i < 70; ++i) {
    REQUIRE((*keeper)->note(kLine));
  }
}

}  // namespace

TEST_CASE("journal keeper: lines follow one another and a checkpoint ends them",
          "[runner][journal]") {
  const TempDir dir;
  const FrozenClock clock;
  const auto keeper = JournalKeeper::open(place_in(dir), clock);
  REQUIRE(keeper);
  CHECK((*keeper)->is_new());
  for (int i = 0; i < 3; ++i) {
    REQUIRE((*keeper)->note(kLine));
  }
  CHECK_FALSE((*keeper)->is_new());
  REQUIRE(make_directories(dir.at("out")));
  const auto summary = (*keeper)->finish(dir.at("out"));
  REQUIRE(summary);
  const auto history = read_history(text_of(dir.at("out/journal.jsonl")));
  REQUIRE(history);
  CHECK(*summary ==
        JournalSummary{"rackproof.org/run/x", 3, to_hex(history->end.tree.root()), 1, 0});
  const auto checkpoints =
      read_journal_checkpoints(text_of(dir.at("out/journal.checkpoints"))).value();
  REQUIRE(checkpoints.all.size() == 1);
  CHECK(checkpoints.all[0].head.tree == MerkleHead{3, history->end.tree.root()});
}

TEST_CASE("journal keeper: a checkpoint comes after so many lines and after so long",
          "[runner][journal]") {
  const TempDir dir;
  FrozenClock clock;
  auto place = place_in(dir);
  int asked = 0;
  place.sign = [&asked](const TreeHead& head) {
    ++asked;
    return Result<std::string>(encode_tree_head(head) + "\n\xE2\x80\x94 x AAAA\n");
  };
  const auto keeper = JournalKeeper::open(place, clock);
  REQUIRE(keeper);
  for (std::uint64_t i = 0; i < JournalKeeper::kLinesBetween; ++i) {
    REQUIRE((*keeper)->note(kLine));
  }
  CHECK(asked == 1);
  CHECK(checkpoints_in(dir).all[0].is_signed);
  REQUIRE((*keeper)->note(kLine));
  CHECK(asked == 1);
  clock.advance(JournalKeeper::kTimeBetween);
  REQUIRE((*keeper)->note(kLine));
  CHECK(asked == 2);
}

TEST_CASE("journal keeper: it goes on where it was, and a key that fails is told",
          "[runner][journal]") {
  const TempDir dir;
  const FrozenClock clock;
  leave_seventy_lines(dir, clock);
  const auto text = text_of(dir.at("journal.jsonl"));
  auto place = place_in(dir);
  place.bytes = text.size();
  place.end = read_history(text)->end;
  SECTION("the same tree, the checkpoints counted on") {
    const auto keeper = JournalKeeper::open(place, clock);
    REQUIRE(keeper);
    REQUIRE((*keeper)->note(kLine));
    REQUIRE(make_directories(dir.at("out")));
    CHECK((*keeper)->finish(dir.at("out"))->checkpoints == 2);
    CHECK(read_history(text_of(dir.at("out/journal.jsonl")))->end.tree.size() == 71);
  }
  SECTION("50.1 a journal shorter than its checkpoint is not gone on with") {
    place.end = {};
    CHECK(JournalKeeper::open(place, clock)
              .error()
              .message.ends_with("journal.checkpoints: speaks of 64 lines, the journal has 0"));
  }
  SECTION("a key that cannot sign") {
    place.sign = [](const TreeHead&) {
      return Result<std::string>(Error{ErrorKind::io, "the token is gone"});
    };
    const auto keeper = JournalKeeper::open(place, clock);
    REQUIRE(keeper);
    CHECK((*keeper)->finish(dir.at("out")).error().message ==
          "signing a checkpoint of the journal: the token is gone");
  }
}

TEST_CASE("journal keeper: a line and a checkpoint that a kill tore go, the tree goes on",
          "[runner][journal]") {
  const TempDir dir;
  const FrozenClock clock;
  leave_seventy_lines(dir, clock);
  const auto lines = text_of(dir.at("journal.jsonl"));
  const auto checkpoints = text_of(dir.at("journal.checkpoints"));
  const auto torn_line = GENERATE(as<std::size_t>(), 0, 1, 40);
  const auto torn_checkpoint = GENERATE(as<std::size_t>(), 0, 1, 30, 69);
  dir.write("journal.jsonl", lines + lines.substr(0, torn_line));
  dir.write("journal.checkpoints", checkpoints + checkpoints.substr(0, torn_checkpoint));
  const auto history = read_history(text_of(dir.at("journal.jsonl")));
  REQUIRE(history);
  CHECK(history->torn == (torn_line > 0));
  CHECK(history->whole_bytes == lines.size());
  auto place = place_in(dir);
  place.bytes = history->whole_bytes;
  place.end = history->end;
  const auto keeper = JournalKeeper::open(place, clock);
  REQUIRE(keeper);
  for (int i = 0; i < 60; ++i) {
    REQUIRE((*keeper)->note(kLine));
  }
  REQUIRE(make_directories(dir.at("out")));
  const auto summary = (*keeper)->finish(dir.at("out"));
  REQUIRE(summary);
  const auto whole = text_of(dir.at("out/journal.jsonl"));
  CHECK(whole.starts_with(lines));
  const auto after = read_history(whole);
  REQUIRE(after);
  CHECK(after->end.tree.size() == 130);
  const auto all = read_journal_checkpoints(text_of(dir.at("out/journal.checkpoints")));
  REQUIRE(all);
  CHECK(all->all.size() == 3);
  CHECK(all->all.size() == summary->checkpoints);
  CHECK(all->all.back().head.tree == MerkleHead{130, after->end.tree.root()});
}
