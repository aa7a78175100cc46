#pragma once

#include <string>

#include "reports/member_file.h"
#include "schemas/result.h"

namespace rackproof {

/// The member `path` of a bundle, a directory or an archive (archive_file.h), in memory; the others
/// are not read. Error{absent} where there is none of the name.
Result<Member> read_single_member(const OpenBundle& bundle, const std::string& path);

}  // namespace rackproof
