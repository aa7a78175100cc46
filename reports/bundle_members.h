#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rackproof {

/// What a bundle may hold under one name.
struct MemberRule {
  std::string_view name;
  std::string_view role;        ///< As the manifest says it; "" = the manifest does not list it.
  std::string_view media_type;  ///< "" where the manifest does not list it.
  std::uint64_t limit_bytes = 0;
  /// What a reader does with the bytes besides hashing them.
  enum class Use { none, keep, copy_to_file } use = Use::none;

  [[nodiscard]] bool listed() const { return !role.empty(); }
};

inline constexpr std::size_t kMaxMembers = 10'000;
inline constexpr int kMaxDirectoryDepth = 4;
/// Runs of other tools in one bundle: how many, and how large each may be.
inline constexpr std::size_t kMostExternalRuns = 8;
inline constexpr std::uint64_t kMostExternalBytes = std::uint64_t{16} << 20;

/// Answers of parts that were asked to prove who they are: how many, and how large each may be.
inline constexpr std::size_t kMostAttestations = 256;
inline constexpr std::uint64_t kMostAttestationBytes = std::uint64_t{256} << 10;

/// The rule for a path inside the bundle; nothing for a name that no bundle of ours has. Under
/// logs/ any name of letters, digits, '.', '_' and '-' that begins with a letter or digit and does
/// not end in '.'; under ocptv/ the same, and it ends in ".jsonl" and has no directory in it; under
/// attestations/ the same without a directory in it.
[[nodiscard]] std::optional<MemberRule> member_rule(std::string_view path);

/// Whether members of a bundle may lie in a directory of that path: "logs", "logs/node1", "ocptv".
[[nodiscard]] bool is_member_directory(std::string_view path);

inline constexpr std::size_t kMostStamps = 9;
/// Of one stamp.
inline constexpr std::size_t kMostRenewals = 8;

/// "report.1.tsr": the time stamp over signature `signature` (counted from 0) of the report, or of
/// the run record; "report.1.2.tsr": renewal 1 of it, the second stamp.
[[nodiscard]] std::string stamp_member(bool of_run_record, std::size_t signature,
                                       std::size_t renewal = 0);

}  // namespace rackproof
