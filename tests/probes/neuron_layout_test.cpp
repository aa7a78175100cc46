#include "probes/neuron/neuron_layout.h"

#include <catch2/catch.hpp>

#include "probes/neuron/neuron_files.h"
#include "tests/support/neuron_host.h"

using namespace rackproof;
using namespace rackproof::neuron;
using rackproof::testing::NeuronHost;
using rackproof::testing::NeuronTree;

namespace {

constexpr std::string_view kEcc = "stats/hardware/mem_ecc_uncorrected";

Layout layout_of(const NeuronHost& host, std::string_view driver) {
  return walk(host.fixture.files(), host.directory(0), driver);
}

}  // namespace

TEST_CASE("neuron: a file's tail says what it is", "[probes][neuron]") {
  CHECK(tail_of(kEcc) == "mem_ecc_uncorrected");
  CHECK(tail_of("stats/status/success/total") == "success/total");
  CHECK(tail_of("stats/memory_usage/device_mem/tensors/peak") == "device_mem/tensors/peak");
  CHECK(tail_of("stats/memory_usage/host_mem/total") == "host_mem/total");
  CHECK(tail_of("stats/power/utilization") == "power/utilization");
  CHECK(tail_of("core_count") == "core_count");
  CHECK(tail_of("total") == "total");
}

TEST_CASE("neuron: the walk does not follow the link back to the class", "[probes][neuron]") {
  const NeuronHost host(NeuronTree{.devices = 2});

  const auto layout = layout_of(host, "2.30.2.0");

  CHECK_FALSE(layout.cut_short);
  CHECK(layout.cores.size() == 2);
  for (const auto& file : layout.device.files) {
    CHECK(file.find("subsystem") == std::string::npos);
    CHECK(file.find("neuron_core") == std::string::npos);
  }
}

TEST_CASE("neuron: every file is found where driver 2.31 may have put it", "[probes][neuron]") {
  const NeuronHost host(NeuronTree{.driver = "2.31.0.0", .moved = true, .devices = 1});

  const auto layout = layout_of(host, "2.31.0.0");

  REQUIRE(layout.cores.size() == 2);
  for (const auto& row : core_files()) {
    CAPTURE(row.path);
    CHECK(locate(layout, layout.cores[1].branch, row.path, row.since));
  }
  for (const auto& row : ecc_files()) {
    CAPTURE(row.path);
    CHECK(locate(layout, layout.device, row.path, row.since));
  }
  CHECK(*locate(layout, layout.device, kEcc, "") ==
        host.directory(0) + "/errors/ecc/mem_ecc_uncorrected");
}

TEST_CASE("neuron: an older driver's file is taken from its known place alone",
          "[probes][neuron]") {
  const NeuronHost host(NeuronTree{.moved = true, .devices = 1});

  const auto found =
      locate(layout_of(host, "2.30.2.0"), layout_of(host, "2.30.2.0").device, kEcc, "2.14");

  REQUIRE_FALSE(found);
  CHECK(found.error().kind == ErrorKind::unsupported);
  CHECK(found.error().message ==
        "attribute absent: driver 2.30.2.0 has no stats/hardware/mem_ecc_uncorrected (since 2.14)");
}

TEST_CASE("neuron: a moved file that could be two is neither", "[probes][neuron]") {
  const NeuronHost host(NeuronTree{.driver = "2.31.0.0", .moved = true, .devices = 1});
  host.put(0, "elsewhere/mem_ecc_uncorrected", "5\n");

  const auto layout = layout_of(host, "2.31.0.0");
  const auto found = locate(layout, layout.device, kEcc, "");

  REQUIRE_FALSE(found);
  CHECK(found.error().message.find("could both be it") != std::string::npos);
}

TEST_CASE("neuron: from 2.31 on device_type may stand for device_name", "[probes][neuron]") {
  const rackproof::testing::TempDir root;
  root.write("neuron0/info/architecture/device_type", "Trainium2\n");
  const rackproof::testing::FixtureHost fixture(root.path());
  constexpr std::string_view kName = "info/architecture/device_name";

  const auto after = walk(fixture.files(), "/neuron0", "2.31.1.0");
  const auto before = walk(fixture.files(), "/neuron0", "2.30.2.0");

  CHECK(locate(after, after.device, kName, ""));
  CHECK_FALSE(locate(before, before.device, kName, ""));
}
