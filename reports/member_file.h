#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "probes/machine/descriptor.h"
#include "probes/machine/scratch.h"
#include "reports/bundle_members.h"
#include "schemas/result.h"

namespace rackproof {

/// One member as it was read: once, through one descriptor.
struct Member {
  std::uint64_t size_bytes = 0;
  std::string sha256;  ///< Of the bytes below, or of those in the copy.
  std::string bytes;   ///< Only where the rule says keep.
  /// Only where it says copy: a private directory with one file, kCopyName, hashed while written.
  std::optional<ScratchDirectory> copy;
};

inline constexpr const char* kCopyName = "copy";

/// Opens a bundle directory. `path` itself may be a link.
Result<Descriptor> open_bundle_directory(const std::string& path);

/// Paths of every file under `directory`, sorted, relative to it. Error{untrusted} for more than
/// kMaxMembers, for directories nested too deep, and for a name that no bundle has.
Result<std::vector<std::string>> list_members(const Descriptor& directory);

/// Reads the member `path` of `directory` to its end, at most `limit` bytes: Error{untrusted} at
/// the first byte more, for a link, a device, a FIFO, a file with several names or the setuid bit.
Result<Member> read_member(const Descriptor& directory, const std::string& path,
                           std::uint64_t limit, MemberRule::Use use);

}  // namespace rackproof
