#include "reports/presence_facts.h"

#include <catch2/catch.hpp>

#include "tests/support/documents.h"

using namespace rackproof;

TEST_CASE("presence facts: what was expected, what is missing and what was said against parts",
          "[reports]") {
  const auto facts = presence_facts(testing::example_inventory());
  REQUIRE(facts.size() == 3);
  CHECK(facts[0] == PresenceFact{"Presence",
                                 "3 devices expected by inventory of 2026-11-20T05:17:00Z, 2 "
                                 "present, 1 of them readable"});
  CHECK(facts[1] == PresenceFact{"Missing",
                                 "accelerator:0123, expected by inventory of "
                                 "2026-11-20T05:17:00Z"});
  CHECK(facts[2] ==
        PresenceFact{"Said against", "pci:0000:3b:00.0: GONE, 1 of 2 readings missing"});
}

TEST_CASE("presence facts: where nobody said what must be here nothing is said to be",
          "[reports]") {
  CHECK(presence_facts(Inventory{}).empty());  // as in every bundle of an earlier release
}

TEST_CASE("presence facts: of very many some are named and the others counted", "[reports]") {
  Inventory inventory;
  inventory.missing.resize(23);
  inventory.complaints.resize(20, {"node/accelerator:A", {"GONE"}});
  const auto facts = presence_facts(inventory);
  REQUIRE(facts.size() == 41);
  CHECK(facts[20] == PresenceFact{"Missing", "and 3 more"});
  CHECK(facts[40].text == "accelerator:A: GONE");
}
