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

/// Opens a bundle directory. `path` itself may be a link. Error{absent}, {denied} or {io} names it.
Result<Descriptor> open_bundle_directory(const std::string& path);

struct OpenBundle {
  Descriptor file;
  bool is_archive = false;
};

/// Opens a bundle directory or the file that may be an archive of one. `path` itself may be a link.
/// Error{io} for a FIFO, a device or a socket.
Result<OpenBundle> open_bundle(const std::string& path);

/// Paths of every file under `directory`, sorted, relative to it. Error{untrusted} for more than
/// kMaxMembers, for a directory or a file of a name that no bundle has, empty ones among them.
Result<std::vector<std::string>> list_members(const Descriptor& directory);

/// A member of a directory that is open, and a plain file.
struct OpenMember {
  Descriptor file;
  std::uint64_t size_bytes = 0;
};

/// Error{untrusted} for a link, a device, a FIFO, a file with several names or the setuid bit, and
/// for more than `limit` bytes.
Result<OpenMember> open_plain_member(const Descriptor& directory, const std::string& path,
                                     std::uint64_t limit);

/// Reads the member `path` of `directory` to its end, at most `limit` bytes: Error{untrusted} at
/// the first byte more, for a link, a device, a FIFO, a file with several names or the setuid bit.
Result<Member> read_member(const Descriptor& directory, const std::string& path,
                           std::uint64_t limit, MemberRule::Use use);

/// Reads the `size_bytes` of `file` that begin at `at_byte`: a member of an archive.
/// Error{untrusted} where the file ends before.
Result<Member> read_stretch(const Descriptor& file, std::uint64_t at_byte, std::uint64_t size_bytes,
                            MemberRule::Use use);

}  // namespace rackproof
