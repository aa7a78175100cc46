#include "probes/machine/process_memory.h"

#include <cstddef>
#include <fstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/support/sanitized.h"

using namespace rackproof;

namespace {

/// A field of /proc/self/status, in kB; -1 where it is not there.
long status_kib(const std::string& field) {
  std::ifstream file("/proc/self/status");
  std::string word;
  while (file >> word) {
    if (word == field + ":") {
      long kib = -1;
      file >> kib;
      return kib;
    }
  }
  return -1;
}

}  // namespace

TEST_CASE("process memory: pages of the program go back, and what was written to stays",
          "[probes][machine]") {
  const std::vector<std::string> written(1000, std::string(1000, 'w'));
  const auto before = status_kib("RssFile");
  REQUIRE(before > 0);

  const auto given = give_back_memory();

  CHECK(given > 0);
  CHECK(status_kib("RssFile") < before);
  CHECK(written.back() == std::string(1000, 'w'));
}

// A sanitizer has a heap of its own, and glibc's is empty.
#if !RACKPROOF_SANITIZED
TEST_CASE("process memory: free pages between those in use go back", "[probes][machine]") {
  constexpr std::size_t kBlock = 8000;
  constexpr std::size_t kBlocks = 4000;  // 32 MB, every fifth of which stays
  std::vector<std::vector<char>> blocks(kBlocks);
  for (auto& block : blocks) {
    block.assign(kBlock, 'x');
  }
  for (std::size_t i = 0; i < kBlocks; ++i) {
    if (i % 5 != 0) {
      std::vector<char>().swap(blocks[i]);
    }
  }
  const auto before = status_kib("RssAnon");

  give_back_memory();

  CHECK(status_kib("RssAnon") < before - 10'000);
  CHECK(blocks.front().front() == 'x');
}
#endif
