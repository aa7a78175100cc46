#include "certsuite/selftest/selftest.h"

#include <chrono>
#include <stop_token>

#include <catch2/catch.hpp>

#include "tests/support/recording_listener.h"

namespace rackproof {
namespace {

/// Asks for a stop once it has heard enough.
class Impatient final : public WorkloadListener {
 public:
  void warm_up_over() override {}
  void window(const Window& /*window*/) override {}
  void mismatch(const Mismatch& /*mismatch*/) override {}
  void fact(const Fact& fact) override {
    bytes_ += fact.value.size();
    if (bytes_ > kEnough) {
      source_.request_stop();
    }
  }
  [[nodiscard]] std::stop_token token() const { return source_.get_token(); }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }

 private:
  static constexpr std::size_t kEnough = std::size_t{1} << 20U;
  std::stop_source source_;
  std::size_t bytes_ = 0;
};

WorkloadOutcome outcome_of(std::string_view name, testing::RecordingListener& listener) {
  const auto workload = make_selftest(name);
  REQUIRE(workload);
  auto outcome = workload->run({.duration = std::chrono::milliseconds(10)}, listener);
  REQUIRE(outcome);
  return *outcome;
}

TEST_CASE("selftest: all are named as such and none is a workload of the product", "[selftest]") {
  CHECK(selftest_registry().size() == 11);
  for (const auto& entry : selftest_registry()) {
    CHECK(entry.name.starts_with("selftest_"));
    CHECK(entry.make()->name() == entry.name);
    CHECK(make_workload(entry.name) == nullptr);
  }
  CHECK(make_selftest("gemm_exact") == nullptr);
}

TEST_CASE("selftest: a wrong answer comes with its mismatch", "[selftest]") {
  testing::RecordingListener listener;
  const auto outcome = outcome_of("selftest_wrong_answer", listener);
  CHECK(outcome.self_check == SelfCheck::wrong_answer);
  CHECK(outcome.mismatch_count == 1);
  REQUIRE(listener.mismatches.size() == 1);
  CHECK(listener.mismatches.front().where == "block 7");
}

TEST_CASE("selftest: a missed canary is all that is wrong", "[selftest]") {
  testing::RecordingListener listener;
  const auto outcome = outcome_of("selftest_canary_missed", listener);
  CHECK(outcome.self_check == SelfCheck::correct);
  CHECK(outcome.canary == Canary{true, false});
}

TEST_CASE("selftest: a flood goes on until it is stopped", "[selftest]") {
  Impatient listener;
  const auto outcome =
      make_selftest("selftest_leaks")
          ->run({.duration = std::chrono::milliseconds(1), .stop = listener.token()}, listener);
  CHECK(outcome);
  CHECK(listener.bytes() > std::size_t{1} << 20U);
}

}  // namespace
}  // namespace rackproof
