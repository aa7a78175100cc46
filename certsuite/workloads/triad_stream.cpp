#include "certsuite/workloads/triad_stream.h"

#include <algorithm>
#include <string>
#include <utility>

namespace rackproof {

namespace {

constexpr std::uint64_t kSmallestArray = std::uint64_t{64} << 10U;

}  // namespace

Result<TriadStream> TriadStream::prepare(const TriadKernel& kernel, Team& team, const Pace& pace,
                                         const StreamPlan& plan) {
  TriadStream stream(kernel, team, pace);
  auto bytes = std::max(kSmallestArray, plan.array_bytes);
  if (auto mapped = stream.map(bytes); !mapped) {
    return std::move(mapped).error();
  }
  if (plan.lap_seconds <= 0) {
    return stream;
  }
  const double seconds = stream.slowest_lap();
  if (seconds > plan.lap_seconds && bytes > kSmallestArray) {
    bytes = static_cast<std::uint64_t>(static_cast<double>(bytes) * plan.lap_seconds / seconds);
    if (auto mapped = stream.map(std::max(kSmallestArray, bytes)); !mapped) {
      return std::move(mapped).error();
    }
    static_cast<void>(stream.slowest_lap());
  }
  return stream;
}

Result<void> TriadStream::map(std::uint64_t array_bytes) {
  const auto members = static_cast<std::size_t>(team_->size());
  members_.clear();
  for (std::size_t i = 0; i < members; ++i) {
    auto arrays = TriadArrays::map(array_bytes / sizeof(double) / members);
    if (!arrays) {
      return std::move(arrays).error();
    }
    members_.push_back(Member{.arrays = std::move(*arrays)});
  }
  team_->run([this](int member) { of(member).arrays.fill(); });
  return {};
}

/// The second of two laps: the first one finds caches and clocks elsewhere.
double TriadStream::slowest_lap() {
  team_->run([this](int member) { lap(member); });
  team_->run([this](int member) {
    of(member).stretch = Stretch{};
    lap(member);
  });
  double slowest = 0;
  for (auto& member : members_) {
    slowest = std::max(slowest, std::exchange(member.stretch, Stretch{}).seconds);
  }
  return slowest;
}

void TriadStream::lap(int member) {
  constexpr double kFactors = 61;  // products stay exact integers
  auto& mine = of(member);
  mine.factor = mine.factor < kFactors ? mine.factor + 1 : 2;
  const double started = pace_->elapsed_seconds();
  mine.arrays.run(kernel_, mine.factor);
  mine.stretch.seconds += pace_->elapsed_seconds() - started;
  mine.stretch.work += mine.arrays.bytes_per_lap();
}

void TriadStream::check(int member) {
  auto& mine = of(member);
  auto check = mine.arrays.check(mine.factor);
  mine.stretch.checks += static_cast<std::int64_t>(mine.arrays.count());
  for (auto& mismatch : check.described) {
    mismatch.where += ", array of cpu " + std::to_string(team_->processor(member));
    mine.stretch.add_wrong(std::move(mismatch));
    --check.wrong;
  }
  mine.stretch.wrong += check.wrong;
}

void TriadStream::work_until(int member, double until) {
  do {
    lap(member);
  } while (pace_->elapsed_seconds() < until && !pace_->is_over());
  check(member);
}

Stretch TriadStream::take(int member) {
  return std::exchange(of(member).stretch, Stretch{});
}

std::vector<std::int64_t> TriadStream::count_wrong() {
  std::vector<std::int64_t> counts(members_.size());
  team_->run([&](int member) {
    counts[static_cast<std::size_t>(member)] = of(member).arrays.check(of(member).factor).wrong;
  });
  return counts;
}

bool TriadStream::canary_is_caught(const Disturb& hide) {
  auto expected = count_wrong();
  for (auto& count : expected) {
    ++count;
  }
  const auto change = [this](double by) {
    for (auto& member : members_) {
      member.arrays.results()[member.arrays.count() / 2] += by;
    }
  };
  change(1);
  for (auto& member : members_) {
    if (hide) {
      auto* words = reinterpret_cast<std::uint64_t*>(member.arrays.results());
      hide({words, member.arrays.count()});
    }
  }
  const auto found = count_wrong();
  change(-1);
  return found == expected;
}

double TriadStream::bytes_per_lap() const {
  double bytes = 0;
  for (const auto& member : members_) {
    bytes += member.arrays.bytes_per_lap();
  }
  return bytes;
}

std::uint64_t TriadStream::array_bytes() const {
  return members_.front().arrays.count() * sizeof(double) * members_.size();
}

}  // namespace rackproof
