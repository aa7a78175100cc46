// A bundle that another process changes while it is verified. (Of reports/verify.h.)

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <string>

#include <catch2/catch.hpp>
#include <sys/wait.h>
#include <unistd.h>

#include "reports/archive_file.h"
#include "tests/reports/small_bundle.h"

using namespace rackproof;
using rackproof::testing::overwrite;
using rackproof::testing::read_whole;
using rackproof::testing::SmallBundle;
using rackproof::testing::SmallRun;

namespace fs = std::filesystem;

namespace {

/// Another process that does `deed` again and again while this object lives.
class Meddler {
 public:
  explicit Meddler(const std::function<void()>& deed) : child_(::fork()) {
    if (child_ == 0) {
      while (true) {
        deed();
      }
    }
  }
  ~Meddler() {
    ::kill(child_, SIGKILL);
    ::waitpid(child_, nullptr, 0);
  }
  Meddler(const Meddler&) = delete;
  Meddler& operator=(const Meddler&) = delete;
  Meddler(Meddler&&) = delete;
  Meddler& operator=(Meddler&&) = delete;

 private:
  pid_t child_;
};

/// How often `path` verified; nothing but the genuine report ever may.
int times_good(const SmallBundle& genuine, const std::string& path) {
  int good = 0;
  constexpr int kRounds = 150;
  for (int i = 0; i < kRounds; ++i) {
    const auto verified = verify(path, {.trust = trusting(genuine.key().public_key()),
                                        .now = testing::small_start() + std::chrono::minutes(10)});
    if (verified && standing_of(*verified) == Standing::good) {
      ++good;
      CHECK(verified->report_id == genuine.report().report_id);
      CHECK(verified->overall == Outcome::pass);
    }
  }
  return good;
}

/// A run that was too hot, sealed by a stranger.
SmallBundle forged() {
  auto run = testing::small_run();
  run.celsius = 99;
  return SmallBundle(run);
}

}  // namespace

TEST_CASE("49.1 members are exchanged by rename while they are read", "[reports][verify]") {
  SmallBundle genuine;
  genuine.sealed();
  const auto mine = read_whole(genuine.at("samples.db"));
  const auto other = read_whole(forged().at("samples.db"));
  const Meddler meddler([&] {
    for (const auto* bytes : {&other, &mine}) {
      overwrite(genuine.beside("next"), *bytes);
      static_cast<void>(
          std::rename(genuine.beside("next").c_str(), genuine.at("samples.db").c_str()));
    }
  });
  times_good(genuine, genuine.path());
}

TEST_CASE("49.2 a member is written over in its place while it is read", "[reports][verify]") {
  SmallBundle genuine;
  genuine.sealed();
  auto inventory = read_whole(genuine.at("inventory.json"));
  auto altered = inventory;
  altered.replace(altered.find("n1"), 2, "n2");
  const Meddler meddler([&] {
    for (const auto* bytes : {&altered, &inventory}) {
      if (auto* file = std::fopen(genuine.at("inventory.json").c_str(), "r+")) {
        std::fwrite(bytes->data(), 1, bytes->size(), file);
        std::fclose(file);
      }
    }
  });
  times_good(genuine, genuine.path());
}

TEST_CASE("49.3 the archive is exchanged by rename while it is read", "[reports][verify]") {
  SmallBundle genuine;
  genuine.sealed();
  auto stranger = forged();
  stranger.sealed();
  const auto path = genuine.beside("bundle.tar");
  REQUIRE(pack_bundle(genuine.path(), path));
  REQUIRE(pack_bundle(stranger.path(), genuine.beside("other.tar")));
  const auto mine = read_whole(path);
  const auto other = read_whole(genuine.beside("other.tar"));
  const Meddler meddler([&] {
    for (const auto* bytes : {&other, &mine}) {
      overwrite(genuine.beside("next"), *bytes);
      static_cast<void>(std::rename(genuine.beside("next").c_str(), path.c_str()));
    }
  });
  CHECK(times_good(genuine, path) > 0);
}
