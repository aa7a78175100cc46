#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "certsuite/workload.h"
#include "schemas/result.h"

namespace rackproof {

/// Something that keeps bytes at offsets: a file opened past the page cache, or a test's faulty
/// stand-in. All calls are whole or an Error; {out_of_range} means full, any other a failed device.
class BlockFile {
 public:
  virtual ~BlockFile() = default;
  BlockFile() = default;
  BlockFile(const BlockFile&) = delete;
  BlockFile& operator=(const BlockFile&) = delete;
  BlockFile(BlockFile&&) = delete;
  BlockFile& operator=(BlockFile&&) = delete;

  virtual Result<void> write(std::uint64_t offset, std::span<const std::byte> bytes) = 0;
  virtual Result<void> read(std::uint64_t offset, std::span<std::byte> bytes) = 0;
  virtual Result<void> flush() = 0;
};

/// Bytes that are written and read with one call.
inline constexpr std::size_t kChunkBytes = std::size_t{1} << 20;

/// Body of the workload on `file`: laps of stamped writes, a flush, verified reads, until the time
/// is over. `file_bytes` is a multiple of kChunkBytes; a lap that would take too long for the time
/// that is left is shortened. Error{out_of_range} when the file is full.
Result<WorkloadOutcome> run_storage(const Effort& effort, WorkloadListener& listener,
                                    BlockFile& file, std::uint64_t file_bytes);

}  // namespace rackproof
