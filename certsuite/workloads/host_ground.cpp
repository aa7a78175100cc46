#include "certsuite/workloads/host_ground.h"

#include <algorithm>
#include <utility>

#include "certsuite/workloads/fastest_kernel.h"
#include "certsuite/workloads/memory_budget.h"
#include "probes/machine/file_tree.h"

namespace rackproof {

Result<HostGround> open_host_ground(Effort& effort) {
  auto files = FileTree::open("/");
  if (!files) {
    return std::move(files).error();
  }
  auto memory = memory_budget(*files);
  if (!memory) {
    return std::move(memory).error();
  }
  auto chosen = choose_kernel(effort);
  effort = chosen.effort;
  return HostGround{.matrix = std::move(chosen.kernel),
                    .triad = triad_kernels().back(),
                    .memory_bytes = *memory,
                    .last_cache_bytes = last_level_cache_bytes(*files),
                    .places = MemoryPlaces::read(*files)};
}

std::uint64_t triad_array_bytes(const HostGround& ground, double seconds) {
  constexpr std::uint64_t kUnknownCache = std::uint64_t{64} << 20U;
  constexpr double kTouchedPerSecond = 2e7;  // slow systems hand out pages at 1 GB/s
  const auto cache = ground.last_cache_bytes > 0 ? ground.last_cache_bytes : kUnknownCache;
  const auto touchable = static_cast<std::uint64_t>(seconds * kTouchedPerSecond);
  return std::min({kCachesPerArray * cache, ground.memory_bytes / 10 / 3, touchable});
}

}  // namespace rackproof
