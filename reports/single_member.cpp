#include "reports/single_member.h"

#include <algorithm>

#include "reports/archive_file.h"

namespace rackproof {
namespace {

Result<Member> read_archived(const Descriptor& file, const std::string& path, std::uint64_t limit) {
  const auto members = list_archive(file);
  if (!members) {
    return members.error();
  }
  const auto found =
      std::find_if(members->begin(), members->end(),
                   [&path](const ArchivedMember& each) { return each.path == path; });
  if (found == members->end()) {
    return Error{ErrorKind::absent, path + ": not in the archive"};
  }
  if (found->size_bytes > limit) {
    return Error{ErrorKind::untrusted, path + ": " + std::to_string(found->size_bytes) +
                                           " bytes, at most " + std::to_string(limit) +
                                           " are expected"};
  }
  return read_stretch(file, found->at_byte, found->size_bytes, MemberRule::Use::keep);
}

}  // namespace

Result<Member> read_single_member(const OpenBundle& bundle, const std::string& path) {
  const auto rule = member_rule(path);
  if (!rule) {
    return Error{ErrorKind::absent, path + ": no bundle has a member of this name"};
  }
  return bundle.is_archive
             ? read_archived(bundle.file, path, rule->limit_bytes)
             : read_member(bundle.file, path, rule->limit_bytes, MemberRule::Use::keep);
}

}  // namespace rackproof
