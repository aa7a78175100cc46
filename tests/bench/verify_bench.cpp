// What it costs a stranger to verify a bundle and judge it again: rackproof-verify as a whole
// process over a run of eight hours, sixteen nodes and 470 million samples, and over a bundle of
// the quick tier's size; and signature checks beside those of openssl speed. RACKPROOF_VERIFY names
// another program to measure. The bundles stay in verify_bundles beside the bench for the next
// time.

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "reports/seal/key_file.h"
#include "schemas/text.h"
#include "tests/bench/bench_line.h"
#include "tests/bench/made_bundle.h"

namespace rackproof::bench {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr double kVerifySeconds = 60;
constexpr double kVerifyBytes = 512e6;
constexpr double kQuickSeconds = 0.3;
constexpr int kQuickRounds = 9;
constexpr int kCheckRounds = 3;

struct Cost {
  double seconds = 0;
  double peak_bytes = 0;
  bool good = false;
};

/// Runs the program to its end, with its output thrown away; `good` = it answered 0.
Cost run(std::vector<std::string> command) {
  std::vector<char*> words;
  for (auto& word : command) {
    words.push_back(word.data());
  }
  words.push_back(nullptr);
  const auto began = Clock::now();
  const auto child = ::fork();
  if (child == 0) {
    if (std::freopen("/dev/null", "w", stdout) != nullptr) {
      ::execv(words.front(), words.data());
    }
    ::_exit(127);
  }
  int status = 0;
  rusage used{};
  ::wait4(child, &status, 0, &used);
  const std::chrono::duration<double> took = Clock::now() - began;
  return {took.count(), static_cast<double>(used.ru_maxrss) * 1024,
          WIFEXITED(status) && WEXITSTATUS(status) == 0};
}

/// Signature checks of openssl speed, a second's worth; 0 where it says none.
double openssl_checks() {
  double rate = 0;
  if (auto* pipe = ::popen("openssl speed -seconds 1 -mr ed25519 2>/dev/null", "r")) {
    std::array<char, 256> line{};
    while (std::fgets(line.data(), line.size(), pipe) != nullptr) {
      const std::string_view text(line.data());
      // +F6:NUMBER:BITS:NAME:SIGNATURES A SECOND:CHECKS A SECOND (apps/speed.c, -mr)
      if (text.starts_with("+F6:")) {
        const auto fields = split(text.substr(0, text.find('\n')), ':');
        const auto told = parse_double(fields.back());
        rate = told ? *told : 0;
      }
    }
    ::pclose(pipe);
  }
  return rate;
}

double our_checks(const std::string& key_path) {
  const auto key = seal::load_private_key(key_path);
  const auto message = std::string(32, 'm');
  const auto signature = key ? key->sign(message) : key.error();
  if (!signature) {
    return 0;
  }
  const auto began = Clock::now();
  std::size_t checks = 0;
  std::chrono::duration<double> took{};
  while (took.count() < 1) {
    for (int i = 0; i < 100; ++i) {
      checks += key->public_key().verifies(message, *signature) ? 1U : 0U;
    }
    took = Clock::now() - began;
  }
  return static_cast<double>(checks) / took.count();
}

/// The bundle of that shape, made where it is not there yet.
Result<std::string> bundle_of(const TelemetryShape& shape, const fs::path& directory,
                              const std::string& name, const std::string& key_path) {
  const auto path = (directory / name).string();
  if (!fs::exists(path)) {
    fs::remove_all(path + ".part");
    std::cerr << "making " << path << "\n";
    if (auto made = make_bundle(shape, path, key_path); !made) {
      return std::move(made).error();
    }
  }
  return path;
}

int fail(const std::string& why) {
  tell_skipped("verify", why);
  return EXIT_FAILURE;
}

int measure(const fs::path& directory, const std::string& program) {
  const auto key_path = (directory / "key").string();
  if (!fs::exists(key_path)) {
    if (const auto made = seal::create_key_pair(key_path); !made) {
      return fail(made.error().message);
    }
  }
  const auto large = bundle_of({.seconds = 8 * 3600}, directory, "large", key_path);
  const auto quick =
      bundle_of({.nodes = 1, .accelerators = 4, .seconds = 60}, directory, "quick", key_path);
  if (!large || !quick) {
    return fail("no bundle: " + (large ? quick.error() : large.error()).message);
  }
  const auto whole = run({program, *large, "--key", key_path + ".pub"});
  if (!whole.good) {
    return fail("the large bundle does not verify");
  }
  tell({"verify/eight_hours", 1 / whole.seconds, 1 / kVerifySeconds, "verifications/s"});
  tell({"verify/resident_memory", 1e6 / whole.peak_bytes, 1e6 / kVerifyBytes, "1/MB"});
  double best = 0;
  for (int i = 0; i < kQuickRounds; ++i) {
    const auto cost = run({program, *quick, "--key", key_path + ".pub"});
    if (!cost.good) {
      return fail("the small bundle does not verify");
    }
    best = std::max(best, 1 / cost.seconds);
  }
  tell({"verify/quick", best, 1 / kQuickSeconds, "verifications/s"});
  double ours = 0;
  double theirs = 0;
  for (int i = 0; i < kCheckRounds; ++i) {
    ours = std::max(ours, our_checks(key_path));
    theirs = std::max(theirs, openssl_checks());
  }
  if (theirs <= 0) {
    return fail("openssl speed says no rate");
  }
  tell({"verify/ed25519", ours, theirs, "checks/s"});
  return EXIT_SUCCESS;
}

}  // namespace
}  // namespace rackproof::bench

int main() {
  const auto here = std::filesystem::read_symlink("/proc/self/exe").parent_path();
  const auto* named = std::getenv("RACKPROOF_VERIFY");  // NOLINT(concurrency-mt-unsafe)
  const auto directory = here / "verify_bundles";
  std::filesystem::create_directories(directory);
  const auto beside = here.parent_path() / "cli" / "rackproof-verify";
  return rackproof::bench::measure(directory, named != nullptr ? named : beside.string());
}
