#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace rackproof {

/// One member that was taken out of a bundle, or made unreadable in parts, before it was handed on.
/// The manifest, and with it both seals, go on naming the original.
struct Redaction {
  std::string path;
  std::string original_sha256;            ///< Hex, as the manifest says it.
  std::uint64_t original_size_bytes = 0;  ///< As the manifest says it.
  std::string shown_sha256;               ///< Of what stands in its place; "" = nothing does.
  std::string reason;                     ///< Never empty.
  std::string by;  ///< Who did it, as they say themselves; nothing vouches for it.

  [[nodiscard]] bool is_withheld() const { return shown_sha256.empty(); }
  bool operator==(const Redaction&) const = default;
};

/// redactions.json: outside of the manifest, for it is written after the bundle was sealed.
struct Redactions {
  std::vector<Redaction> entries;  ///< Sorted by path; paths unique.

  bool operator==(const Redactions&) const = default;
};

}  // namespace rackproof
