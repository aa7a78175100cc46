#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "probes/machine/descriptor.h"
#include "schemas/result.h"

namespace rackproof {

/// A private file for reading back what a storage device holds: opened O_DIRECT, so that no page
/// cache answers for the device, and unlinked at once, so that it is gone with its last descriptor
/// however the process ends. Offsets, lengths and addresses are multiples of kDirectAlignment.
class DirectFile {
 public:
  /// In `directory`. Error{unsupported} where the filesystem keeps its files in memory or answers
  /// from its own cache all the same (tmpfs, ramfs, ZFS), or refuses O_DIRECT.
  static Result<DirectFile> make_in(const std::string& directory);

  /// All of `bytes` or an Error: {out_of_range} for a full disk, quota or size limit, else {io}.
  Result<void> write(std::uint64_t offset, std::span<const std::byte> bytes);
  /// All of `bytes` or an Error{io}; the end of the file is one too.
  Result<void> read(std::uint64_t offset, std::span<std::byte> bytes) const;
  /// Returns when the device says that it has what was written (fdatasync(2)).
  Result<void> flush();

  /// Of statfs(2): "ext4", "xfs", or the magic number in hexadecimal.
  [[nodiscard]] const std::string& filesystem() const { return filesystem_; }

 private:
  DirectFile(Descriptor file, std::string path, std::string filesystem);

  Descriptor file_;
  std::string path_;  // for complaints
  std::string filesystem_;
};

/// No block device of today asks for more (logical blocks of 512 or 4,096 bytes).
inline constexpr std::size_t kDirectAlignment = 4096;

}  // namespace rackproof
