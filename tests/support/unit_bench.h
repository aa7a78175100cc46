#pragma once

#include <string>
#include <vector>

#include "certsuite/workloads/corpus_bench.h"
#include "tests/support/temp_dir.h"

namespace rackproof::testing {

/// The program that runs units in tests.
inline std::vector<std::string> unit_program() {
  return {RACKPROOF_TEST_CHILD, "workload"};
}

/// An artefact with a directory of its own below `dir`.
inline BenchArtefact artefact_in(const TempDir& dir, const std::string& library) {
  const auto directory = dir.at("run");
  std::filesystem::create_directories(directory);
  return {library, directory};
}

}  // namespace rackproof::testing
