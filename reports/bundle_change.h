#pragma once

#include <map>
#include <string>
#include <vector>

#include "reports/bundle_reader.h"
#include "schemas/result.h"

namespace rackproof {

/// A member that comes to a bundle, or takes the place of one that is there.
struct MemberPut {
  std::string path;
  std::string bytes;
  bool replaces = false;  ///< Where it does not, one that is there is an error.
};

/// What is to become of a bundle that is whole.
struct BundleChange {
  std::vector<MemberPut> put;     ///< In the order in which a directory takes them.
  std::vector<std::string> gone;  ///< After them.
  /// SHA-256 of members as they were read when the change was thought out. Whoever changed one of
  /// them meanwhile is not written over.
  std::map<std::string, std::string, std::less<>> known = {};

  /// Whether `sha256` is what the member had; also where nobody knows.
  [[nodiscard]] bool is_as_known(const std::string& path, const std::string& sha256) const;
};

/// What is said of a member that is not as it is known.
[[nodiscard]] Error changed_meanwhile(const std::string& path);

/// The digests of all members of `bundle`.
[[nodiscard]] std::map<std::string, std::string, std::less<>> digests_of(const Bundle& bundle);

/// Changes the bundle at `path`, which may be a link. A directory: each member by temporary file,
/// fsync and rename; where one fails, those before it are put back. An archive: a new one with the
/// same mode beside it, fsync, one rename, and every other member in it byte for byte.
/// Error{io} where a member that should be new is there, Error{untrusted} where one that is `known`
/// is another now; on every error the bundle is what it was.
Result<void> change_bundle(const std::string& path, const BundleChange& change);

/// The same to a bundle in memory: what a reader of the changed one will see.
void apply(const BundleChange& change, Bundle& bundle);

}  // namespace rackproof
