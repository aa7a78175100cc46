#include "certsuite/workloads/storage_run.h"

#include <algorithm>
#include <string>
#include <utility>

#include "certsuite/workloads/block_stamp.h"
#include "certsuite/workloads/pace.h"
#include "certsuite/workloads/pages.h"
#include "certsuite/workloads/tally.h"
#include "probes/machine/clock.h"
#include "schemas/catalogue.h"

namespace rackproof {
namespace {

constexpr auto kWriteRate = metrics::named("storage_write_bytes_per_second");
constexpr auto kReadRate = metrics::named("storage_read_bytes_per_second");
constexpr auto kWrong = metrics::named("storage_mismatch_count");
constexpr std::uint64_t kBlocksPerChunk = kChunkBytes / kBlockBytes;

/// Writes end when this share of the time that was left at the lap's start is used: reading back
/// takes about as long, and what is written must be read.
constexpr double kWritingShare = 0.4;

/// Gathers transfers until they fill a window. Only time spent in transfers counts: stamping and
/// checking lie between them.
struct TransferWindow {
  const Metric* rate = nullptr;
  double bytes = 0;
  double seconds = 0;
  std::int64_t wrong = 0;
};

class StorageRun {
 public:
  StorageRun(const Effort& effort, WorkloadListener& listener, BlockFile& file, Pages chunk)
      : seed_(effort.seed),
        pace_(effort, clock_),
        listener_(listener),
        tally_(pace_, listener),
        file_(file),
        chunk_(std::move(chunk)) {}

  Result<WorkloadOutcome> run(std::uint64_t chunks) {
    auto caught = plant_canary();
    if (!caught) {
      return std::move(caught).error();
    }
    listener_.warm_up_over();
    std::uint64_t laps = 0;
    for (; !pace_.is_over(); ++laps) {
      if (auto lap = run_lap(chunks, laps + 2); !lap) {
        return std::move(lap).error();
      }
    }
    tell(writes_, false);
    tell(reads_, true);
    listener_.fact({"laps", std::to_string(laps), "1"});
    return tally_.outcome({.planted = true, .caught = *caught});
  }

 private:
  [[nodiscard]] std::span<std::byte> buffer() const { return chunk_.as<std::byte>(); }
  [[nodiscard]] std::span<std::byte> block(std::uint64_t number) const {
    return buffer().subspan(number * kBlockBytes, kBlockBytes);
  }
  [[nodiscard]] BlockStamp stamp(std::uint64_t chunk, std::uint64_t number,
                                 std::uint64_t generation) const {
    return {seed_, chunk * kBlocksPerChunk + number, generation};
  }

  void fill(std::uint64_t chunk, std::uint64_t generation) const {
    for (std::uint64_t i = 0; i < kBlocksPerChunk; ++i) {
      stamp_block(stamp(chunk, i, generation), block(i));
    }
  }

  [[nodiscard]] std::int64_t count_wrong(std::uint64_t chunk, std::uint64_t generation) const {
    std::int64_t wrong = 0;
    for (std::uint64_t i = 0; i < kBlocksPerChunk; ++i) {
      wrong += check_block(stamp(chunk, i, generation), block(i)) ? 1 : 0;
    }
    return wrong;
  }

  /// One bit of one block is changed on the device, by the same way that all blocks take, and the
  /// same check must come back with exactly one more wrong block than before.
  Result<bool> plant_canary() {
    constexpr std::uint64_t kGeneration = 1;
    fill(0, kGeneration);
    if (auto kept = keep_and_read(buffer(), 0); !kept) {
      return std::move(kept).error();
    }
    const auto before = count_wrong(0, kGeneration);
    const auto victim = seed_ % kBlocksPerChunk;
    block(victim)[kBlockBytes / 2] ^= std::byte{1};
    if (auto kept = keep_and_read(block(victim), victim * kBlockBytes); !kept) {
      return std::move(kept).error();
    }
    return count_wrong(0, kGeneration) == before + 1;
  }

  /// Writes `bytes`, flushes, and reads the whole first chunk back.
  Result<void> keep_and_read(std::span<std::byte> bytes, std::uint64_t offset) {
    auto written = file_.write(offset, bytes);
    if (written) {
      written = file_.flush();
    }
    if (!written) {
      return written;
    }
    std::ranges::fill(buffer(), std::byte{0});
    return file_.read(0, buffer());
  }

  Result<void> run_lap(std::uint64_t chunks, std::uint64_t generation) {
    const double write_until = pace_.elapsed_seconds() + kWritingShare * pace_.left_seconds();
    std::uint64_t written = 0;
    do {
      fill(written, generation);
      if (auto done = write_chunk(written); !done) {
        return done;
      }
      ++written;
    } while (written < chunks && pace_.elapsed_seconds() < write_until);
    const double start = pace_.elapsed_seconds();
    if (auto flushed = file_.flush(); !flushed) {
      return std::move(flushed).error().during("flush");
    }
    writes_.seconds += pace_.elapsed_seconds() - start;
    for (std::uint64_t chunk = 0; chunk < written && !pace_.is_over(); ++chunk) {
      read_chunk(chunk, generation);
    }
    return {};
  }

  Result<void> write_chunk(std::uint64_t chunk) {
    const double start = pace_.elapsed_seconds();
    auto done = file_.write(chunk * kChunkBytes, buffer());
    if (!done) {
      return done;
    }
    add(writes_, pace_.elapsed_seconds() - start, 0);
    return {};
  }

  /// A chunk that the device cannot give back is a wrong answer, not a failed workload.
  void read_chunk(std::uint64_t chunk, std::uint64_t generation) {
    std::ranges::fill(buffer(), std::byte{0});  // what stays is not what was there before
    const double start = pace_.elapsed_seconds();
    const auto done = file_.read(chunk * kChunkBytes, buffer());
    const double seconds = pace_.elapsed_seconds() - start;
    const auto before = tally_.wrong_count();
    tally_.checked(static_cast<std::int64_t>(kBlocksPerChunk));
    if (!done) {
      tally_.wrong({.device = std::string(kNodeId),
                    .where = place(chunk * kBlocksPerChunk),
                    .expected = std::to_string(kChunkBytes) + " bytes",
                    .actual = done.error().message,
                    .mask = ""});
    } else {
      check_chunk(chunk, generation);
    }
    add(reads_, seconds, tally_.wrong_count() - before);
  }

  void check_chunk(std::uint64_t chunk, std::uint64_t generation) {
    for (std::uint64_t i = 0; i < kBlocksPerChunk; ++i) {
      const auto expected = stamp(chunk, i, generation);
      if (auto fault = check_block(expected, block(i))) {
        tally_.wrong({.device = std::string(kNodeId),
                      .where = place(expected.address),
                      .expected = std::move(fault->expected),
                      .actual = std::move(fault->actual),
                      .mask = std::move(fault->mask)});
      }
    }
  }

  static std::string place(std::uint64_t address) {
    return "block " + std::to_string(address) + " of the file, byte " +
           std::to_string(address * kBlockBytes);
  }

  void add(TransferWindow& window, double seconds, std::int64_t wrong) {
    window.bytes += static_cast<double>(kChunkBytes);
    window.seconds += seconds;
    window.wrong += wrong;
    if (window.seconds >= pace_.window_seconds()) {
      tell(window, window.rate == kReadRate);
    }
  }

  void tell(TransferWindow& window, bool checked) {
    if (window.seconds > 0 && window.bytes > 0) {
      const auto now = pace_.now();
      const std::string node(kNodeId);
      listener_.window({node, std::string(window.rate->name), now, window.seconds,
                        window.bytes / window.seconds});
      if (checked) {
        listener_.window({node, std::string(kWrong->name), now, window.seconds,
                          static_cast<double>(window.wrong)});
      }
    }
    window = TransferWindow{.rate = window.rate};
  }

  SystemClock clock_;
  std::uint64_t seed_;
  Pace pace_;
  WorkloadListener& listener_;
  Tally tally_;
  BlockFile& file_;
  Pages chunk_;
  TransferWindow writes_{.rate = kWriteRate};
  TransferWindow reads_{.rate = kReadRate};
};

}  // namespace

Result<WorkloadOutcome> run_storage(const Effort& effort, WorkloadListener& listener,
                                    BlockFile& file, std::uint64_t file_bytes) {
  auto chunk = Pages::map(kChunkBytes);
  if (!chunk) {
    return std::move(chunk).error();
  }
  return StorageRun(effort, listener, file, std::move(*chunk)).run(file_bytes / kChunkBytes);
}

}  // namespace rackproof
