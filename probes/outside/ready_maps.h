#pragma once

#include <span>
#include <string_view>

namespace rackproof {

/// A source map that is part of the program: the TOML file of that name in maps/, word for word.
struct ReadyMap {
  std::string_view name;  ///< File name without ".toml".
  std::string_view text;  ///< Static storage.
};

std::span<const ReadyMap> ready_maps();

}  // namespace rackproof
