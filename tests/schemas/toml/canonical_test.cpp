#include <catch2/catch.hpp>

#include "schemas/toml/reference.h"
#include "tests/support/reference_text.h"

using namespace rackproof;

TEST_CASE("canonical: an empty architecture is still one document", "[schemas][toml]") {
  Architecture architecture;
  architecture.id = "x";
  architecture.overlay_chain = {"x"};
  CHECK(canonical_toml(architecture) ==
        "[reference]\nid = \"x\"\nrevision = 0\ntitle = \"\"\nstatus = \"draft\"\n"
        "overlays = [\"x\"]\nmust_judge = []\n");
}

TEST_CASE("canonical: every field survives the way there and back", "[schemas][toml]") {
  auto loaded = load_reference({"f", std::string(testing::kGoodReference)}, no_overlays);
  REQUIRE(loaded);
  auto architecture = loaded->architecture;
  architecture.identity.push_back({"", "PowerEdge", "x86_64", std::nullopt});
  auto& phase = architecture.phases[0];
  phase.seconds["quick"] = phase.seconds["*"];
  phase.seconds["quick"].note = "short \"note\"";
  phase.settle["*"] = phase.seconds["*"];
  phase.seconds_per_gib["accept"] = phase.seconds["*"];
  phase.seconds_at_most["accept"] = phase.seconds["*"];
  phase.parameters["memory_share"] = phase.seconds["*"];
  architecture.criteria[1].must_bind = MustBind::bare_metal;
  architecture.criteria[1].devices = DevicesAsked::any;
  architecture.criteria[1].not_offered = NotOffered::not_judged;
  architecture.criteria[1].required = false;
  architecture.criteria[1].note = "why";
  architecture.criteria[1].at_least = architecture.criteria[1].at_most;
  architecture.criteria[1].where = {{"id", "*/ras:*"}, {"vendor_id", "0x1002"}};
  architecture.parts[0].model = "Train*";
  architecture.parts[0].serial = true;
  auto cores = architecture.parts[0];
  cores.kind = DeviceKind::accelerator_core;
  cores.in = DeviceKind::accelerator;
  cores.model.clear();
  cores.serial = false;
  architecture.parts.push_back(cores);
  architecture.topology_places = "sysfs_name";

  const auto text = canonical_toml(architecture);
  const auto again = load_reference({"f", text}, no_overlays);
  REQUIRE(again);
  CHECK(again->canonical_toml == text);
  CHECK(again->architecture.phases[0].seconds == phase.seconds);
  CHECK(again->architecture.phases[0].settle == phase.settle);
  CHECK(again->architecture.phases[0].seconds_per_gib == phase.seconds_per_gib);
  CHECK(again->architecture.phases[0].seconds_at_most == phase.seconds_at_most);
  CHECK(again->architecture.phases[0].parameters == phase.parameters);
  CHECK(again->architecture.criteria[1].must_bind == MustBind::bare_metal);
  CHECK(again->architecture.criteria[1].at_least == again->architecture.criteria[1].at_most);
  CHECK(again->architecture.criteria[1].devices == DevicesAsked::any);
  CHECK(again->architecture.criteria[1].not_offered == NotOffered::not_judged);
  CHECK(again->architecture.identity.at(1).machine == "PowerEdge");
  CHECK(again->architecture.criteria[1].where == architecture.criteria[1].where);
  CHECK(again->architecture.parts.at(0).model == "Train*");
  CHECK(again->architecture.parts[0].serial);
  CHECK(again->architecture.parts.at(1).in == DeviceKind::accelerator);
  CHECK(again->architecture.topology_places == "sysfs_name");
}

TEST_CASE("canonical: keys that came later are left out where they are the default",
          "[schemas][toml]") {
  const auto loaded = load_reference({"f", std::string(testing::kGoodReference)}, no_overlays);
  REQUIRE(loaded);
  CHECK(loaded->canonical_toml.find("devices = ") == std::string::npos);
  CHECK(loaded->canonical_toml.find("not_offered") == std::string::npos);
  for (const auto* key : {"\nin = ", "\nmodel = ", "\nserial = ", "\nplaces = ", "\nwhere."}) {
    INFO(key);
    CHECK(loaded->canonical_toml.find(key) == std::string::npos);
  }
}

TEST_CASE("canonical: place and number of publication survive, and without them no byte changes",
          "[schemas][toml]") {
  const auto plain = load_reference({"f", std::string(testing::kGoodReference)}, no_overlays);
  REQUIRE(plain);
  CHECK(plain->canonical_toml.find("\nuri = ") == std::string::npos);
  auto architecture = plain->architecture;
  architecture.uri = "https://chips.example/x.toml";
  architecture.sequence = 9;
  const auto text = canonical_toml(architecture);
  const auto again = load_reference({"g", text}, no_overlays);
  REQUIRE(again);
  CHECK(again->canonical_toml == text);
  CHECK(again->architecture.uri == architecture.uri);
  CHECK(again->architecture.sequence == 9);
  CHECK(again->digest != plain->digest);
}
