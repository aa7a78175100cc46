#include "certsuite/workloads/team.h"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <numeric>
#include <vector>

#include <catch2/catch.hpp>
#include <sched.h>

namespace rackproof {
namespace {

TEST_CASE("team: one member for each allowed processor, each pinned to its own", "[workloads]") {
  const auto allowed = allowed_processors();
  REQUIRE_FALSE(allowed.empty());
  CHECK(std::is_sorted(allowed.begin(), allowed.end()));

  auto team = Team::start(0);

  REQUIRE(team);
  REQUIRE(team->size() == static_cast<int>(allowed.size()));
  std::vector<int> ran_on(allowed.size(), -1);
  team->run([&](int member) { ran_on[static_cast<std::size_t>(member)] = sched_getcpu(); });
  for (int member = 0; member < team->size(); ++member) {
    CHECK(team->processor(member) == allowed[static_cast<std::size_t>(member)]);
    if (team->pinned(member)) {
      CHECK(ran_on[static_cast<std::size_t>(member)] == team->processor(member));
    }
  }
}

TEST_CASE("team: more members than processors share them", "[workloads]") {
  const auto allowed = allowed_processors();
  const int wanted = static_cast<int>(allowed.size()) + 1;

  auto team = Team::start(wanted);

  REQUIRE(team);
  CHECK(team->size() == wanted);
  CHECK(team->processor(wanted - 1) == allowed.front());
}

TEST_CASE("team: what the members wrote is there when run returns", "[workloads]") {
  auto team = Team::start(3);
  REQUIRE(team);
  std::vector<int> laps(3, 0);

  for (int lap = 0; lap < 200; ++lap) {
    team->run([&](int member) { ++laps[static_cast<std::size_t>(member)]; });
  }

  CHECK(std::accumulate(laps.begin(), laps.end(), 0) == 600);
}

TEST_CASE("team: nobody leaves a meeting before all have come", "[workloads]") {
  auto team = Team::start(3);
  REQUIRE(team);
  std::atomic<int> arrived = 0;
  std::atomic<int> too_early = 0;

  team->run([&](int) {
    for (int meeting = 1; meeting <= 50; ++meeting) {
      ++arrived;
      team->meet();
      if (arrived < 3 * meeting) {
        ++too_early;
      }
      team->meet();
    }
  });

  CHECK(arrived == 150);
  CHECK(too_early == 0);
}

TEST_CASE("team: may be moved while it rests", "[workloads]") {
  auto first = Team::start(2);
  REQUIRE(first);
  Team team = std::move(*first);
  std::atomic<int> ran = 0;

  team.run([&](int) { ++ran; });

  CHECK(ran == 2);
}

}  // namespace
}  // namespace rackproof
