#include "certsuite/workloads/storage_run.h"

#include <cstring>

#include <catch2/catch.hpp>

#include "certsuite/workloads/block_stamp.h"
#include "tests/support/recording_listener.h"

using namespace rackproof;
using testing::RecordingListener;

namespace {

constexpr std::uint64_t kFileBytes = 2 * kChunkBytes;

/// Keeps bytes in memory and lets a test spoil what goes in or comes out.
class FaultyFile final : public BlockFile {
 public:
  Result<void> write(std::uint64_t offset, std::span<const std::byte> bytes) override {
    ++writes;
    if (full_at != 0 && offset + bytes.size() > full_at) {
      return Error{ErrorKind::out_of_range, "/x: no space left on device"};
    }
    if (loses_writes && writes > 4) {
      return {};
    }
    kept_.resize(std::max<std::size_t>(kept_.size(), offset + bytes.size()));
    std::memcpy(kept_.data() + offset, bytes.data(), bytes.size());
    return {};
  }
  Result<void> read(std::uint64_t offset, std::span<std::byte> bytes) override {
    ++reads;
    if (fails_reads && reads > 2) {
      return Error{ErrorKind::io, "/x: input/output error"};
    }
    std::memcpy(bytes.data(), kept_.data() + offset, bytes.size());
    if (flips_a_bit && reads > 2 && offset == 0) {
      bytes[5 * kBlockBytes + 100] ^= std::byte{4};
    }
    return {};
  }
  Result<void> flush() override { return {}; }

  bool loses_writes = false;
  bool fails_reads = false;
  bool flips_a_bit = false;
  std::uint64_t full_at = 0;
  int writes = 0;
  int reads = 0;

 private:
  std::vector<std::byte> kept_;
};

Effort short_effort() {
  return {.duration = std::chrono::milliseconds(300), .seed = 11};
}

}  // namespace

TEST_CASE("storage: an honest device gives windows, a caught canary and a correct answer",
          "[workloads][storage]") {
  FaultyFile file;
  RecordingListener heard;
  const auto outcome = run_storage(short_effort(), heard, file, kFileBytes);
  REQUIRE(outcome);
  CHECK(outcome->self_check == SelfCheck::correct);
  CHECK(outcome->canary == Canary{true, true});
  CHECK(outcome->checks > 0);
  CHECK(outcome->mismatch_count == 0);
  CHECK(heard.warm_ups == 1);
  for (const auto* metric : {"storage_write_bytes_per_second", "storage_read_bytes_per_second"}) {
    REQUIRE_FALSE(heard.windows_of(metric).empty());
    CHECK(heard.windows_of(metric).front().device == "node");
    CHECK(heard.windows_of(metric).front().value > 0);
  }
  CHECK(heard.windows_of("storage_mismatch_count").size() ==
        heard.windows_of("storage_read_bytes_per_second").size());
}

TEST_CASE("storage: one flipped bit is found and told with its block", "[workloads][storage]") {
  FaultyFile file;
  file.flips_a_bit = true;
  RecordingListener heard;
  const auto outcome = run_storage(short_effort(), heard, file, kFileBytes);
  REQUIRE(outcome);
  CHECK(outcome->self_check == SelfCheck::wrong_answer);
  REQUIRE_FALSE(heard.mismatches.empty());
  CHECK(heard.mismatches[0].where == "block 5 of the file, byte 20480");
  double wrong = 0;
  for (const auto& window : heard.windows_of("storage_mismatch_count")) {
    wrong += window.value;
  }
  CHECK(wrong == static_cast<double>(outcome->mismatch_count));
}

TEST_CASE("storage: writes that are acknowledged and lost are found by their generation",
          "[workloads][storage]") {
  FaultyFile file;
  file.loses_writes = true;
  RecordingListener heard;
  const auto outcome = run_storage(short_effort(), heard, file, kFileBytes);
  REQUIRE(outcome);
  CHECK(outcome->self_check == SelfCheck::wrong_answer);
  REQUIRE_FALSE(heard.mismatches.empty());
  CHECK_THAT(heard.mismatches[0].expected, Catch::Contains("generation 3"));
  CHECK_THAT(heard.mismatches[0].actual, Catch::Contains("generation 2"));
}

TEST_CASE("storage: a device that cannot give data back has answered wrongly",
          "[workloads][storage]") {
  FaultyFile file;
  file.fails_reads = true;
  RecordingListener heard;
  const auto outcome = run_storage(short_effort(), heard, file, kFileBytes);
  REQUIRE(outcome);
  CHECK(outcome->self_check == SelfCheck::wrong_answer);
  CHECK_THAT(heard.mismatches.at(0).actual, Catch::Contains("input/output error"));
}

TEST_CASE("storage: a full disk is an error that says so", "[workloads][storage]") {
  FaultyFile file;
  file.full_at = kChunkBytes;
  RecordingListener heard;
  const auto outcome = run_storage(short_effort(), heard, file, kFileBytes);
  REQUIRE_FALSE(outcome);
  CHECK(outcome.error().kind == ErrorKind::out_of_range);
  CHECK_THAT(outcome.error().message, Catch::Contains("no space left"));
}

TEST_CASE("storage: a stop ends it at once, with what was seen so far", "[workloads][storage]") {
  std::stop_source stop;
  stop.request_stop();
  FaultyFile file;
  RecordingListener heard;
  const auto outcome = run_storage({.duration = std::chrono::hours(1), .stop = stop.get_token()},
                                   heard, file, kFileBytes);
  REQUIRE(outcome);
  CHECK(outcome->checks == 0);
  CHECK(outcome->self_check == SelfCheck::not_run);
}
