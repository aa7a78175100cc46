#pragma once

#include <string>

namespace rackproof::testing {

/// docs/compat.md, made of the rows of both sets and of the catalogue's names.
std::string compat_page();

}  // namespace rackproof::testing
