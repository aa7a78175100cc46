#include "schemas/tree_head.h"

#include <string>

#include <catch2/catch.hpp>

using namespace rackproof;

namespace {

// The example of C2SP/C2SP: tlog-checkpoint.md
const std::string kText =
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";

std::string with(const std::string& from, const std::string& to) {
  auto text = kText;
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

std::string refusal(const std::string& text) {
  const auto head = decode_tree_head(text);
  REQUIRE_FALSE(head);
  return head.error().message;
}

}  // namespace

TEST_CASE("tree head: the text of a checkpoint is read and written alike", "[schemas][merkle]") {
  const auto head = decode_tree_head(kText);
  REQUIRE(head);
  CHECK(head->origin == "example.com/behind-the-sofa");
  CHECK(head->tree.size == 20852163);
  CHECK(encode_tree_head(*head) == kText);
}

TEST_CASE("tree head: what is no checkpoint is refused with its reason", "[schemas][merkle]") {
  SECTION("41.9 size 0") {
    CHECK(refusal(with("20852163", "0")) == "a checkpoint of size 0 holds nothing");
  }
  SECTION("41.10 leading zeros") {
    CHECK(refusal(with("20852163", "020852163")) ==
          "size of the tree: a number with leading zeros, '020852163'");
  }
  SECTION("41.11 a size that is none") {
    CHECK(refusal(with("20852163", "+20852163")).starts_with("size of the tree: "));
    CHECK(refusal(with("20852163", "99999999999999999999")).starts_with("size of the tree: "));
  }
  SECTION("41.12 a root of another length") {
    CHECK(refusal(with("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=", "CsUYag==")) ==
          "root of the tree: a hash of 4 bytes, not of 32");
  }
  SECTION("41.13 garbage in front or behind") {
    CHECK(refusal("x\n" + kText).starts_with("a checkpoint has three lines"));
    CHECK(refusal(kText + "x\n").starts_with("a checkpoint has three lines"));
    CHECK(refusal(kText + "x") == "a checkpoint's text ends with a newline");
  }
  SECTION("no origin, or one with control characters") {
    CHECK(refusal(with("example.com/behind-the-sofa", "")) ==
          "a checkpoint's origin is a line of text");
    CHECK(refusal(with("example", "exam\tple")) == "a checkpoint's origin is a line of text");
  }
}
