#include "probes/outside/label_pattern.h"

#include <string>
#include <string_view>

#include <catch2/catch.hpp>

using namespace rackproof;
using namespace rackproof::outside;

namespace {

Result<std::string> filled(std::string_view pattern, const Labels& labels) {
  const auto parsed = LabelPattern::parse(pattern);
  REQUIRE(parsed);
  return parsed->fill(labels);
}

std::string complaint(std::string_view pattern) {
  const auto parsed = LabelPattern::parse(pattern);
  REQUIRE_FALSE(parsed);
  CHECK(parsed.error().kind == ErrorKind::malformed);
  return parsed.error().message;
}

}  // namespace

TEST_CASE("label pattern: labels are put in, each through its filter", "[probes][outside]") {
  const Labels labels{{"UUID", "GPU-8F2A"}, {"gpu", "3"}, {"pci_bus_id", "00000000:3B:00.0"}};
  CHECK(*filled("pci:{pci_bus_id|pci}/hbm", labels) == "pci:0000:3b:00.0/hbm");
  CHECK(*filled("gpu{gpu}", labels) == "gpu3");
  CHECK(*filled("{UUID}", labels) == "GPU-8F2A");
  CHECK(*filled("{UUID|lower}", labels) == "gpu-8f2a");
  CHECK(*filled("plain", labels) == "plain");
  CHECK(filled("", labels)->empty());
}

TEST_CASE("label pattern: a label that is not there or empty is named, not left blank",
          "[probes][outside]") {
  CHECK(filled("gpu{gpu}", {}).error().message == "it has no label gpu");
  CHECK(filled("gpu{gpu}", {{"gpu", ""}}).error().kind == ErrorKind::absent);
}

TEST_CASE("label pattern: a value is one part of a path, whatever is in it", "[probes][outside]") {
  CHECK(*filled("disk:{d}", {{"d", "/dev/../sda\n"}}) == "disk:%2fdev%2f..%2fsda\\x0a");
  const std::string endless(10000, 'x');
  CHECK(filled("{d}", {{"d", endless}})->size() < 300);
}

TEST_CASE("label pattern: a pattern that cannot be meant is refused", "[probes][outside]") {
  CHECK(complaint("gpu{gpu") == "has a brace without its other");
  CHECK(complaint("gpu}") == "has a brace without its other");
  CHECK(complaint("{}") == "names no label in {}");
  CHECK(complaint("{a b}") == "names no label in {a b}");
  CHECK(complaint("{a|upper}") == "has a filter that there is not in {a|upper}");
  CHECK(complaint("{a{b}}").starts_with("names no label"));
}

TEST_CASE("label pattern: what has no label is the same for every series", "[probes][outside]") {
  CHECK(LabelPattern::parse("cdu")->constant());
  CHECK(LabelPattern::parse("")->constant());
  CHECK_FALSE(LabelPattern::parse("cdu{n}")->constant());
}

TEST_CASE("label pattern: PCI addresses of three spellings are one", "[probes][outside]") {
  for (const auto* text : {"3B:00.0", "0000:3b:00.0", "00000000:3B:00.0"}) {
    CHECK(*filled("{a|pci}", {{"a", text}}) == "0000:3b:00.0");
  }
  CHECK(filled("{a|pci}", {{"a", "3b:00"}}).error().kind == ErrorKind::malformed);
  CHECK(filled("{a|pci}", {{"a", "N/A"}}).error().message ==
        "label a: expected a PCI address, got 'N/A'");
}
