#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace rackproof {

/// One member of a bundle as the manifest lists it.
struct ManifestEntry {
  std::string path;  ///< Relative, '/' between, no "..", no leading '/'.
  std::uint64_t size_bytes = 0;
  std::string sha256;  ///< Hex.
  std::string media_type;
  std::string role;  ///< Of member_rule(): "inventory", "reference", "samples", "log"...

  bool operator==(const ManifestEntry&) const = default;
};

/// Every member but the statements, their envelopes, the manifest itself and report.html.
struct Manifest {
  std::vector<ManifestEntry> entries;  ///< Sorted by path; paths unique.

  bool operator==(const Manifest&) const = default;
};

}  // namespace rackproof
