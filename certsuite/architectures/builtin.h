#pragma once

#include <span>
#include <string_view>

namespace rackproof {

/// A reference architecture that is part of the program: the TOML file of that name beside this
/// header, word for word.
struct BuiltinReference {
  std::string_view id;    ///< File name without ".toml"; equals reference.id in the text.
  std::string_view text;  ///< Static storage.
};

std::span<const BuiltinReference> builtin_references();

}  // namespace rackproof
