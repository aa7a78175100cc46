#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "probes/amdgpu/amdgpu_parse.h"
#include "probes/amdgpu/amdgpu_parts.h"
#include "probes/machine/host.h"
#include "schemas/sample.h"

namespace rackproof::amdgpu {

/// The error counters of one accelerator: device/ras. Memory (umc) counts into hbm_ecc_* of the
/// accelerator's memory; every other block is a device "ras:<block>" below the accelerator. While
/// the accelerator is runtime-suspended nothing is asked: each query would add 1048560 to the
/// count. Growth by exactly a multiple of that is refused too, until the count grows otherwise.
class RasReader {
 public:
  /// Finds the blocks in `directory` and reads each once; what could not be read is noted.
  void discover(const Host& host, Parts& parts, const std::string& directory);
  void read(const Host& host, Samples& samples);

 private:
  struct Counter {
    const Metric* metric = nullptr;
    bool seen = false;  ///< Given at least once: from then on its absence has a reason.
    std::optional<std::int64_t> last;
  };
  struct Block {
    DeviceHandle device = 0;
    std::string path;
    std::array<Counter, 3> counters;  ///< ue, ce, de
  };

  void add_block(Parts& parts, const std::string& path, std::string_view name);
  static Reading take(Counter& counter, std::optional<std::int64_t> value, const std::string& path);
  static void read_block(const Host& host, bool asleep, Block& block, Samples& samples);
  void read_pages(const Host& host, Samples& samples) const;

  std::vector<Block> blocks_;
  std::string runtime_status_;  ///< Path.
  std::string pages_;           ///< Path; "" when this accelerator keeps no list of bad pages.
  DeviceHandle memory_ = 0;
};

}  // namespace rackproof::amdgpu
