#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "probes/machine/descriptor.h"
#include "probes/machine/output_file.h"
#include "reports/member_file.h"
#include "schemas/result.h"

namespace rackproof {

/// A member of an archive: where its bytes stand.
struct ArchivedMember {
  std::string path;
  std::uint64_t at_byte = 0;
  std::uint64_t size_bytes = 0;
};

/// Headers and padding of the archive behind `file`, each read once; nothing is unpacked. Sorted by
/// path. Error{untrusted} for whatever ustar.h calls otherwise, a member that no bundle has,
/// members that are not sorted or stand there twice, padding that is not zero, an end that is
/// missing and anything behind it, more than kMaxMembers, a compressed file and a ZIP archive.
Result<std::vector<ArchivedMember>> list_archive(const Descriptor& file);

/// Hands the member's bytes in `file` to `out`, piece by piece; their SHA-256, hex.
/// Error{untrusted} where the file ends before.
Result<std::string> copy_stretch(const Descriptor& file, const ArchivedMember& member,
                                 const ByteSink& out);

/// Writes the members of the bundle directory `directory` as one archive to `out`, which must not
/// exist, by temporary file, fsync and rename. Error{io} for a file that is no member.
Result<void> pack_bundle(const std::string& directory, const std::string& out);

}  // namespace rackproof
