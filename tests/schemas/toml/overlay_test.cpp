#include "schemas/toml/overlay.h"

#include <map>

#include <catch2/catch.hpp>

#include "schemas/toml/reader.h"

using namespace rackproof;

namespace {

using Shelf = std::map<std::string, std::string, std::less<>>;

ReferenceLookup lookup_in(const Shelf& shelf) {
  return [&shelf](std::string_view id) -> Result<ReferenceText> {
    const auto found = shelf.find(id);
    if (found == shelf.end()) {
      return no_overlays(id);
    }
    return ReferenceText{found->first + ".toml", found->second};
  };
}

const Shelf kShelf{
    {"chip", "[reference]\nid = \"chip\"\ntitle = \"c\"\n[[part]]\nkind = \"cpu\"\na = 1\nb = 2\n"},
    {"node",
     "[reference]\nid = \"node\"\nextends = \"chip\"\n[[part]]\nkind = \"cpu\"\nb = 3\n"
     "[[part]]\nkind = \"disk\"\nc = 4\n"},
    {"a", "[reference]\nid = \"a\"\nextends = \"b\"\n"},
    {"b", "[reference]\nid = \"b\"\nextends = \"a\"\n"},
    {"liar", "[reference]\nid = \"other\"\n"},
};

std::string refusal(const std::string& text) {
  Findings findings;
  const auto tree = resolve_overlays({"top.toml", text}, lookup_in(kShelf), findings);
  return tree ? "" : tree.error().message;
}

}  // namespace

TEST_CASE("overlay: a later layer changes a part key by key and adds new parts",
          "[schemas][toml]") {
  Findings findings;
  const auto tree =
      resolve_overlays({"site.toml",
                        "[reference]\nid = \"site\"\nextends = \"node\"\ntitle = \"s\"\n"
                        "[[part]]\nkind = \"cpu\"\na = 9\n"},
                       lookup_in(kShelf), findings);
  REQUIRE(tree);
  CHECK(findings.empty());
  const auto& parts = *tree->find("part")->array();
  REQUIRE(parts.size() == 2);
  CHECK(number_of(*parts[0].table()->find("a")) == 9);
  CHECK(parts[0].table()->find("a")->where == "site.toml:7");
  CHECK(number_of(*parts[0].table()->find("b")) == 3);
  CHECK(parts[0].table()->find("b")->where == "node.toml:6");
  CHECK(*parts[1].table()->find("kind")->text() == "disk");

  const auto* head = tree->find("reference")->table();
  CHECK(*head->find("id")->text() == "site");
  CHECK(head->find("extends") == nullptr);
  const auto& chain = *head->find("overlays")->array();
  REQUIRE(chain.size() == 3);
  CHECK(*chain[0].text() == "chip");
  CHECK(*chain[2].text() == "site");
}

TEST_CASE("overlay: a chain that closes on itself is refused with its round", "[schemas][toml]") {
  CHECK(refusal(kShelf.at("a")) == "b.toml:3: 'extends' goes round: a -> b -> a");
  CHECK_THAT(refusal("[reference]\nid = \"x\"\nextends = \"x\"\n"),
             Catch::Contains("goes round: x -> x"));
}

TEST_CASE("overlay: a base that is missing or calls itself otherwise is refused",
          "[schemas][toml]") {
  CHECK(refusal("[reference]\nid = \"x\"\nextends = \"gone\"\n") ==
        "top.toml:3: extends 'gone': no reference 'gone' is at hand");
  CHECK(refusal("[reference]\nid = \"x\"\nextends = \"liar\"\n") ==
        "liar.toml:1: was looked up as 'liar' but calls itself 'other'");
}

TEST_CASE("overlay: the same part, phase or criterion twice in one file is a finding",
          "[schemas][toml]") {
  Findings findings;
  const auto tree =
      resolve_overlays({"f",
                        "[[phase]]\nid = \"p\"\n[[phase]]\nid = \"p\"\n[[criterion]]\nid = \"c\"\n"
                        "[[criterion]]\nid = \"c\"\n"},
                       no_overlays, findings);
  REQUIRE(tree);
  REQUIRE(findings.size() == 2);
  CHECK(findings[0].text == "phase 'p' is given twice in one file");
  CHECK(findings[0].where == "f:3");
}

TEST_CASE("overlay: extends and overlays exclude each other", "[schemas][toml]") {
  Findings findings;
  const auto tree = resolve_overlays(
      {"f", "[reference]\nid = \"x\"\nextends = \"chip\"\noverlays = [\"chip\", \"x\"]\n"},
      lookup_in(kShelf), findings);
  REQUIRE(tree);
  CHECK(findings.size() == 1);
}

TEST_CASE("overlay: where a lower layer is published says nothing of the upper one",
          "[schemas][toml]") {
  const Shelf shelf{{"chip",
                     "[reference]\nid = \"chip\"\ntitle = \"c\"\nuri = \"urn:chip\"\n"
                     "sequence = 4\n"}};
  Findings findings;
  const auto tree = resolve_overlays(
      {"site.toml", "[reference]\nid = \"site\"\nextends = \"chip\"\nsequence = 1\n"},
      lookup_in(shelf), findings);
  REQUIRE(tree);
  const auto& head = *tree->find("reference")->table();
  CHECK(head.find("uri") == nullptr);
  REQUIRE(head.find("sequence") != nullptr);
  CHECK(number_of(*head.find("sequence")) == 1);
  CHECK(*head.find("title")->text() == "c");
}
