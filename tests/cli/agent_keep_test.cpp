#include "cli/agent_keep.h"

#include <string>

#include <catch2/catch.hpp>

#include "cli/agent_config.h"

using namespace rackproof;
using namespace std::chrono_literals;

namespace {

constexpr std::chrono::hours kDay{24};

ReadAgentConfig read_store(const std::string& keys) {
  return read_agent_config("[store]\npath = \"s.db\"\n" + keys, "/a/agent.toml");
}

/// "where: text" of the one complaint.
std::string complaint(const std::string& keys) {
  const auto read = read_store(keys);
  REQUIRE(read.findings.size() == 1);
  return read.findings[0].where + ": " + read.findings[0].text;
}

}  // namespace

TEST_CASE(
    "agent keep: each key is an age or a size, and ages that are not said grow from the "
    "first",
    "[cli][agent]") {
  const auto all = read_store(
      "keep_raw = \"30d\"\nkeep_1m = \"60d\"\nkeep_15m = \"2y\"\nkeep_1h = \"10y\"\n"
      "keep_events = \"1y\"\nmost_bytes = \"4GiB\"\n");
  REQUIRE(all.findings.empty());
  const KeepRules expected{.age = {30 * kDay, 60 * kDay, 730 * kDay, 3650 * kDay},
                           .events = 365 * kDay,
                           .most_bytes = std::int64_t{4} << 30};
  CHECK(all.config.keep == expected);
  CHECK(keep_words(all.config.keep) ==
        "readings 30 d, windows of 1 min 60 d, windows of 15 min 2 y, windows of 1 h 10 y, events "
        "1 y, the file up to 4096 MiB");

  const auto one = read_store("keep_raw = \"1y\"\n").config.keep;
  CHECK(one.age ==
        std::array<std::chrono::nanoseconds, 4>{365 * kDay, 365 * kDay, 730 * kDay, 3650 * kDay});
  CHECK(one.events.count() == 0);
  const auto size = read_store("most_bytes = \"64MiB\"\n").config.keep;
  CHECK(size.age[0].count() == 0);
  CHECK(size.age[1] == 180 * kDay);
  CHECK(size.forgets());
}

TEST_CASE("agent keep: a file that says nothing of it keeps everything", "[cli][agent]") {
  CHECK_FALSE(read_store("").config.keep.forgets());
  CHECK(keep_words({}) == "everything, for ever");
}

TEST_CASE("agent keep: what makes no sense is told with its line and what would", "[cli][agent]") {
  CHECK(complaint("keep_raw = \"30\"\n") ==
        "/a/agent.toml:3: [store]: 'keep_raw' is a time of 2 h to 100 y, as \"12h\", \"30d\" or "
        "\"2y\"");
  CHECK(complaint("keep_raw = \"1h\"\n").find("2 h to 100 y") != std::string::npos);
  CHECK(complaint("keep_events = \"101y\"\n").find("2 h to 100 y") != std::string::npos);
  CHECK(complaint("most_bytes = \"63MiB\"\n").find("64MiB or more") != std::string::npos);
  CHECK(complaint("most_bytes = \"4GB\"\n").find("\"4GiB\"") != std::string::npos);
  CHECK(complaint("keep_raw = \"30d\"\nkeep_1m = \"7d\"\n")
            .find(":4: [store]: 'keep_1m' is shorter than 'keep_raw'") != std::string::npos);
  CHECK(complaint("keep_1h = \"7d\"\n").find("set 'keep_raw' or 'most_bytes' too") !=
        std::string::npos);
  CHECK(complaint("keep = \"30d\"\n").find(":3: [store]: 'keep' is no key: write keep_raw") !=
        std::string::npos);
  CHECK(complaint("keep_row = \"30d\"\n").find("keep_raw") != std::string::npos);
}
