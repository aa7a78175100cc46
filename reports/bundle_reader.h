#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "probes/machine/descriptor.h"
#include "schemas/manifest.h"
#include "schemas/result.h"

namespace rackproof {

/// One member as it was read: once, through one descriptor.
struct Member {
  std::uint64_t size_bytes = 0;
  std::string sha256;  ///< Of the bytes below, or of those in `file`.
  std::string bytes;   ///< Empty for samples.db, events.jsonl and logs.
  Descriptor file;     ///< samples.db only: the unlinked copy that was hashed while it was written.
};

/// A bundle directory, read whole. What is hashed is what is used: nobody opens a member again.
/// Owned by one thread.
struct Bundle {
  std::string path;
  std::map<std::string, Member, std::less<>> members;  ///< By bundle path.

  [[nodiscard]] bool has(std::string_view member) const;
  /// The bytes of a member that is kept in memory; Error{untrusted} when it is missing.
  Result<std::string_view> bytes(std::string_view member) const;
  /// A path by which the copy of samples.db can be opened as long as this bundle lives.
  Result<std::string> samples_path() const;
};

/// Reads every member of the directory `path`: regular files with one name, no links, no devices,
/// no names but those of bundle.h, none twice after case folding, none larger than its kind may be
/// or than the manifest says. Error{untrusted} for whatever a bundle of ours would not hold;
/// absent, denied or io where the machine failed. Digests are not compared here, only computed.
Result<Bundle> read_bundle(const std::string& path);

}  // namespace rackproof
