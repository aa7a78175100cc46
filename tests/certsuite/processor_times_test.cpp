#include "certsuite/processor_times.h"

#include <string>

#include <catch2/catch.hpp>

#include "tests/support/temp_dir.h"

using namespace rackproof;
using rackproof::testing::TempDir;

namespace {

constexpr const char* kTwoProcessors =
    "cpu  300 20 80 5 5 70 60 50 0 0\n"
    "cpu0 250 10 40 5 5 70 60 50 0 0\n"
    "cpu11 50 10 40 5 5 0 0 0 0 0\n"
    "intr 5 5\n";

/// /proc/N/stat of a process, its times in ticks.
std::string process(const std::string& name, const std::string& flags, int self, int children) {
  return "7 (" + name + ") R 1 1 1 0 -1 " + flags + " 0 0 0 0 " + std::to_string(self) + " 0 " +
         std::to_string(children) + " 0 20 0 1 0 1 0 0\n";
}

FileTree tree_in(const TempDir& dir) {
  auto tree = FileTree::open(dir.path().string());
  REQUIRE(tree);
  return *std::move(tree);
}

}  // namespace

TEST_CASE("processor times: interrupts are nobody's work, of all processors and of each",
          "[fairness]") {
  const auto times = parse_processor_times(kTwoProcessors);
  REQUIRE(times);
  CHECK(times->busy == Approx(4.0));
  CHECK(times->stolen == Approx(0.5));
  CHECK(times->processors == 2);
  REQUIRE(times->busy_of.size() == 2);
  CHECK(times->busy_of.at(0) == Approx(3.0));
  CHECK(times->busy_of.at(11) == Approx(1.0));
}

TEST_CASE("processor times: a text without them is malformed, not a machine at rest",
          "[fairness]") {
  CHECK_FALSE(parse_processor_times(""));
  CHECK_FALSE(parse_processor_times("intr 5\n"));
  CHECK_FALSE(parse_processor_times("cpu  1 2 3\ncpu0 1 2 3\n"));
  CHECK(parse_processor_times("cpu0 1 0 0 0 0 0 0 0\n").error().kind == ErrorKind::malformed);
}

TEST_CASE(
    "processor times: own time is this process's and its children's, threads of the kernel "
    "are told apart",
    "[fairness]") {
  const TempDir dir;
  dir.write("proc/stat", kTwoProcessors);
  dir.write("proc/self/stat", process("a ) b", "4194304", 100, 200));
  dir.write("proc/2/stat", process("kswapd0", "2097216", 30, 0));
  dir.write("proc/3/stat", process("somebody", "4194304", 40, 0));
  const auto times = read_processor_times(tree_in(dir));
  REQUIRE(times);
  CHECK(times->runner == Approx(1.0));
  CHECK(times->own == Approx(3.0));
  REQUIRE(times->kernel_threads.size() == 1);
  CHECK(times->kernel_threads.at(2) == Approx(0.3));
}

TEST_CASE("processor times: what cannot be read is an error", "[fairness]") {
  const TempDir dir;
  CHECK(read_processor_times(tree_in(dir)).error().kind == ErrorKind::absent);
  CHECK_FALSE(count_processors(tree_in(dir)));
  dir.write("proc/stat", kTwoProcessors);
  CHECK_FALSE(read_processor_times(tree_in(dir)));  // no /proc/self/stat
  CHECK(*count_processors(tree_in(dir)) == 2);
}

TEST_CASE("processor times: a processor that came or went has no load", "[fairness]") {
  auto before = *parse_processor_times(kTwoProcessors);
  auto after = before;
  after.busy_of[0] += 5;
  after.busy_of[12] = 9;
  before.busy_of[13] = 1;
  const auto loads = loads_between(before, after, 10);
  REQUIRE(loads.size() == 2);
  CHECK(loads.at(0) == Approx(0.5));
  CHECK(loads.at(11) == 0);
  CHECK(loads_between(before, after, 0).empty());
}
