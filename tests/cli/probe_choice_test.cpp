#include "cli/probe_choice.h"

#include <algorithm>

#include <catch2/catch.hpp>

#include "probes/machine/clock.h"
#include "tests/support/fixture_host.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using namespace rackproof::testing;

namespace {

constexpr const char* kSources =
    "[[source]]\nname = \"cdu\"\nexec = [\"/bin/true\"]\n"
    "[[source.series]]\nname = \"heat\"\nmetric = \"power_watts\"\nunit = \"W\"\n";

std::string bmc(const std::string& name) {
  return "[[bmc]]\nname = \"" + name +
         "\"\nurl = \"http://127.0.0.1:9\"\ninsecure = \"plain\"\nuser = \"u\"\n"
         "credentials_file = \"password\"\n";
}

using Names = std::vector<std::string>;

Names names_of(const std::vector<std::unique_ptr<Probe>>& probes) {
  Names names;
  std::ranges::transform(probes, std::back_inserter(names),
                         [](const auto& probe) { return std::string(probe->name()); });
  return names;
}

/// This machine, two BMCs and a source.
struct Ground {
  Ground() {
    auto loaded = ProbeChoice::load(
        {dir.write("bmcs.toml", bmc("tray1") + bmc("tray2")), dir.write("sources.toml", kSources)});
    INFO((loaded ? "" : loaded.error().message));
    REQUIRE(loaded);
    choice = *std::move(loaded);
    auto opened = FileTree::open("/");
    REQUIRE(opened);
    tree.emplace(*std::move(opened));
  }

  [[nodiscard]] Host host() const { return {*tree, clock}; }
  [[nodiscard]] Result<Names> made(Names names) const {
    const auto probes = choice.make(host(), std::move(names));
    return probes ? Result<Names>(names_of(*probes)) : Result<Names>(probes.error());
  }

  TempDir dir;
  SystemClock clock;
  std::optional<FileTree> tree;
  ProbeChoice choice;
};

}  // namespace

TEST_CASE("probe choice: all are the program's own, then BMCs, then sources", "[cli]") {
  const Ground ground;
  const auto host = ground.host();
  const auto names = names_of(ground.choice.make_all(host));
  REQUIRE(names.size() > 3);
  CHECK(Names(names.end() - 3, names.end()) == Names{"redfish:tray1", "redfish:tray2", "cdu"});
  CHECK(names_of(ProbeChoice().make_all(host)) == Names(names.begin(), names.end() - 3));
}

TEST_CASE("probe choice: a word is a probe, a source, a BMC or all BMCs", "[cli]") {
  const Ground ground;
  CHECK(*ground.made({"cdu"}) == Names{"cdu"});
  CHECK(*ground.made({"redfish"}) == Names{"redfish:tray1", "redfish:tray2"});
  CHECK(*ground.made({"redfish:tray2"}) == Names{"redfish:tray2"});
  CHECK(*ground.made({"cdu", "pressure"}) == Names{"pressure", "cdu"});
  const auto unknown = ground.made({"cdu", "presure"});
  REQUIRE_FALSE(unknown);
  CHECK(unknown.error().message == "no probe 'presure' (did you mean 'pressure'?)");
  const auto mistyped = ground.made({"redfish:tray3"});
  REQUIRE_FALSE(mistyped);
  CHECK(mistyped.error().message == "no probe 'redfish:tray3' (did you mean 'redfish:tray1'?)");
}

TEST_CASE("probe choice: a word that needs a file names the option and the page about the file",
          "[cli]") {
  const Ground ground;
  const auto without = [&](const std::string& word) {
    const auto probes = ProbeChoice().make(ground.host(), {word});
    REQUIRE_FALSE(probes);
    CHECK(probes.error().kind == ErrorKind::absent);
    return probes.error().message;
  };
  CHECK(without("redfish") ==
        "--probe redfish needs --bmc FILE, which names the BMCs (docs/redfish.md)");
  CHECK(without("redfish:tray1") ==
        "--probe redfish:tray1 needs --bmc FILE, which names the BMCs (docs/redfish.md)");
  CHECK(without("cdu") ==
        "no probe 'cdu' (did you mean 'cpu'?); a source of one's own needs --sources FILE "
        "(docs/outside-sources.md)");
  CHECK_THAT(without("redfsh"), Catch::Contains("did you mean 'redfish'?"));
  CHECK(ground.made({"elevator"}).error().message == "no probe 'elevator'");  // sources were given
}

TEST_CASE("probe choice: a captured machine has no BMC to ask", "[cli]") {
  const Ground ground;
  const auto captured = FileTree::open(fixture_path("small_virtual_machine").string());
  REQUIRE(captured);
  CHECK(ground.choice.suits(*ground.tree));
  const auto suits = ground.choice.suits(*captured);
  REQUIRE_FALSE(suits);
  CHECK(suits.error().message.find("--root") != std::string::npos);
  CHECK(ProbeChoice().suits(*captured));
}

TEST_CASE("probe choice: a file is known by its absolute path, however it was named", "[cli]") {
  const TempDir dir;
  const auto path = dir.write("bmcs.toml", "[[bmc]]\nnome = \"a\"\n");
  const auto wrong = ProbeChoice::load({.bmcs = std::filesystem::relative(path).string()});
  REQUIRE_FALSE(wrong);
  CHECK(wrong.error().message.starts_with("/"));
  CHECK(wrong.error().message.find("bmcs.toml:2: ") != std::string::npos);
}

TEST_CASE("probe choice: a file that is missing, empty or wrong is named", "[cli]") {
  const TempDir dir;
  const auto missing = ProbeChoice::load({.bmcs = dir.at("none.toml")});
  REQUIRE_FALSE(missing);
  CHECK(missing.error().message.find("none.toml") != std::string::npos);
  const auto empty = ProbeChoice::load({.sources = dir.write("empty.toml", "")});
  REQUIRE_FALSE(empty);
  CHECK(empty.error().message == dir.at("empty.toml") + ": is empty");
  const auto wrong = ProbeChoice::load({.sources = dir.write("wrong.toml", "[[sauce]]\n")});
  REQUIRE_FALSE(wrong);
  CHECK(wrong.error().message.starts_with(dir.at("wrong.toml") + ":1: "));
}
