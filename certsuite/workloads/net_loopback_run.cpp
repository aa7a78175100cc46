#include "certsuite/workloads/net_loopback_run.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <utility>

#include "certsuite/workloads/block_kernel.h"
#include "certsuite/workloads/pace.h"
#include "certsuite/workloads/pages.h"
#include "certsuite/workloads/tally.h"
#include "certsuite/workloads/team.h"
#include "certsuite/workloads/word_stream.h"
#include "probes/machine/clock.h"
#include "schemas/catalogue.h"
#include "schemas/text.h"

namespace rackproof {

namespace {

constexpr auto kRate = metrics::named("net_loopback_bytes_per_second");
constexpr auto kWrong = metrics::named("net_loopback_mismatch_count");

constexpr std::size_t kNumberWord = 0;
constexpr std::size_t kDigestWord = 1;
constexpr std::size_t kBlocksPerFrame = 16;  // 64 KiB go with one call
constexpr std::uint64_t kFramesPerLap = 128;
constexpr std::size_t kFrameWords = kBlocksPerFrame * kBlockWords;
constexpr std::size_t kFrameBytes = kFrameWords * sizeof(std::uint64_t);

/// Makes block `number` of a path: random words, then its number, then the digest of both.
void stamp(const BlockKernel& kernel, std::uint64_t seed, std::uint64_t number,
           std::uint64_t* words) {
  kernel.fill_random(seed, number, 0, words);
  words[kNumberWord] = number;
  words[kDigestWord] = 0;
  words[kDigestWord] = kernel.digest(words);
}

std::string stamp_text(const BlockKernel& kernel, const std::uint64_t* words) {
  std::array<std::uint64_t, kBlockWords> block{};
  std::copy_n(words, kBlockWords, block.begin());
  const auto digest = std::exchange(block[kDigestWord], 0);
  auto text = "block " + std::to_string(block[kNumberWord]) + ", digest " + hex_word(digest);
  if (kernel.digest(block.data()) != digest) {
    text += " that does not fit its bytes";
  }
  return text;
}

/// One path with its two frames in memory and how far each end has come.
struct Line {
  NetPath* path = nullptr;
  std::uint64_t seed = 0;
  std::uint64_t next_sent = 0;
  std::uint64_t next_received = 0;
  bool broken = false;
};

/// What a lap saw at the receiving end; `failure` at either.
struct LapResult {
  std::int64_t checked = 0;
  std::int64_t wrong = 0;
  std::vector<Mismatch> described;  ///< The first few.
  std::optional<Error> failure;
};

class NetLoopbackRun {
 public:
  NetLoopbackRun(const Effort& effort, WorkloadListener& listener, Team team, Pages frames)
      : effort_(effort),
        pace_(effort, clock_),
        listener_(listener),
        team_(std::move(team)),
        tally_(pace_, listener),
        windows_(pace_, listener, kRate, kWrong),
        kernel_(block_kernels().back()),
        frames_(std::move(frames)) {}

  Result<WorkloadOutcome> run(const std::vector<std::unique_ptr<NetPath>>& paths) {
    windows_.add_device(std::string(kNodeId));
    for (std::size_t i = 0; i < paths.size(); ++i) {
      lines_.push_back({.path = paths[i].get(), .seed = mixed_word(effort_.seed, i)});
    }
    const Canary canary{.planted = true, .caught = canary_is_caught(lines_.front())};
    work_until(pace_.elapsed_seconds() + pace_.warm_up_seconds());
    windows_.warm_up_over();
    work_until(pace_.planned_seconds());
    windows_.finish();
    tell_facts();
    return tally_.outcome(canary);
  }

 private:
  [[nodiscard]] std::uint64_t* frame(std::size_t number) const {
    return frames_.as<std::uint64_t>().data() + number * kFrameWords;
  }
  [[nodiscard]] std::uint64_t* outgoing() const { return frame(0); }
  [[nodiscard]] std::uint64_t* incoming() const { return frame(1); }
  [[nodiscard]] bool any_whole() const {
    return std::any_of(lines_.begin(), lines_.end(), [](const Line& each) { return !each.broken; });
  }

  void work_until(double elapsed_seconds) {
    while (!pace_.is_over() && pace_.elapsed_seconds() < elapsed_seconds && any_whole()) {
      auto& line = lines_[turn_++ % lines_.size()];
      if (!line.broken) {
        lap(line);
      }
    }
  }

  /// Member 0 sends `frames` frames, member 1 receives and checks them. `spoil` may change a frame
  /// that is about to be sent.
  LapResult exchange(Line& line, std::uint64_t frames,
                     const std::function<void(std::uint64_t*)>& spoil) {
    std::optional<Error> sending;
    LapResult result;
    team_.run([&](int member) {
      if (member == 0) {
        sending = send_frames(line, frames, spoil);
      } else if (member == 1) {
        receive_frames(line, frames, result);
      }
    });
    if (sending && (!result.failure || result.failure->kind != ErrorKind::timed_out)) {
      result.failure = std::move(sending);
    }
    return result;
  }

  std::optional<Error> send_frames(Line& line, std::uint64_t frames,
                                   const std::function<void(std::uint64_t*)>& spoil) {
    for (std::uint64_t sent = 0; sent < frames; ++sent) {
      for (std::size_t block = 0; block < kBlocksPerFrame; ++block) {
        stamp(kernel_, line.seed, line.next_sent++, outgoing() + block * kBlockWords);
      }
      if (spoil) {
        spoil(outgoing());
      }
      const auto bytes = std::as_bytes(std::span(outgoing(), kFrameWords));
      if (auto done = line.path->send(bytes); !done) {
        line.path->give_up();
        return std::move(done).error();
      }
    }
    return std::nullopt;
  }

  void receive_frames(Line& line, std::uint64_t frames, LapResult& result) {
    for (std::uint64_t received = 0; received < frames; ++received) {
      const auto bytes = std::as_writable_bytes(std::span(incoming(), kFrameWords));
      std::ranges::fill(bytes, std::byte{0});  // what stays is not what was there before
      if (auto done = line.path->receive(bytes); !done) {
        line.path->give_up();
        result.failure = std::move(done).error();
        return;
      }
      for (std::size_t block = 0; block < kBlocksPerFrame; ++block) {
        check(line, incoming() + block * kBlockWords, result);
      }
    }
  }

  void check(Line& line, const std::uint64_t* words, LapResult& result) {
    constexpr std::size_t kDescribed = 8;
    const auto number = line.next_received++;
    alignas(64) std::array<std::uint64_t, kBlockWords> expected{};
    stamp(kernel_, line.seed, number, expected.data());
    ++result.checked;
    if (kernel_.differing(words, expected.data()) == 0) {
      return;
    }
    ++result.wrong;
    if (result.described.size() >= kDescribed) {
      return;
    }
    const auto place = std::mismatch(expected.begin(), expected.end(), words);
    result.described.push_back(
        {.device = std::string(kNodeId),
         .where = "block " + std::to_string(number) + " over " + line.path->name(),
         .expected = stamp_text(kernel_, expected.data()),
         .actual = stamp_text(kernel_, words),
         .mask = hex_word(*place.first ^ *place.second) + " at byte " +
                 std::to_string(static_cast<std::size_t>(place.first - expected.begin()) *
                                sizeof(std::uint64_t))});
  }

  void lap(Line& line) {
    const double start = pace_.elapsed_seconds();
    auto result = exchange(line, kFramesPerLap, {});
    const double seconds = pace_.elapsed_seconds() - start;
    tally_.checked(result.checked);
    auto wrong = result.wrong;
    for (auto& mismatch : result.described) {
      tally_.wrong(std::move(mismatch));
    }
    tally_.wrong_more(result.wrong - static_cast<std::int64_t>(result.described.size()));
    if (result.failure) {
      line.broken = true;
      ++wrong;
      tally_.checked(1);
      tally_.wrong({.device = std::string(kNodeId),
                    .where = "connection over " + line.path->name(),
                    .expected = std::to_string(kFramesPerLap * kFrameBytes) + " bytes",
                    .actual = result.failure->message,
                    .mask = ""});
    }
    const auto bytes = result.checked * static_cast<std::int64_t>(kFrameBytes / kBlocksPerFrame);
    windows_.add(0, static_cast<double>(bytes), seconds, wrong);
    static_cast<void>(windows_.lap_over());
  }

  /// One byte of one block is changed before it is sent, and the same check must come back with
  /// exactly one more wrong block than for a frame as it should be.
  bool canary_is_caught(Line& line) {
    const auto before = exchange(line, 1, {});
    const auto spoil = [](std::uint64_t* words) { words[5 * kBlockWords + 100] ^= 0xFF00; };
    const auto after = exchange(line, 1, spoil);
    return !before.failure && !after.failure && after.wrong == before.wrong + 1;
  }

  void tell_facts() {
    std::string names;
    for (const auto& line : lines_) {
      names += (names.empty() ? "" : ", ") + line.path->name();
    }
    listener_.fact({"addresses_tested", names, ""});
    listener_.fact({"window_seconds", format_double(pace_.window_seconds()), "s"});
  }

  SystemClock clock_;
  const Effort& effort_;
  Pace pace_;
  WorkloadListener& listener_;
  Team team_;
  Tally tally_;
  Windows windows_;
  BlockKernel kernel_;
  Pages frames_;
  std::vector<Line> lines_;
  std::size_t turn_ = 0;
};

}  // namespace

Result<WorkloadOutcome> run_net_loopback(const Effort& effort, WorkloadListener& listener,
                                         const std::vector<std::unique_ptr<NetPath>>& paths) {
  auto team = Team::start(2);
  if (!team) {
    return std::move(team).error();
  }
  auto frames = Pages::map(2 * kFrameBytes);
  if (!frames) {
    return std::move(frames).error();
  }
  return NetLoopbackRun(effort, listener, std::move(*team), std::move(*frames)).run(paths);
}

}  // namespace rackproof
