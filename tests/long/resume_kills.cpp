// Kills certifications at random moments, 500 times unless told otherwise, goes on with each until
// it is done, and holds the bundles against the journals: resume_kills PROGRAM [KILLS] [SEED].
// Ends with 1 when any promise was broken.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>

#include <unistd.h>

#include "schemas/text.h"
#include "tests/support/run_killer.h"

namespace rackproof {
namespace {

constexpr int kKillsOfOneRun = 8;

std::uint64_t number_from(int argc, char** argv, int place, std::uint64_t otherwise) {
  const auto number = argc > place ? parse_unsigned(argv[place]) : Result<std::uint64_t>(otherwise);
  return number ? *number : otherwise;
}

/// Empty, and this process's and run's own.
std::string fresh_directory(int run) {
  const auto path =
      std::filesystem::temp_directory_path() /
      ("rackproof_resume_kills_" + std::to_string(getpid()) + "_" + std::to_string(run));
  std::filesystem::remove_all(path);
  std::filesystem::create_directories(path);
  return path.string();
}

int kill_many(const std::string& program, int kills, std::uint64_t seed) {
  testing::KilledRun all;
  int runs = 0;
  int broken = 0;
  while (all.kills < kills) {
    const auto directory = fresh_directory(runs);
    const auto one =
        testing::kill_a_run(program, directory, seed + static_cast<std::uint64_t>(runs),
                            std::min(kKillsOfOneRun, kills - all.kills));
    ++runs;
    all.kills += one.kills;
    all.before_it_began += one.before_it_began;
    all.while_sealing += one.while_sealing;
    all.attempts += one.attempts;
    all.seconds += one.seconds;
    if (!one.broken.empty()) {
      ++broken;
      std::cout << "run " << runs << " after " << one.kills << " kills: " << one.broken << ", see "
                << directory << "\n";
    } else {
      std::filesystem::remove_all(directory);
    }
  }
  std::cout << all.kills << " kills of " << runs << " runs, " << broken << " broken; "
            << all.before_it_began << " before the run had begun, " << all.while_sealing
            << " after its last phase; " << all.attempts << " attempts at " << 4 * runs
            << " phases; " << all.seconds << " s\n";
  return broken == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace
}  // namespace rackproof

int main(int argc, char** argv) {
  if (argc < 2) {
    std::cerr << "resume_kills PROGRAM [KILLS] [SEED]\n";
    return 2;
  }
  constexpr std::uint64_t kTimes = 500;
  return rackproof::kill_many(argv[1],
                              static_cast<int>(rackproof::number_from(argc, argv, 2, kTimes)),
                              rackproof::number_from(argc, argv, 3, 1));
}
