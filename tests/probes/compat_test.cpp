#include "probes/sinks/compat.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "probes/machine/child.h"
#include "probes/read_once.h"
#include "schemas/text.h"
#include "tests/support/captures.h"
#include "tests/support/exposition_parts.h"
#include "tests/support/fixture_host.h"
#include "tests/support/told_series.h"

using namespace rackproof;
using namespace rackproof::testing;
using namespace std::chrono_literals;

namespace {

/// Series that only one of the two has, and why. '*' stands for any characters.
struct Excuse {
  std::string_view series;
  std::string_view why;
};

constexpr std::array kOnlyTheirs{
    Excuse{"node_cpu_core_throttles_total core=* package=1",
           "the captured /proc/cpuinfo is of another machine than the captured sysfs"},
    Excuse{"node_network_* device=lo", "read over netlink; the captured sysfs has no lo"},
};
constexpr std::array kOnlyOurs{
    Excuse{"node_cpu_core_throttles_total core=* package=0",
           "the captured /proc/cpuinfo is of another machine than the captured sysfs"},
    Excuse{"node_hwmon_chip_names chip=bogus *", "has no channel that they would show"},
    Excuse{"node_hwmon_chip_names chip=platform_applesmc_768 *",
           "the name stands in the device's directory, where they do not look for it"},
    Excuse{"node_network_* device=dmz", "their run is told to leave it out"},
    Excuse{"node_network_* device=int", "their run is told to leave it out"},
    Excuse{"node_uname_info *", "their run leaves it out, for it is of the machine that runs it"},
};

template <std::size_t N>
bool excused(const std::array<Excuse, N>& table, std::string_view series) {
  return std::ranges::any_of(
      table, [&](const Excuse& excuse) { return matches_pattern(series, excuse.series); });
}

std::string output_of(std::vector<std::string> argv) {
  ChildCommand command;
  command.argv = std::move(argv);
  command.environment = {"PATH=/usr/bin:/bin"};
  auto ended = run_child(command, {}, {});
  REQUIRE(ended);
  REQUIRE(ended->exit_code == 0);
  return std::move(ended->output);
}

/// The captured machine, read by our probes and told in their names.
std::string ours_told_as_theirs(const Host& host) {
  const auto probes = make_probes(host, {});
  REQUIRE(probes);
  auto reading = read_once(host, *probes, 30s);
  REQUIRE(reading);
  ExpositionScene scene({.compat = {CompatSet::node_exporter}}, reading->inventory);
  scene.append(reading->samples);
  return scene.exposition->text(ExpositionFormat::prometheus);
}

std::string text_of(const outside::ForeignSeries& series) {
  std::string text(series.name);
  for (const auto& label : series.labels) {
    text += " " + std::string(label.name) + "=" + label.value;
  }
  return text;
}

/// RAPL's path is of the file system that they read, a DIMM's label of how they clean it.
outside::ForeignSeries comparable(outside::ForeignSeries series) {
  std::erase_if(series.labels, [](const outside::Label& label) {
    return label.name == "path" || label.name == "dimm_label";
  });
  return series;
}

using ByText = std::map<std::string, double>;

ByText of_table(const ToldSeries& told, const std::set<std::string_view>& names) {
  ByText found;
  for (const auto& series : told.exposition().series) {
    if (names.contains(series.name) && has_value(series.value)) {
      found[text_of(comparable(series))] = as_double(series.value);
    }
  }
  return found;
}

std::set<std::string_view> names_of(CompatSet set) {
  std::set<std::string_view> names;
  for (const auto& row : compat_rows(set)) {
    names.insert(row.theirs);
  }
  return names;
}

bool same(double a, double b) {
  constexpr double kLastBits = 1e-15;  // their sums and ours may end in another bit
  return std::abs(a - b) <= kLastBits * std::abs(b);
}

struct Comparison {
  std::size_t equal = 0;
  std::vector<std::string> differences;  ///< Those that no excuse covers.
};

Comparison compare(const ByText& ours, const ByText& theirs) {
  Comparison result;
  for (const auto& [text, value] : theirs) {
    const auto found = ours.find(text);
    if (found != ours.end() && same(found->second, value)) {
      ++result.equal;
    } else if (found != ours.end()) {
      result.differences.push_back(text + ": ours is " + format_double(found->second));
    } else if (!excused(kOnlyTheirs, text)) {
      result.differences.push_back(text + ": only theirs");
    }
  }
  for (const auto& [text, value] : ours) {
    if (!theirs.contains(text) && !excused(kOnlyOurs, text)) {
      result.differences.push_back(text + ": only ours");
    }
  }
  return result;
}

}  // namespace

TEST_CASE("compat: node_exporter's series of a captured machine come out of ours, label by label",
          "[probes][sinks][captures]") {
  const auto sys = capture("node_exporter/sys-udev-tree.tar.gz");
  const auto proc = capture("node_exporter/proc-tree.tar.gz");
  const auto output = capture("node_exporter/e2e-output.txt.gz");
  if (!sys || !proc || !output) {
    return;
  }
  const TempDir root;
  unpack(*sys, root.path());
  unpack(*proc, root.path() / "node_exporter");
  const FixtureHost fixture(root.path() / "node_exporter");

  const auto names = names_of(CompatSet::node_exporter);
  const ToldSeries ours(ours_told_as_theirs(fixture.host()), outside::Dialect::prometheus);
  const ToldSeries theirs(output_of({"gzip", "-dc", output->string()}),
                          outside::Dialect::prometheus);
  const auto found = compare(of_table(ours, names), of_table(theirs, names));

  std::cout << "compat: " << found.equal << " of node_exporter's series are ours too\n";
  CHECK(found.differences == std::vector<std::string>{});
  CHECK(found.equal == 300);
}

TEST_CASE("compat: a value, a label or a series that differs would be seen",
          "[probes][sinks][captures]") {
  const ByText theirs{{"node_x a=1", 1}, {"node_network_y device=lo", 2}};
  CHECK(compare({{"node_x a=1", 1}}, theirs).differences.empty());
  CHECK(compare({{"node_x a=1", 1}}, theirs).equal == 1);
  CHECK(compare({{"node_x a=1", 1.001}}, theirs).differences ==
        std::vector<std::string>{"node_x a=1: ours is 1.001"});
  CHECK(compare({{"node_x a=2", 1}}, theirs).differences ==
        std::vector<std::string>{"node_x a=1: only theirs", "node_x a=2: only ours"});
}

TEST_CASE("compat: a name of the table stands in other exporters' own lists", "[probes][sinks]") {
  const auto csv = capture("dcgm-exporter/default-counters.csv");
  if (!csv) {
    return;
  }
  std::ifstream file(*csv);
  const std::string text(std::istreambuf_iterator<char>(file), {});
  for (const auto name : names_of(CompatSet::dcgm_exporter)) {
    CAPTURE(name);
    CHECK(text.find(std::string(name) + ",") != std::string::npos);
  }
}

TEST_CASE("compat: without a set there is no name of anybody else", "[probes][sinks]") {
  ExpositionScene scene;
  scene.read_all();
  const ToldSeries told(scene.exposition->text(ExpositionFormat::openmetrics));
  for (const auto& series : told.exposition().series) {
    CHECK(series.name.starts_with("rackproof_"));
  }
}

TEST_CASE("compat: the rows of both sets stand by name in a table", "[probes][sinks]") {
  const CompatTable table({CompatSet::dcgm_exporter, CompatSet::node_exporter});
  CHECK(table.rows().size() == compat_rows(CompatSet::dcgm_exporter).size() +
                                   compat_rows(CompatSet::node_exporter).size());
  CHECK(std::ranges::is_sorted(table.rows(), {}, &CompatRow::theirs));
  CHECK(CompatTable(std::vector<CompatSet>{}).rows().empty());
}
