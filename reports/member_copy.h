#pragma once

#include <functional>
#include <map>
#include <string>
#include <utility>

#include "reports/archive_file.h"
#include "reports/bundle_reader.h"
#include "reports/bundle_writer.h"
#include "schemas/result.h"

namespace rackproof {

/// Copies members of a bundle that was read, a directory or an archive, into a new one. The bundle
/// must outlive it.
class MemberCopier {
 public:
  /// Opens it again; what it holds by now is compared as it is copied.
  static Result<MemberCopier> of(const Bundle& old);

  /// Copies one member into the writer's directory, and nothing where it is not what was read
  /// before: Error{untrusted}.
  Result<void> copy(const std::string& path, const BundleWriter& writer) const;

 private:
  MemberCopier(const Bundle& old, OpenBundle opened) : old_(old), opened_(std::move(opened)) {}

  [[nodiscard]] Result<void> copy_from(const Descriptor& file, const ArchivedMember& place,
                                       const std::string& target) const;

  const Bundle& old_;
  OpenBundle opened_;
  std::map<std::string, ArchivedMember, std::less<>> places_;  ///< Of an archive.
};

}  // namespace rackproof
