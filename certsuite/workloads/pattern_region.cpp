#include "certsuite/workloads/pattern_region.h"

#include <algorithm>
#include <utility>

namespace rackproof {

namespace {

constexpr std::size_t kBlockBytes = kBlockWords * sizeof(std::uint64_t);
/// A member's step between two looks at the clock and at the memory that is left: 8 MiB.
constexpr std::size_t kTouchBlocks = (std::size_t{8} << 20U) / kBlockBytes;

}  // namespace

Result<PatternRegion> PatternRegion::map(double bytes, const Team& team) {
  constexpr std::size_t kFewestBlocks = 16;
  const auto members = static_cast<std::size_t>(team.size());
  const auto blocks =
      std::max(kFewestBlocks, static_cast<std::size_t>(bytes) / kBlockBytes / members);
  auto pages = Pages::map(blocks * members * kBlockBytes);
  if (!pages) {
    return std::move(pages).error();
  }
  PatternRegion region;
  region.pages_ = std::move(*pages);
  const auto kernel = block_kernels().back();
  for (std::size_t i = 0; i < members; ++i) {
    const auto words = region.words().subspan(i * blocks * kBlockWords, blocks * kBlockWords);
    region.slices_.emplace_back(words, kernel);
  }
  return region;
}

std::optional<std::string> PatternRegion::touch(Team& team, const Bounds& bounds) {
  const auto step_bytes = kTouchBlocks * kBlockBytes * slices_.size();
  std::optional<std::string> why;
  std::size_t touched = 0;
  while (touched < blocks() && !bounds.time_is_up()) {
    const auto left = bounds.left_bytes ? bounds.left_bytes() : UINT64_MAX;
    if (touched > 0 && left < bounds.reserve_bytes + step_bytes) {
      why = "memory got short: " + std::to_string(left) + " B were left, " +
            std::to_string(bounds.reserve_bytes) + " B of them kept in reserve";
      break;
    }
    const auto to = std::min(blocks(), touched + kTouchBlocks);
    team.run([&](int member) {
      static_cast<void>(slice(member).sweep(touched, to, std::nullopt, Pattern{}, false));
    });
    touched = to;
  }
  shrink(touched);
  return why;
}

void PatternRegion::shrink(std::size_t blocks) {
  for (auto& slice : slices_) {
    slice.shrink(std::max(std::size_t{1}, blocks));
  }
}

std::uint64_t memory_reserve(std::uint64_t memory_bytes) {
  constexpr std::uint64_t kLeast = std::uint64_t{256} << 20U;
  return std::max(kLeast, memory_bytes / 100 * 3);
}

}  // namespace rackproof
