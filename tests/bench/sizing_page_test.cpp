// docs/sizing.md and the script that works out its tables.

#include <fstream>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "probes/machine/child.h"
#include "tests/support/source_dir.h"
#include "tests/support/temp_dir.h"

namespace rackproof {
namespace {

const std::string kSource = testing::source_dir();

std::string text_of(const std::string& file) {
  std::ifstream stream(kSource + "/" + file);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

std::string page() {
  return text_of("docs/sizing.md");
}

/// Figures that inputs of `text` take from other pages, and that do not stand there.
std::vector<std::string> lost_figures(const std::string& text) {
  static const std::regex input(R"(\| `\w+` \|[^|]*\|[^|]*\| `(docs/[a-z]+\.md)`: ([^|]*)\|)");
  static const std::regex figure(R"([0-9](?:[0-9.,]*[0-9])?)");
  std::vector<std::string> lost;
  int seen = 0;
  for (std::sregex_iterator row(text.begin(), text.end(), input), end; row != end; ++row) {
    const auto other = text_of((*row)[1]);
    const auto words = (*row)[2].str();
    for (std::sregex_iterator number(words.begin(), words.end(), figure); number != end; ++number) {
      ++seen;
      if (other.find(number->str()) == std::string::npos) {
        lost.push_back((*row)[1].str() + ": " + number->str());
      }
    }
  }
  REQUIRE(seen >= 4);  // of the agent and of pushing
  return lost;
}

ChildResult sizing(const std::vector<std::string>& arguments) {
  ChildCommand command;
  command.argv = {kSource + "/tests/bench/sizing"};
  command.argv.insert(command.argv.end(), arguments.begin(), arguments.end());
  command.environment = {"PATH=/usr/local/bin:/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE=1"};
  const auto ended = run_child(command, {}, {});
  REQUIRE(ended);
  return *ended;
}

std::string with(std::string text, const std::string& old, const std::string& fresh) {
  const auto place = text.find(old);
  REQUIRE(place != std::string::npos);
  return text.replace(place, old.size(), fresh);
}

TEST_CASE("sizing page: its tables are what its inputs come to", "[bench]") {
  const auto ended = sizing({"--check"});
  INFO(ended.error_output);
  CHECK(ended.exit_code == 0);
}

TEST_CASE("sizing page: another input, another result or a lost table is noticed", "[bench]") {
  const testing::TempDir directory;
  for (const auto& wrong :
       {with(page(), "| `metrics` | 60 |", "| `metrics` | 61 |"),
        with(page(), "| series | 96 M |", "| series | 95 M |"),
        with(page(), "<!-- worked out: engines -->", "<!-- worked out: motors -->"),
        with(page(), "| `index_bytes` |", "| `index_octets` |")}) {
    const auto ended = sizing({"--check", directory.write("sizing.md", wrong)});
    CHECK(ended.exit_code == 1);
    CHECK_FALSE(ended.error_output.empty());
  }
}

TEST_CASE("sizing page: what it takes from another page stands there", "[bench]") {
  CHECK(lost_figures(page()).empty());
  CHECK(lost_figures(with(page(), "6.4 ms/s", "18.5 ms/s")) ==
        std::vector<std::string>{"docs/agent.md: 18.5"});
}

TEST_CASE("sizing page: 100,000 nodes of 16 with 60 metrics a second are 96 million samples",
          "[bench]") {
  const testing::TempDir directory;
  const auto path =
      directory.write("sizing.md", with(page(), "| `nodes` | 100,000 |", "| `nodes` | 50,000 |"));
  CHECK(page().find("| samples a second | 96 M | 9.6 M | 3.2 M |") != std::string::npos);
  CHECK(sizing({path}).exit_code == 0);
  std::ifstream file(path);
  std::ostringstream halved;
  halved << file.rdbuf();
  CHECK(halved.str().find("| samples a second | 48 M | 4.8 M | 1.6 M |") != std::string::npos);
}

}  // namespace
}  // namespace rackproof
