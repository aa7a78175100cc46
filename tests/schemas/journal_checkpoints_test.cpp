#include "schemas/journal_checkpoints.h"

#include <string>

#include <catch2/catch.hpp>

using namespace rackproof;

namespace {

std::string head(std::uint64_t size) {
  return encode_tree_head({"rackproof.org/run/x", {size, merkle_leaf("root")}});
}

const std::string kSignature = "\xE2\x80\x94 rackproof.org/run/x AAAA\n";

}  // namespace

TEST_CASE("checkpoints: all are read in order, signed or not", "[schemas][journal]") {
  const auto text =
      checkpoint_entry(head(3) + "\n") + checkpoint_entry(head(7) + "\n" + kSignature);
  const auto read = read_journal_checkpoints(text);
  REQUIRE(read);
  REQUIRE(read->all.size() == 2);
  CHECK(read->whole_bytes == text.size());
  CHECK_FALSE(read->all[0].is_signed);
  CHECK(read->all[1].is_signed);
  CHECK(read->all[1].head.tree.size == 7);
  CHECK(read->all[1].bytes == head(7) + "\n" + kSignature);
}

TEST_CASE("checkpoints: a torn end is left out, at whatever byte", "[schemas][journal]") {
  const auto first = checkpoint_entry(head(3) + "\n" + kSignature);
  const auto last = checkpoint_entry(head(7) + "\n" + kSignature);
  for (std::size_t cut = 0; cut < last.size(); ++cut) {
    CAPTURE(cut);
    const auto read = read_journal_checkpoints(first + last.substr(0, cut));
    REQUIRE(read);
    CHECK(read->all.size() == 1);
    CHECK(read->whole_bytes == first.size());
  }
}

TEST_CASE("checkpoints: what is none is refused with its number", "[schemas][journal]") {
  const auto first = checkpoint_entry(head(3) + "\n");
  CHECK(read_journal_checkpoints(first + "x\n0\ny\n\n\n").error().message ==
        "checkpoint 2: a checkpoint of size 0 holds nothing");
  CHECK(read_journal_checkpoints(head(3) + "more\n\n\n").error().message ==
        "checkpoint 1: a tree head of more than three lines");
  CHECK(read_journal_checkpoints(head(3) + "\ngarbage\n\n").error().message ==
        "checkpoint 1: a line among the signatures that is none");
}
