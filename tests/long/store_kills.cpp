// Kills writers of stores, 500 of them unless told otherwise, and as many that forget all the
// while: store_kills [TIMES] [SEED]. Ends with 1 when any store broke a promise.

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>
#include <string_view>

#include <unistd.h>

#include "schemas/text.h"
#include "tests/support/sample_maker.h"
#include "tests/support/store_killer.h"

namespace rackproof {
namespace {

std::uint64_t number_from(int argc, char** argv, int place, std::uint64_t otherwise) {
  const auto number = argc > place ? parse_unsigned(argv[place]) : Result<std::uint64_t>(otherwise);
  return number ? *number : otherwise;
}

/// Empty, and this process's own.
std::string fresh_directory() {
  const auto path = std::filesystem::temp_directory_path() /
                    ("rackproof_store_kills_" + std::to_string(getpid()));
  std::filesystem::remove_all(path);
  std::filesystem::create_directories(path);
  return path.string();
}

struct Writer {
  std::string_view words;
  decltype(&testing::kill_a_writer) kill;
};

int kill_many(const Writer& writer, std::uint64_t times, std::uint64_t seed) {
  testing::SampleMaker dice(seed);
  std::uint64_t broken = 0;
  std::uint64_t said = 0;
  std::uint64_t forgot = 0;
  std::int64_t promised = 0;
  std::int64_t found = 0;
  for (std::uint64_t round = 0; round < times; ++round) {
    const auto directory = fresh_directory();
    const auto patience = static_cast<std::int64_t>(dice.below(300'000));
    const auto outcome = writer.kill(directory, seed + round, patience);
    std::filesystem::remove_all(directory);
    promised += outcome.promised;
    found += outcome.found;
    said += outcome.said ? 1 : 0;
    forgot += outcome.forgot ? 1 : 0;
    if (!outcome.broken.empty()) {
      ++broken;
      std::cout << "round " << round << " after " << patience << " us: " << outcome.broken << "\n";
    }
  }
  std::cout << times << " " << writer.words << " killed, " << broken << " stores broken; " << said
            << " said that they were not closed, " << forgot << " had forgotten some; " << promised
            << " samples flushed, " << found << " found\n";
  return broken == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace
}  // namespace rackproof

int main(int argc, char** argv) {
  constexpr std::uint64_t kTimes = 500;
  const auto times = rackproof::number_from(argc, argv, 1, kTimes);
  const auto seed = rackproof::number_from(argc, argv, 2, 1);
  const auto writers =
      rackproof::kill_many({"writers", rackproof::testing::kill_a_writer}, times, seed);
  const auto forgetters = rackproof::kill_many(
      {"writers that forget", rackproof::testing::kill_a_forgetter}, times, seed);
  return writers == EXIT_SUCCESS ? forgetters : writers;
}
