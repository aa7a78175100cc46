#include "certsuite/workloads/memory_place.h"

#include <catch2/catch.hpp>

#include "tests/support/temp_dir.h"

namespace rackproof {
namespace {

constexpr std::uint64_t kBlock = 0x8000000;  // 128 MiB

FileTree open_tree(const testing::TempDir& root) {
  auto files = FileTree::open(root.path());
  REQUIRE(files);
  return std::move(*files);
}

std::string dimm(std::string_view place) {
  return "sys/devices/system/edac/mc/" + std::string(place);
}

void add_dimm(const testing::TempDir& root, std::string_view place, std::string_view label) {
  root.write(dimm(place) + "/dimm_label", std::string(label) + "\n");
  root.write(dimm(place) + "/dimm_ce_count", "4\n");
  root.write(dimm(place) + "/dimm_ue_count", "0\n");
}

/// Blocks 0 and 1 on node 0 of socket 0, block 2 on node 1 of socket 1.
void add_nodes(const testing::TempDir& root) {
  root.write("sys/devices/system/memory/block_size_bytes", "8000000\n");
  for (const auto* place : {"node0/memory0", "node0/memory1", "node1/memory2"}) {
    root.link("sys/devices/system/node/" + std::string(place), "../../memory/memory0");
  }
  for (const auto* place : {"node0/cpu0", "node0/cpu1", "node1/cpu2"}) {
    root.link("sys/devices/system/node/" + std::string(place), "../../cpu/cpu0");
  }
  for (const auto* cpu : {"cpu0", "cpu1", "cpu2"}) {
    root.write("sys/devices/system/cpu/" + std::string(cpu) + "/topology/physical_package_id",
               std::string_view(cpu) == "cpu2" ? "1\n" : "0\n");
  }
}

TEST_CASE("memory places: a machine that says nothing is not guessed about", "[workloads]") {
  const testing::TempDir root;
  const auto files = open_tree(root);
  CHECK(MemoryPlaces::read(files).describe(0x1234).empty());
  CHECK(DimmErrors::read(files).empty());
}

TEST_CASE("memory places: the DIMM is named where it is the only one", "[workloads]") {
  const testing::TempDir root;
  add_dimm(root, "mc0/dimm3", "DIMM_B2");
  CHECK(MemoryPlaces::read(open_tree(root)).describe(1) ==
        ", in the only DIMM mc0/dimm3 'DIMM_B2'");

  add_dimm(root, "mc0/dimm4", "DIMM_B3");
  CHECK(MemoryPlaces::read(open_tree(root)).describe(1).empty());
}

TEST_CASE("memory places: among several the NUMA node and its socket's controllers are named",
          "[workloads]") {
  const testing::TempDir root;
  add_nodes(root);
  for (const auto* place : {"mc0", "mc1", "mc2"}) {
    add_dimm(root, std::string(place) + "/dimm0", "");
    root.write(dimm(place) + "/mc_name", std::string_view(place) == "mc0"
                                             ? "Skylake Socket#0 IMC#0\n"
                                             : "Skylake Socket#1 IMC#0\n");
  }
  const auto places = MemoryPlaces::read(open_tree(root));
  CHECK(places.describe(0) == ", on NUMA node 0, behind one of mc0");
  CHECK(places.describe(2 * kBlock - 1) == ", on NUMA node 0, behind one of mc0");
  CHECK(places.describe(2 * kBlock) == ", on NUMA node 1, behind one of mc1, mc2");
  CHECK(places.describe(3 * kBlock).empty());
}

TEST_CASE("memory places: a controller that does not say its socket is not tied to a node",
          "[workloads]") {
  const testing::TempDir root;
  add_nodes(root);
  add_dimm(root, "mc0/dimm0", "A");
  add_dimm(root, "mc0/dimm1", "B");
  root.write(dimm("mc0") + "/mc_name", "F17h\n");
  CHECK(MemoryPlaces::read(open_tree(root)).describe(0) == ", on NUMA node 0");
}

TEST_CASE("dimm errors: only counts that grew are told, by slot and label", "[workloads]") {
  const testing::TempDir root;
  add_dimm(root, "mc0/dimm0", "DIMM_A1");
  add_dimm(root, "mc0/rank1", "");
  add_dimm(root, "mc1/dimm0", "DIMM_C1");
  root.write(dimm("mc1") + "/mc_name", "no DIMM\n");
  const auto before = DimmErrors::read(open_tree(root));
  CHECK(DimmErrors::read(open_tree(root)).grown_since(before).empty());

  root.write(dimm("mc0/dimm0") + "/dimm_ce_count", "6\n");
  root.write(dimm("mc0/dimm0") + "/dimm_ue_count", "1\n");
  root.write(dimm("mc0/rank1") + "/dimm_ue_count", "1\n");
  root.write(dimm("mc1/dimm0") + "/dimm_ce_count", "0\n");

  CHECK(DimmErrors::read(open_tree(root)).grown_since(before) ==
        "mc0/dimm0 'DIMM_A1': 2 corrected, 1 uncorrected; mc0/rank1: 1 uncorrected");
}

}  // namespace
}  // namespace rackproof
