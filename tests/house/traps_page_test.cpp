#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch.hpp>

#include "schemas/text.h"
#include "tests/support/source_dir.h"

using namespace rackproof;

namespace {

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// The string literals that `source` begins with, put together.
std::string literals_at(std::string_view source) {
  std::string text;
  bool inside = false;
  for (std::size_t i = 0; i < source.size(); ++i) {
    if (inside && source[i] == '\\' && i + 1 < source.size()) {
      text += source[++i];
    } else if (source[i] == '"') {
      inside = !inside;
    } else if (inside) {
      text += source[i];
    } else if (source[i] != ' ' && source[i] != '\n') {
      break;
    }
  }
  return text;
}

void add_names(std::string_view source, std::set<std::string>& names) {
  constexpr std::string_view kCase = "TEST_CASE(";
  for (auto at = source.find(kCase); at != std::string_view::npos;
       at = source.find(kCase, at + 1)) {
    names.insert(literals_at(source.substr(at + kCase.size())));
  }
}

/// Names of all test cases in tests/.
std::set<std::string> test_names() {
  const auto tests = std::filesystem::path(rackproof::testing::source_dir()) / "tests";
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(tests)) {
    if (entry.path().string().ends_with("_test.cpp")) {
      add_names(text_of(entry.path()), names);
    }
  }
  return names;
}

struct Trap {
  std::string what;
  std::vector<std::string> tests;
};

/// What stands between backticks.
std::vector<std::string> quoted(std::string_view cell) {
  const auto pieces = split(cell, '`');
  std::vector<std::string> found;
  for (std::size_t i = 1; i < pieces.size(); i += 2) {
    found.emplace_back(pieces[i]);
  }
  return found;
}

/// Rows of the tables whose second column is "held by".
std::vector<Trap> traps_of(const std::string& page) {
  std::vector<Trap> traps;
  bool held = false;
  for (const auto line : lines(page)) {
    const auto cells = split(line, '|');
    if (!line.starts_with('|') || cells.size() < 3) {
      held = false;
    } else if (trim(cells[2]) == "held by") {
      held = true;
    } else if (held && !cells[1].starts_with("---")) {
      traps.push_back({std::string(trim(cells[1])), quoted(cells[2])});
    }
  }
  return traps;
}

/// What is wrong with the page, a line each.
std::vector<std::string> complaints(const std::vector<Trap>& traps,
                                    const std::set<std::string>& names) {
  std::vector<std::string> found;
  std::set<std::string> seen;
  for (const auto& trap : traps) {
    if (!seen.insert(trap.what).second) {
      found.push_back(trap.what + ": stands twice");
    }
    if (trap.tests.empty()) {
      found.push_back(trap.what + ": held by nothing");
    }
    for (const auto& test : trap.tests) {
      if (!names.contains(test)) {
        found.push_back(trap.what + ": there is no test '" + test + "'");
      }
    }
  }
  return found;
}

}  // namespace

TEST_CASE("docs: every trap on the page is held by a test that there is", "[house][docs]") {
  const auto page =
      text_of(std::filesystem::path(rackproof::testing::source_dir()) / "docs/traps.md");
  const auto traps = traps_of(page);

  CHECK(traps.size() >= 160);
  CHECK(complaints(traps, test_names()) == std::vector<std::string>{});
  for (const auto* source :
       {"AWS Neuron", "NVIDIA: NVML, DCGM, Xids", "AMD", "Linux host", "BMC over Redfish",
        "Liquid cooling, rack, PDU", "Across all sources", "Parsing"}) {
    CAPTURE(source);
    CHECK(page.find(std::string("## ") + source + "\n\n| trap | held by |\n") != std::string::npos);
  }
}

TEST_CASE("docs: a trap without a test, one whose test is gone and one told twice would be seen",
          "[house][docs]") {
  std::set<std::string> names;
  add_names("TEST_CASE(\n    \"here: \"\n    \"\\\"x\\\"\", \"[t]\") {}\nTEST_CASE(\"here: y\") {}",
            names);
  const auto traps = traps_of(
      "| trap | held by |\n|---|---|\n| a | `here: \"x\"`, `here: y` |\n| b | |\n| c | `gone` |\n"
      "| a | `here: y` |\n\n| what | why |\n|---|---|\n| d | because |\n");

  CHECK(names == std::set<std::string>{"here: \"x\"", "here: y"});
  CHECK(complaints(traps, names) == std::vector<std::string>{"b: held by nothing",
                                                             "c: there is no test 'gone'",
                                                             "a: stands twice"});
}
