#include "schemas/toml/reference_reader.h"

#include <catch2/catch.hpp>

#include "tests/support/reference_text.h"

using namespace rackproof;

namespace {

ReadReference read(const std::string& text, Findings& findings) {
  auto tree = parse_toml(text, "f");
  REQUIRE(tree);
  return read_reference(*tree, findings);
}

/// The first complaint about the good reference with one thing changed.
std::string complaint(std::string_view what, std::string_view with) {
  Findings findings;
  const auto text = testing::good_reference_but(what, with);
  REQUIRE_FALSE(text.empty());
  static_cast<void>(read(text, findings));
  return findings.empty() ? "" : findings.front().text;
}

}  // namespace

TEST_CASE("reference: every table of the shape arrives in its type", "[schemas][toml]") {
  Findings findings;
  const auto [architecture, places] = read(std::string(testing::kGoodReference), findings);
  CHECK(findings.empty());
  CHECK(architecture.id == "sim-node");
  CHECK(architecture.revision == 3);
  CHECK(architecture.overlay_chain == std::vector<std::string>{"sim-node"});
  REQUIRE(architecture.identity.size() == 1);
  CHECK(architecture.identity[0].count == 4);
  REQUIRE(architecture.parts.size() == 1);
  CHECK(architecture.parts[0].count.min == 4);
  CHECK(architecture.parts[0].quantities.at("hbm_bandwidth").value == 2900);
  CHECK(architecture.parts[0].quantities.at("power_limit").basis == Basis::not_public);
  CHECK(architecture.topology_shape == std::vector<int>{2, 2});
  CHECK(architecture.software.at(0).versions.at("sdk") == "2.33.0");
  CHECK(architecture.phases.at(0).seconds.at("*").value == 60);
  REQUIRE(architecture.criteria.size() == 2);
  CHECK(architecture.criteria[0].measurement);
  CHECK(architecture.criteria[0].min_samples == 20);
  CHECK(architecture.criteria[0].rule == DecisionRule::guard_band);
  CHECK_FALSE(architecture.criteria[1].measurement);
  CHECK(architecture.criteria[1].at_most->value == 0);
  CHECK(places.at("criterion memory-bandwidth") == "f:32");
}

TEST_CASE("reference: seconds may differ from tier to tier", "[schemas][toml]") {
  Findings findings;
  const auto text = testing::good_reference_but(
      "seconds = { value = 60, unit = \"s\", basis = \"derived\", source = \"workloads table\" }",
      "seconds.quick = { value = 5, unit = \"s\", basis = \"derived\", source = \"a\" }\n"
      "seconds.check = { value = 1, unit = \"min\", basis = \"derived\", source = \"b\" }");
  const auto reference = read(text, findings);
  CHECK(findings.empty());
  const auto& seconds = reference.architecture.phases.at(0).seconds;
  CHECK(seconds.at("quick").value == 5);
  CHECK(seconds.at("check").unit == Unit::minute);
}

TEST_CASE("reference: a typo in any table is an error that names it", "[schemas][toml]") {
  CHECK(complaint("must_judge", "must_jugde") ==
        "[reference]: unknown key 'must_jugde' (did you mean 'must_judge'?)");
  CHECK(complaint("[topology]", "[topolgy]") ==
        "reference file: unknown key 'topolgy' (did you mean 'topology'?)");
  CHECK(complaint("pci =", "pcie =") == "identity: unknown key 'pcie' (did you mean 'pci'?)");
  CHECK_THAT(complaint("workload =", "workloads ="), Catch::Contains("unknown key 'workloads'"));
  CHECK_THAT(complaint("statistic =", "statistics ="), Catch::Contains("unknown key 'statistics'"));
  CHECK_THAT(complaint("shape =", "size ="), Catch::Contains("unknown key 'size'"));
  CHECK_THAT(complaint("kind = \"accelerator\"", "kind = \"acelerator\""),
             Catch::Contains("did you mean 'accelerator'"));
}

TEST_CASE("reference: what is needed is missed", "[schemas][toml]") {
  CHECK_THAT(complaint("revision = 3\n", ""), Catch::Contains("'revision' is missing"));
  CHECK_THAT(complaint("required = true\n", ""), Catch::Contains("'required' is missing"));
  CHECK_THAT(
      complaint("count = { min = 4, unit = \"1\", basis = \"vendor\", source = \"guide 1\" }", ""),
      Catch::Contains("'count' is missing"));
  CHECK_THAT(
      complaint("at_most = { value = 0, unit = \"1\", basis = \"vendor\", source = \"guide 3\" }",
                ""),
      Catch::Contains("a criterion has a limit"));
  CHECK_THAT(complaint("metric = \"memory_ecc_uncorrectable_total\"\n", ""),
             Catch::Contains("'measurement' is needed"));
  CHECK_THAT(complaint("pci = \"1d0f:7364\"\ncount = 4\n", ""),
             Catch::Contains("'pci' is missing"));
}

TEST_CASE("reference: windows are counted for measurements and samples for metrics",
          "[schemas][toml]") {
  CHECK_THAT(complaint("min_windows = 20", "min_samples = 20"),
             Catch::Contains("unknown key 'min_samples'"));
  CHECK_THAT(complaint("min_windows = 20", "min_windows = 0"), Catch::Contains("is 1 or more"));
}

TEST_CASE("reference: a criterion may ask only some devices of its kind", "[schemas][toml]") {
  Findings findings;
  const auto reference =
      read(testing::good_reference_but("on = \"memory_controller\"",
                                       "on = \"memory_controller\"\nwhere = { id = \"*/mc0\" }"),
           findings);
  CHECK(findings.empty());
  CHECK(reference.architecture.criteria.at(1).where.at("id") == "*/mc0");
  CHECK_THAT(complaint("on = \"memory_controller\"", "on = \"memory_controller\"\nwhere = {}"),
             Catch::Contains("'where' asks for nothing"));
  CHECK_THAT(
      complaint("on = \"memory_controller\"", "on = \"memory_controller\"\nwhere = { id = 3 }"),
      Catch::Contains("must be text in quotes"));
}

TEST_CASE("reference: a file without [reference] says so", "[schemas][toml]") {
  Findings findings;
  static_cast<void>(read("", findings));
  REQUIRE(findings.size() == 1);
  CHECK_THAT(findings[0].text, Catch::Contains("starts with [reference]"));
}

TEST_CASE("reference: where it is published and as which number may be said", "[schemas][toml]") {
  const auto published = [](const std::string& lines) {
    return testing::good_reference_but("revision = 3\n", "revision = 3\n" + lines);
  };
  Findings findings;
  const auto text = published("uri = \"https://chips.example/a%20b.toml?x=1\"\nsequence = 9\n");
  const auto [architecture, places] = read(text, findings);
  CHECK(findings.empty());
  CHECK(architecture.uri == "https://chips.example/a%20b.toml?x=1");
  CHECK(architecture.sequence == 9);
  for (const auto* wrong : {"chips.example/a", ":a", "https:", "1ttp://a", "http://a b",
                            "http://\u00e9", "http://<a>"}) {
    CAPTURE(wrong);
    CHECK_THAT(complaint("revision = 3\n", "revision = 3\nuri = \"" + std::string(wrong) + "\"\n"),
               Catch::Contains("'uri' is no absolute URI"));
  }
  CHECK_THAT(complaint("revision = 3\n", "revision = 3\nsequence = 0\n"),
             Catch::Contains("'sequence' counts from 1"));
}
