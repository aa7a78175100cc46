#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "probes/machine/child.h"
#include "probes/machine/clock.h"
#include "schemas/json/strict_json.h"
#include "schemas/text.h"
#include "tests/reports/small_bundle.h"
#include "tests/support/source_dir.h"

using namespace rackproof;
using rackproof::testing::small_run;
using rackproof::testing::SmallBundle;

namespace {

std::string text_of(const std::string& file) {
  std::ifstream stream(rackproof::testing::source_dir() + "/" + file);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// The blocks of docs/trust.md that are typed in, each command by command.
std::vector<std::vector<std::string>> commands() {
  const auto page = text_of("docs/trust.md");
  const std::string fence = "```sh\n";
  std::vector<std::vector<std::string>> blocks;
  for (auto at = page.find(fence); at != std::string::npos; at = page.find(fence, at + 1)) {
    const auto from = at + fence.size();
    auto& block = blocks.emplace_back();
    const auto text = page.substr(from, page.find("```", from) - from);
    for (const auto line : lines(text)) {
      block.emplace_back(line);
    }
  }
  return blocks;
}

void replace(std::string& text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  text.replace(at, from.size(), to);
}

/// A run of the rack and the reference that the page is about.
testing::SmallRun rack_7() {
  auto run = small_run();
  run.inventory.serial = "RACK-7-02";
  replace(run.reference, "id = \"tiny\"\nrevision = 1", "id = \"host-x86_64\"\nrevision = 3");
  return run;
}

/// A directory with an unsealed bundle of rack 7 and the page's three trust files.
class Desk {
 public:
  Desk() : bundle_(rack_7()) {
    std::filesystem::rename(bundle_.path(), bundle_.beside("rack-7"));
    for (const auto* name : {"fleet.toml", "operations.toml", "support.toml"}) {
      testing::overwrite(bundle_.beside(name),
                         text_of(std::string("tests/examples/trust/") + name));
    }
  }

  struct Typed {
    int exit_code = -1;
    std::string output;
    std::string complaints;
  };
  [[nodiscard]] Typed type(const std::string& line) const {
    const auto programs = std::filesystem::path(RACKPROOF_PROGRAM).parent_path().string();
    ChildCommand command;
    command.argv = {"/bin/sh", "-c", line};
    command.directory = bundle_.beside("");
    command.environment = {"PATH=" + programs + ":/usr/local/bin:/usr/bin:/bin"};
    const auto result = run_child(command, {}, {});
    REQUIRE(result);
    return {result->exit_code.value_or(-1), result->output, result->error_output};
  }
  /// Types each line; all but the last must answer 0.
  [[nodiscard]] Typed type_all(const std::vector<std::string>& lines) const {
    for (auto line = lines.begin(); line + 1 != lines.end(); ++line) {
      const auto typed = type(*line);
      INFO(*line << "\n" << typed.output << typed.complaints);
      CHECK(typed.exit_code == 0);
    }
    return type(lines.back());
  }

 private:
  SmallBundle bundle_;
};

/// What a good answer is here: the bundle of the tests is of November 2026, and the programs ask
/// the machine's own clock.
int good() {
  return SystemClock().now() > testing::small_start() ? 0 : 4;
}

}  // namespace

TEST_CASE("docs/trust.md: its three users get the answers that it says", "[cli][docs]") {
  const auto typed = commands();
  REQUIRE(typed.size() == 3);
  REQUIRE((typed[0].size() == 7 && typed[1].size() == 4 && typed[2].size() == 3));
  CHECK_THAT(typed[0][0],
             Catch::StartsWith("rackproof certify ") && Catch::EndsWith("--out rack-7"));
  const Desk desk;

  const auto handed_over = desk.type_all({typed[0].begin() + 1, typed[0].end()});
  INFO(handed_over.output << handed_over.complaints);
  CHECK(handed_over.exit_code == good());
  CHECK_THAT(handed_over.output,
             Catch::Contains("integrity  ok") && Catch::Contains("identity   ok"));
  CHECK_THAT(desk.type(typed[0][5]).output, Catch::Contains("2 findings"));

  const auto taken_in = desk.type(typed[1][0]);
  CHECK(taken_in.exit_code == good());
  CHECK_THAT(desk.type(typed[1][1]).output, Catch::Contains("devices  RACK-7*"));
  CHECK(desk.type(typed[1][2]).exit_code == 0);
  const auto elsewhere = desk.type(typed[1][3]);
  CHECK(elsewhere.exit_code == 4);
  CHECK_THAT(elsewhere.output, Catch::Contains("may speak for RACK-8*, not for this device "
                                               "(serial numbers: RACK-7-02)"));

  CHECK(desk.type(typed[2][0]).exit_code == 0);
  const auto claim = desk.type(typed[2][1]);
  CHECK(claim.exit_code == 4);
  CHECK_THAT(claim.output, Catch::Contains("identity   ok") &&
                               Catch::Contains("the trust file demands a signed test order") &&
                               Catch::Contains("the evidence gives all 3 verdicts bit for bit"));
  const auto document = desk.type(typed[2][2]);
  CHECK(document.exit_code == 4);
  REQUIRE(parse_strict_json(document.output));
  CHECK_THAT(document.output, Catch::Contains("\"demandsMet\": false"));
}

TEST_CASE("docs/trust.md: a collector's key does not certify", "[cli][docs]") {
  const auto typed = commands();
  REQUIRE(typed.size() == 3);
  const Desk desk;
  auto lines = std::vector<std::string>(typed[0].begin() + 1, typed[0].end());
  replace(lines[3], "--key ann.key", "--key site-7.key");
  const auto refused = desk.type_all(lines);
  CHECK(refused.exit_code == 4);
  CHECK_THAT(refused.output, Catch::Contains("NOT ok"));
}
