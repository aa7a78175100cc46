#pragma once

#include <string>

/// Small questions that the tests of the HTML sections ask.
namespace rackproof::testing {

[[nodiscard]] inline bool says(const std::string& page, const std::string& words) {
  return page.find(words) != std::string::npos;
}

}  // namespace rackproof::testing
