#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "schemas/result.h"

/// A TOML document as a plain tree that remembers where each thing stood, so that overlays can be
/// merged before anything is understood and complaints still name file and line. toml++ is seen by
/// tree.cpp alone.
namespace rackproof {

struct TomlEntry;
struct TomlNode;

struct TomlTable {
  std::string where;               ///< "file:line".
  std::vector<TomlEntry> entries;  ///< Sorted by key; keys unique.

  /// The value under `key`; nullptr when there is none. Owned by this table.
  [[nodiscard]] const TomlNode* find(std::string_view key) const;
};

using TomlArray = std::vector<TomlNode>;

/// Numbers are finite; dates and times are refused while parsing (write them as text).
struct TomlNode {
  std::string where;
  std::variant<std::string, std::int64_t, double, bool, TomlArray, TomlTable> value;

  [[nodiscard]] const TomlTable* table() const { return std::get_if<TomlTable>(&value); }
  [[nodiscard]] const TomlArray* array() const { return std::get_if<TomlArray>(&value); }
  [[nodiscard]] const std::string* text() const { return std::get_if<std::string>(&value); }
};

struct TomlEntry {
  std::string key;
  TomlNode node;
};

inline constexpr std::size_t kTomlLimit = std::size_t{1} << 20;

/// `file` is only the name used in complaints. Error{malformed, "file:line: ..."} for text that is
/// not TOML 1.0, for a date, a NaN or an infinity, for a key of too many parts (key_parts.h);
/// Error{out_of_range} above kTomlLimit bytes.
Result<TomlTable> parse_toml(std::string_view text, std::string_view file);

}  // namespace rackproof
