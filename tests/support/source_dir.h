#pragma once

#include <string>

namespace rackproof::testing {

/// Top of the source tree and of the build that is tested. Functions, not definitions on the
/// command line: no other file is compiled anew, or kept apart by a compiler cache, because the
/// tree moved.
std::string source_dir();
std::string binary_dir();

}  // namespace rackproof::testing
