#include "schemas/toml/machine_reader.h"

#include <catch2/catch.hpp>

#include "tests/support/reference_text.h"

using namespace rackproof;

namespace {

constexpr std::string_view kCount =
    "count = { min = 4, unit = \"1\", basis = \"vendor\", source = \"guide 1\" }";
constexpr std::string_view kTorus = "kind = \"torus\"\nshape = [2, 2]";

ReadReference read(const std::string& text, Findings& findings) {
  auto tree = parse_toml(text, "f");
  REQUIRE(tree);
  return read_reference(*tree, findings);
}

/// The good reference with one thing changed, which must still be good.
Architecture good(std::string_view what, std::string_view with) {
  Findings findings;
  const auto text = testing::good_reference_but(what, with);
  REQUIRE_FALSE(text.empty());
  auto result = read(text, findings);
  INFO((findings.empty() ? "" : findings.front().text));
  REQUIRE(findings.empty());
  return std::move(result.architecture);
}

std::string complaint(std::string_view what, std::string_view with) {
  Findings findings;
  const auto text = testing::good_reference_but(what, with);
  REQUIRE_FALSE(text.empty());
  static_cast<void>(read(text, findings));
  return findings.empty() ? "" : findings.front().text;
}

std::string after_count(std::string_view more) {
  return std::string(kCount) + "\n" + std::string(more);
}

}  // namespace

TEST_CASE("machine: a part may ask for a model and a serial number", "[schemas][toml]") {
  const auto part = good(kCount, after_count("model = \"Trainium2\"\nserial = true")).parts.at(0);
  CHECK(part.model == "Trainium2");
  CHECK(part.serial);
  CHECK_FALSE(part.in);
  CHECK(part.quantities.size() == 2);
}

TEST_CASE("machine: a part may be counted in each device of another kind", "[schemas][toml]") {
  const auto part = good("kind = \"accelerator\"\ncount",
                         "kind = \"accelerator_core\"\nin = \"accelerator\"\ncount")
                        .parts.at(0);
  CHECK(part.in == DeviceKind::accelerator);
}

TEST_CASE("machine: a part that would hold itself, or asks what is never read, is refused",
          "[schemas][toml]") {
  CHECK_THAT(complaint(kCount, after_count("in = \"accelerator\"")),
             Catch::Contains("is the kind of device that holds this one"));
  CHECK_THAT(complaint(kCount, after_count("in = \"node\"\nmodel = \"x\"")),
             Catch::Contains("are never read beside it"));
  CHECK_THAT(complaint(kCount, after_count("in = \"acelerator\"")),
             Catch::Contains("did you mean 'accelerator'?"));
  CHECK_THAT(complaint(kCount, after_count("serial = 1")), Catch::Contains("must be true or"));
}

TEST_CASE("machine: a topology may name the attribute that numbers its places", "[schemas][toml]") {
  CHECK(good(kTorus, std::string(kTorus) + "\nplaces = \"sysfs_name\"").topology_places ==
        "sysfs_name");
  CHECK(good(kTorus, "kind = \"switched\"").topology_shape.empty());
  CHECK(good(kTorus, "kind = \"ring\"\nshape = [4]").topology_shape == std::vector<int>{4});
}

TEST_CASE("machine: a shape that no machine has is refused", "[schemas][toml]") {
  for (const auto* wrong :
       {"kind = \"torus\"", "kind = \"torus\"\nshape = []", "kind = \"torus\"\nshape = [4, 0]",
        "kind = \"ring\"\nshape = [4, 4]", "kind = \"mesh\"\nshape = [-1]"}) {
    INFO(wrong);
    CHECK_THAT(complaint(kTorus, wrong), Catch::Contains("'shape' is"));
  }
  CHECK_THAT(complaint(kTorus, "kind = \"switched\"\nshape = [8]"),
             Catch::Contains("never read of a switched topology"));
}

TEST_CASE("machine: a version may be a window, and a window that is none is refused",
          "[schemas][toml]") {
  const auto rows = good("driver = \"2.31.7.0\"", "driver = \">= 2.30.2, < 2.32\"").software;
  CHECK(rows.at(0).versions.at("driver") == ">= 2.30.2, < 2.32");
  CHECK_THAT(complaint("driver = \"2.31.7.0\"", "driver = \"> 2.30\""),
             Catch::Contains("software: 'driver' expected bounds like"));
}
