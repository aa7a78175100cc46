#include <filesystem>

#include <catch2/catch.hpp>

#include "probes/factories.h"
#include "tests/support/fixture_host.h"
#include "tests/support/probe_run.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using rackproof::testing::FixtureHost;
using rackproof::testing::ProbeRun;
using rackproof::testing::TempDir;

namespace {

const std::string kMc = "sys/devices/system/edac/mc/mc0/";

void controller(const TempDir& root) {
  root.write(kMc + "mc_name", "Skylake Socket#0 IMC#0\n");
  root.write(kMc + "ce_count", "1\n");
  root.write(kMc + "ue_count", "5\n");
  root.write(kMc + "ce_noinfo_count", "2\n");
  root.write(kMc + "ue_noinfo_count", "6\n");
  root.write(kMc + "seconds_since_reset", "86400\n");
  root.write(kMc + "size_mb", "32768\n");
}

ProbeRun run(const TempDir& root) {
  const FixtureHost fixture(root.path());
  return ProbeRun(*make_edac_probe(fixture.host()));
}

}  // namespace

TEST_CASE("edac: controller, DIMM, row and channel each have their counts", "[probes][edac]") {
  const TempDir root;
  controller(root);
  root.write(kMc + "dimm0/dimm_label", "CPU1_DIMM_A1\n");
  root.write(kMc + "dimm0/dimm_location", "channel 0 slot 0\n");
  root.write(kMc + "dimm0/dimm_mem_type", "Registered-DDR5\n");
  root.write(kMc + "dimm0/dimm_ce_count", "1\n");
  root.write(kMc + "dimm0/dimm_ue_count", "0\n");
  root.write(kMc + "dimm0/size", "16384\n");
  root.write(kMc + "csrow0/ce_count", "3\n");
  root.write(kMc + "csrow0/ue_count", "4\n");
  root.write(kMc + "csrow0/ch1_ce_count", "7\n");
  root.write(kMc + "csrow0/ch1_dimm_label", "CPU1_DIMM_B1\n");

  const auto seen = run(root);

  const std::string mc = "node/edac:mc0";
  CHECK(seen.device(mc).model == "Skylake Socket#0 IMC#0");
  CHECK(seen.value(mc, "memory_ecc_correctable_total") == 1);
  CHECK(seen.value(mc, "memory_ecc_uncorrectable_total") == 5);
  CHECK(seen.value(mc, "memory_ecc_correctable_unlocated_total") == 2);
  CHECK(seen.value(mc, "memory_ecc_uncorrectable_unlocated_total") == 6);
  CHECK(seen.value(mc, "memory_ecc_counting_seconds") == 86400);
  CHECK(seen.value(mc, "memory_size_bytes") == 34359738368.0);
  CHECK(seen.device(mc + "/dimm0").position == "CPU1_DIMM_A1");
  CHECK(seen.device(mc + "/dimm0").attributes.at("dimm_location") == "channel 0 slot 0");
  CHECK(seen.value(mc + "/dimm0", "memory_ecc_correctable_total") == 1);
  CHECK(seen.value(mc + "/csrow0", "memory_ecc_uncorrectable_total") == 4);
  const auto& channel = seen.device(mc + "/csrow0/ch1");
  CHECK(channel.kind == DeviceKind::memory_channel);
  CHECK(channel.position == "CPU1_DIMM_B1");
  CHECK(seen.value(channel.id, "memory_ecc_correctable_total") == 7);
  CHECK(seen.find(channel.id, "memory_ecc_uncorrectable_total") == nullptr);
}

TEST_CASE("edac: a missing count is a reason, never zero", "[probes][edac]") {
  const TempDir root;
  root.write(kMc + "ce_count", "\n");

  const auto seen = run(root);

  const std::string mc = "node/edac:mc0";
  CHECK(seen.reason(mc, "memory_ecc_correctable_total").kind == ErrorKind::malformed);
  CHECK(seen.reason(mc, "memory_ecc_uncorrectable_total").kind == ErrorKind::absent);
}

TEST_CASE("edac: a platform that registers no controller says so", "[probes][edac]") {
  const TempDir root;
  root.write("sys/devices/system/edac/mc/power/control", "auto\n");

  const auto seen = run(root);

  CHECK(seen.discovery().devices.empty());
  const auto* note = seen.unreadable("/sys/devices/system/edac/mc");
  REQUIRE(note != nullptr);
  CHECK(note->why.kind == ErrorKind::absent);
  CHECK(note->remedy.find("firmware-first") != std::string::npos);
}

TEST_CASE("edac: reset_counters, which only takes writes, is left alone and no news",
          "[probes][edac]") {
  const TempDir root;
  controller(root);
  root.write(kMc + "reset_counters", "1\n");
  std::filesystem::permissions(root.at(kMc + "reset_counters"),
                               std::filesystem::perms::owner_write);

  const auto seen = run(root);

  CHECK(seen.value("node/edac:mc0", "memory_ecc_correctable_total") == 1);
  CHECK(seen.unreadable("/" + kMc + "reset_counters") == nullptr);
}
