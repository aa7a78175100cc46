#include <algorithm>
#include <cmath>
#include <cstdint>
#include <fstream>
#include <string>

#include <catch2/catch.hpp>

#include "certsuite/architectures/find.h"
#include "certsuite/plan_times.h"
#include "tests/support/source_dir.h"

using namespace rackproof;

namespace {

/// Work of all phases of `tier`, without what is added for the memory found.
double work_seconds(const Architecture& reference, const std::string& tier) {
  double seconds = 0;
  for (const auto& phase : reference.phases) {
    auto found = phase.seconds.find(tier);
    if (found != phase.seconds.end()) {
      seconds += in_base_unit(*found->second.value, found->second.unit);
    }
  }
  return seconds;
}

/// "38 s", "6 min 15 s", "58 min", "24 h".
std::string for_people(double seconds) {
  const auto whole = static_cast<long>(std::lround(seconds));
  if (whole % 3600 == 0) {
    return std::to_string(whole / 3600) + " h";
  }
  std::string text = whole < 60 ? "" : std::to_string(whole / 60) + " min";
  if (whole % 60 != 0) {
    text += (text.empty() ? "" : " ") + std::to_string(whole % 60) + " s";
  }
  return text;
}

std::string row_of(const std::string& tier) {
  std::ifstream file(rackproof::testing::source_dir() + "/docs/reference-format.md");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("| `" + tier + "` |")) {
      return line;
    }
  }
  return "";
}

}  // namespace

TEST_CASE("tiers: the page says how much work host-x86_64 gives each tier",
          "[certsuite][architectures][docs]") {
  const auto found = find_reference("host-x86_64");
  REQUIRE(found);
  for (const std::string tier : {"quick", "check", "accept", "soak"}) {
    const auto told = for_people(work_seconds(found->architecture, tier));
    INFO(tier << ": " << told << " of work");
    const auto row = row_of(tier);
    CHECK((row.ends_with("| " + told + " |") ||
           row.find("| " + told + ", and ") != std::string::npos));
  }
}

TEST_CASE(
    "tiers: a soak run works a day, an acceptance run about an hour, a quick one well under one "
    "minute",
    "[certsuite][architectures]") {
  const auto found = find_reference("host-x86_64");
  REQUIRE(found);
  CHECK(work_seconds(found->architecture, "soak") == 24 * 3600);
  CHECK(work_seconds(found->architecture, "accept") >= 45 * 60);
  CHECK(work_seconds(found->architecture, "accept") <= 62 * 60);
  CHECK(work_seconds(found->architecture, "quick") <= 40);
}

TEST_CASE("tiers: an acceptance run ends within two hours however much memory there is",
          "[certsuite][architectures]") {
  const auto found = find_reference("host-x86_64");
  REQUIRE(found);
  for (const std::int64_t gib : {0, 512, 2048, 8192}) {
    double seconds = 0;
    for (const auto& phase : found->architecture.phases) {
      if (std::ranges::find(phase.tiers, "accept") != phase.tiers.end()) {
        const auto times = phase_times(phase, "accept", gib);
        REQUIRE(times);
        seconds += times->work + times->settle + 2;  // a second around each for readings
      }
    }
    INFO(gib << " GiB: " << seconds << " s");
    CHECK(seconds >= 45 * 60);
    CHECK(seconds <= 120 * 60);
  }
}
