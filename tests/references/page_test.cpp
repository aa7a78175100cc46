#include <fstream>
#include <sstream>
#include <string>

#include <catch2/catch.hpp>

#include "certsuite/architectures/builtin.h"
#include "certsuite/architectures/find.h"
#include "tests/support/source_dir.h"

using namespace rackproof;

namespace {

std::string page() {
  std::ifstream file(rackproof::testing::source_dir() + "/docs/references.md");
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string in_code(std::string_view name) {
  return "`" + std::string(name) + "`";
}

}  // namespace

TEST_CASE("references page: every built-in is on it, with every figure that is not public",
          "[references][docs]") {
  const auto text = page();
  for (const auto& builtin : builtin_references()) {
    const auto found = find_reference(std::string(builtin.id));
    REQUIRE(found);
    INFO(builtin.id);
    CHECK_THAT(text, Catch::Contains(in_code(builtin.id)));
    for (const auto& part : found->architecture.parts) {
      for (const auto& [name, figure] : part.quantities) {
        const auto line = std::string(word_of(kDeviceKinds, part.kind)) + "-" + name;
        INFO(line);
        CHECK((figure.basis != Basis::not_public || text.find(in_code(line)) != std::string::npos));
      }
    }
  }
}

TEST_CASE("references page: every way by which a machine is recognised is on it",
          "[references][docs]") {
  const auto text = page();
  for (const auto& builtin : builtin_references()) {
    const auto found = find_reference(std::string(builtin.id));
    REQUIRE(found);
    for (const auto& term : found->architecture.identity) {
      INFO(builtin.id << " " << term.pci);
      CHECK((term.pci.empty() || text.find(in_code(term.pci)) != std::string::npos));
    }
  }
}
