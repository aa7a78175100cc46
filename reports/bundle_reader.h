#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "reports/member_file.h"
#include "schemas/result.h"

namespace rackproof {

/// A bundle, read whole. What is hashed is what is used: nobody opens a member again.
/// Owned by one thread.
struct Bundle {
  std::string path;
  std::map<std::string, Member, std::less<>> members;  ///< By bundle path.
  bool is_archive = false;                             ///< As it was read; else a directory.

  [[nodiscard]] bool has(std::string_view member) const;
  /// The bytes of a member that is kept in memory; Error{untrusted} when it is missing.
  Result<std::string_view> bytes(std::string_view member) const;
  /// The copy of samples.db, until drop_samples(); whoever opened it before goes on reading.
  Result<std::string> samples_path() const;
  void drop_samples();
};

/// Reads every member of `path`, a directory or an archive (archive_file.h), none larger than its
/// kind may be or than the manifest says. Error{untrusted} for whatever a bundle of ours would not
/// hold (member_file.h) and for a statement that is there both sealed and unsealed; absent, denied
/// or io where the machine failed. Digests are computed here and compared elsewhere.
/// `gate` is asked when the statements, the manifest and all else that it does not list are read
/// (but for report.html), and nothing that it lists; its Error ends the reading.
using BundleGate = std::function<Result<void>(const Bundle& head)>;
Result<Bundle> read_bundle(const std::string& path, const BundleGate& gate = {});

}  // namespace rackproof
