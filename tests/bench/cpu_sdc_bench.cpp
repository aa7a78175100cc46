// Each kernel of cpu_sdc as a core works it, rounds chosen and answers checked, against the same
// runs in a plain loop that checks nothing; zstd against the library's calls alone, on plain bytes
// that are there already. One thread, in CPU time, so that other load weighs on neither side.

#include <array>
#include <cstring>
#include <ctime>
#include <string>
#include <vector>

#include <zstd.h>

#include "certsuite/workloads/core_rounds.h"
#include "certsuite/workloads/cpu_kernel.h"
#include "tests/bench/bench_line.h"

namespace rackproof::bench {
namespace {

constexpr int kSlices = 10;  ///< Of either side, in turn.
constexpr double kSliceSeconds = 0.01;
constexpr int kChains = 8;  ///< As in a lap of the workload.
constexpr std::size_t kPlainBytes = 8192;

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// Keeps what was computed from being dropped.
void escape(std::uint64_t word) {
  asm volatile("" : : "r"(word) : "memory");
}

struct Side {
  double runs = 0;
  double seconds = 0;
  [[nodiscard]] double rate() const { return runs / seconds; }
};

/// `step` does some runs and returns their number.
template <typename Step>
void add_slice(Side& side, Step& step) {
  const double start = cpu_seconds();
  double spent = 0;
  while (spent < kSliceSeconds) {
    side.runs += step();
    spent = cpu_seconds() - start;
  }
  side.seconds += spent;
}

/// A lap of one kernel as a core of two does it: the other's answers are there already, and half of
/// the check is its share.
class CheckedLap {
 public:
  explicit CheckedLap(const CpuKernel& kernel) : kernel_(&kernel, 1), answers_(2) {}

  double operator()() {
    const auto rounds = rounds_of_lap(kernel_, 1, lap_++, kChains);
    work_rounds(rounds, answers_[0]);
    answers_[1] = answers_[0];
    escape(check_rounds(rounds, answers_).size());
    double runs = 0;
    for (const auto& round : rounds) {
      runs += round.runs;
    }
    return runs;
  }

 private:
  std::span<const CpuKernel> kernel_;
  std::vector<CoreAnswers> answers_;
  std::uint64_t lap_ = 0;
};

/// The kernel alone.
class BareLoop {
 public:
  explicit BareLoop(const CpuKernel& kernel) : kernel_(kernel) {}

  double operator()() {
    const int runs = kChains * kernel_.chain;
    for (int run = 0; run < runs; ++run) {
      word_ = kernel_.run(word_ + static_cast<std::uint64_t>(run));
    }
    escape(word_);
    return runs;
  }

 private:
  const CpuKernel& kernel_;
  std::uint64_t word_ = 1;
};

using Plain = std::array<char, kPlainBytes>;

/// Like what compression_kernels.cpp packs.
Plain plain_bytes(std::uint64_t seed) {
  Plain plain{};
  for (std::size_t i = 0; i < plain.size(); i += sizeof(std::uint64_t)) {
    const auto place = i % 640 < 320 ? i : i % 320;
    const auto word = mixed_word(seed, place) & 0x0F070F030F070F01U;
    std::memcpy(plain.data() + i, &word, sizeof(word));
  }
  return plain;
}

/// Over several plains in turn: the branches of one alone would be learnt by heart.
class BareZstd {
 public:
  BareZstd(int level, bool back) : level_(level), back_(back) {
    for (std::uint64_t seed = 0; seed < kPlains; ++seed) {
      plains_.push_back(plain_bytes(seed));
    }
  }

  double operator()() {
    const auto& plain = plains_[next_++ % kPlains];
    auto size = ZSTD_compress(packed_.data(), packed_.size(), plain.data(), plain.size(), level_);
    if (back_) {
      size = ZSTD_decompress(unpacked_.data(), unpacked_.size(), packed_.data(), size);
    }
    escape(size);
    return 1;
  }

 private:
  static constexpr std::size_t kPlains = 64;
  int level_;
  bool back_;
  std::vector<Plain> plains_;
  std::size_t next_ = 0;
  Plain unpacked_{};
  std::array<char, ZSTD_COMPRESSBOUND(kPlainBytes)> packed_{};
};

template <typename Rival>
void compare(const CpuKernel& kernel, Rival rival, double amount, const std::string& unit) {
  CheckedLap checked(kernel);
  Side ours;
  Side theirs;
  static_cast<void>(checked());
  static_cast<void>(rival());
  for (int slice = 0; slice < kSlices; ++slice) {
    add_slice(ours, checked);
    add_slice(theirs, rival);
  }
  tell({"cpu_sdc/" + std::string(kernel.name), ours.rate() * amount, theirs.rate() * amount, unit});
}

}  // namespace
}  // namespace rackproof::bench

int main() {
  using namespace rackproof;
  for (const auto& kernel : cpu_kernels()) {
    if (kernel.name == "zstd_round_trip") {
      bench::compare(kernel, bench::BareZstd(1, true), bench::kPlainBytes, "B/s");
    } else if (kernel.name == "zstd_compress") {
      bench::compare(kernel, bench::BareZstd(3, false), bench::kPlainBytes, "B/s");
    } else {
      bench::compare(kernel, bench::BareLoop(kernel), 1, "runs/s");
    }
  }
  return 0;
}
