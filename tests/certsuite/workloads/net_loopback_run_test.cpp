#include "certsuite/workloads/net_loopback_run.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <utility>

#include <catch2/catch.hpp>

#include "probes/machine/stream_socket.h"
#include "tests/support/recording_listener.h"

namespace rackproof {
namespace {

using namespace std::chrono_literals;

using Spoil = std::function<void(std::uint64_t call, std::span<std::byte>)>;

/// A real connection over the loopback whose received bytes a test may spoil.
class SpoiledPath final : public NetPath {
 public:
  explicit SpoiledPath(Spoil spoil = [](auto, auto) {}) : spoil_(std::move(spoil)) {
    auto pair = connect_to_self({.text = "127.0.0.1", .interface = "lo", .loopback = true}, 500ms);
    REQUIRE(pair);
    pair_ = std::move(*pair);
  }
  [[nodiscard]] std::string name() const override { return "127.0.0.1 on lo"; }
  Result<void> send(std::span<const std::byte> bytes) override { return pair_.from.send(bytes); }
  Result<void> receive(std::span<std::byte> bytes) override {
    auto done = pair_.to.receive(bytes);
    spoil_(calls_++, bytes);
    return done;
  }
  void give_up() override {
    pair_.from.give_up();
    pair_.to.give_up();
  }

 private:
  Spoil spoil_;
  StreamPair pair_;
  std::uint64_t calls_ = 0;
};

std::vector<std::unique_ptr<NetPath>> one(std::unique_ptr<NetPath> path) {
  std::vector<std::unique_ptr<NetPath>> paths;
  paths.push_back(std::move(path));
  return paths;
}

constexpr std::uint64_t kInTheRun = 40;  // the canary takes two frames

TEST_CASE("net_loopback: sound connections deliver every block, and the canary is caught",
          "[workloads]") {
  testing::RecordingListener listener;
  auto paths = one(std::make_unique<SpoiledPath>());
  paths.push_back(std::make_unique<SpoiledPath>());

  const auto outcome = run_net_loopback({.duration = 400ms, .seed = 3}, listener, paths);

  REQUIRE(outcome);
  CHECK(outcome->self_check == SelfCheck::correct);
  CHECK(outcome->canary == Canary{true, true});
  CHECK(outcome->checks > 1000);
  REQUIRE_FALSE(listener.windows_of("net_loopback_bytes_per_second").empty());
  CHECK(listener.windows_of("net_loopback_bytes_per_second").front().device == "node");
  CHECK(listener.windows_of("net_loopback_bytes_per_second").front().value > 1e6);
  CHECK(listener.fact_named("addresses_tested") == "127.0.0.1 on lo, 127.0.0.1 on lo");
}

TEST_CASE("net_loopback: one changed bit is named by block, byte and bit", "[workloads]") {
  testing::RecordingListener listener;
  const auto paths = one(std::make_unique<SpoiledPath>([](std::uint64_t call, auto bytes) {
    if (call == kInTheRun) {
      bytes[4096 + 808] ^= std::byte{4};
    }
  }));

  const auto outcome = run_net_loopback({.duration = 400ms, .seed = 3}, listener, paths);

  REQUIRE(outcome);
  CHECK(outcome->self_check == SelfCheck::wrong_answer);
  CHECK(outcome->mismatch_count == 1);
  REQUIRE(listener.mismatches.size() == 1);
  const auto& mismatch = listener.mismatches.front();
  CHECK(mismatch.where == "block " + std::to_string(kInTheRun * 16 + 1) + " over 127.0.0.1 on lo");
  CHECK(mismatch.mask == "0x0000000000000004 at byte 808");
  CHECK_THAT(mismatch.actual, Catch::EndsWith("that does not fit its bytes"));
}

TEST_CASE("net_loopback: a block that comes twice is told from one that was changed",
          "[workloads]") {
  testing::RecordingListener listener;
  std::vector<std::byte> last;
  const auto paths = one(std::make_unique<SpoiledPath>([&](std::uint64_t call, auto bytes) {
    if (call == kInTheRun) {
      std::ranges::copy(last, bytes.begin());
    }
    last.assign(bytes.begin(), bytes.end());
  }));

  const auto outcome = run_net_loopback({.duration = 400ms, .seed = 3}, listener, paths);

  REQUIRE(outcome);
  CHECK(outcome->mismatch_count == 16);
  REQUIRE_FALSE(listener.mismatches.empty());
  CHECK_THAT(listener.mismatches[0].actual,
             Catch::StartsWith("block " + std::to_string((kInTheRun - 1) * 16) + ","));
  CHECK_THAT(listener.mismatches[0].actual, !Catch::Contains("does not fit"));
}

TEST_CASE("net_loopback: a connection that breaks is a wrong answer, and the others go on",
          "[workloads]") {
  testing::RecordingListener listener;
  auto breaking = std::make_unique<SpoiledPath>();
  auto* broken = breaking.get();
  auto paths = one(std::make_unique<SpoiledPath>([broken](std::uint64_t call, auto) {
    if (call == kInTheRun) {
      broken->give_up();
    }
  }));
  paths.push_back(std::move(breaking));

  const auto outcome = run_net_loopback({.duration = 400ms, .seed = 3}, listener, paths);

  REQUIRE(outcome);
  CHECK(outcome->self_check == SelfCheck::wrong_answer);
  CHECK(outcome->mismatch_count == 1);
  REQUIRE(listener.mismatches.size() == 1);
  CHECK(listener.mismatches[0].where == "connection over 127.0.0.1 on lo");
  CHECK(outcome->checks > 1000);
}

TEST_CASE("net_loopback: a check that sees nothing is caught by its canary", "[workloads]") {
  testing::RecordingListener listener;
  const auto paths = one(std::make_unique<SpoiledPath>([](std::uint64_t call, auto bytes) {
    if (call == 1) {  // the canary's own frame is mended on its way
      bytes[5 * 4096 + 801] ^= std::byte{0xFF};
    }
  }));
  const auto outcome = run_net_loopback({.duration = 100ms, .seed = 3}, listener, paths);
  REQUIRE(outcome);
  CHECK(outcome->canary == Canary{true, false});
}

}  // namespace
}  // namespace rackproof
