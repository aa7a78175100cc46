#include "tests/support/source_dir.h"

namespace rackproof::testing {

std::string source_dir() {
  return RACKPROOF_SOURCE_DIR;
}

std::string binary_dir() {
  return RACKPROOF_BINARY_DIR;
}

}  // namespace rackproof::testing
