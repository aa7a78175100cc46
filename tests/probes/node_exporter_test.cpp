#include <array>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "probes/factories.h"
#include "probes/machine/child.h"
#include "schemas/text.h"
#include "tests/probes/node_exporter_map.h"
#include "tests/support/captures.h"
#include "tests/support/fixture_host.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using namespace rackproof::testing;

namespace {

/// Part of their names, and how many values of it the capture holds: a capture that lost its
/// values, or a reader of it that lost its eyes, is seen.
struct Family {
  std::string_view prefix;
  std::size_t values;
};

constexpr std::array kFamilies{
    Family{"node_hwmon_", 137},  Family{"node_edac_", 20},        Family{"node_infiniband_", 51},
    Family{"node_rapl_", 2},     Family{"node_thermal_zone_", 1}, Family{"node_cooling_device_", 2},
    Family{"node_pressure_", 6}, Family{"node_nvme_", 6},         Family{"node_pcidevice_", 52},
};

/// What may differ, with the reason.
struct Excuse {
  std::string_view name;
  std::string_view reason;
};
constexpr std::string_view kSectors =
    "the kernel's `size` counts 512-byte sectors (sysfs-block ABI), they multiply by the block of "
    "4096: 8 times the 2 TB that the drive says it uses in full";
constexpr std::array kExcuses{
    Excuse{"node_nvme_namespace_capacity_bytes", kSectors},
    Excuse{"node_nvme_namespace_size_bytes", kSectors},
};

std::string_view excuse_for(std::string_view name) {
  for (const auto& excuse : kExcuses) {
    if (name == excuse.name) {
      return excuse.reason;
    }
  }
  return {};
}

std::vector<TheirSample> their_samples(const std::filesystem::path& archive) {
  ChildCommand command;
  command.argv = {"gzip", "-dc", archive.string()};
  command.environment = {"PATH=/usr/bin:/bin"};
  const auto ended = run_child(command, {}, {});
  REQUIRE(ended);
  REQUIRE(ended->exit_code == 0);
  std::vector<TheirSample> samples;
  for (const auto line : lines(ended->output)) {
    if (auto sample = parse_exposition_line(line)) {
      samples.push_back(std::move(*sample));
    }
  }
  return samples;
}

std::vector<ProbeRun> read_everything(const Host& host) {
  std::vector<ProbeRun> runs;
  for (const auto make :
       {make_hwmon_probe, make_edac_probe, make_infiniband_probe, make_rapl_probe,
        make_thermal_probe, make_pressure_probe, make_nvme_probe, make_pcie_probe}) {
    runs.emplace_back(*make(host));
  }
  return runs;
}

/// Number reproduced; prints and checks what differs.
std::size_t compare(const Family& family, const std::vector<TheirSample>& theirs,
                    const std::vector<ProbeRun>& runs) {
  std::size_t asked = 0;
  std::size_t reproduced = 0;
  for (const auto& sample : theirs) {
    if (!sample.name.starts_with(family.prefix)) {
      continue;
    }
    ++asked;
    const auto differs = difference(sample, runs);
    if (differs.empty()) {
      ++reproduced;
      continue;
    }
    const auto excuse = excuse_for(sample.name);
    std::cout << "  differs: " << sample.line << " (" << differs << ") " << excuse << "\n";
    CAPTURE(sample.line, differs);
    CHECK_FALSE(excuse.empty());
  }
  std::cout << family.prefix << "*: " << reproduced << " of " << asked << " reproduced\n";
  CHECK(asked == family.values);
  return reproduced;
}

}  // namespace

TEST_CASE("node_exporter: every value that it reports of a captured machine is ours too",
          "[probes][captures]") {
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
  const auto runs = read_everything(fixture.host());
  const auto theirs = their_samples(*output);

  std::size_t reproduced = 0;
  for (const auto& family : kFamilies) {
    reproduced += compare(family, theirs, runs);
  }

  std::cout << "node_exporter: " << reproduced << " values reproduced in all\n";
}

TEST_CASE("node_exporter map: a value that is off by one is seen", "[probes][captures]") {
  const TempDir root;
  root.write("sys/devices/system/edac/mc/mc0/ce_count", "1\n");
  const FixtureHost fixture(root.path());
  std::vector<ProbeRun> runs;
  runs.emplace_back(*make_edac_probe(fixture.host()));
  const auto theirs = [](std::string_view line) { return *parse_exposition_line(line); };

  CHECK(difference(theirs("node_edac_correctable_errors_total{controller=\"0\"} 1"), runs).empty());
  CHECK(difference(theirs("node_edac_correctable_errors_total{controller=\"0\"} 2"), runs) ==
        "ours is 1");
  CHECK(difference(theirs("node_edac_correctable_errors_total{controller=\"1\"} 1"), runs) ==
        "no device node/edac:mc1");
  CHECK(difference(theirs("node_edac_new_thing 1"), runs) == "no row in the table");
  CHECK(difference(theirs("node_edac_uncorrectable_errors_total{controller=\"0\"} 0"), runs)
            .starts_with("absent: "));
}
