#pragma once

#include <string>
#include <utility>
#include <vector>

#include "probes/machine/library.h"

namespace rackproof::vendor {

/// Looks functions up by the names that the library exports, which outlives it.
class LibraryLoader {
 public:
  explicit LibraryLoader(const Library& library) : library_(library) {}

  template <typename Function>
  void take(Function& into, const char* name) {
    const auto symbol = library_.symbol<Function>(name);
    if (symbol) {
      into = *symbol;
    } else {
      lacking_.emplace_back(name);
    }
  }

  /// Names of those that the library has not.
  std::vector<std::string> lacking() && { return std::move(lacking_); }

 private:
  const Library& library_;
  std::vector<std::string> lacking_;
};

}  // namespace rackproof::vendor
