#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/enum_names.h"
#include "schemas/toml/finding.h"
#include "schemas/toml/tree.h"

namespace rackproof {

/// Reads one table key by key and complains of what it does not understand. A key that nobody asked
/// for is unknown: finish() says so. Reading goes on after a complaint, so that one pass shows
/// every mistake; values after a complaint are defaults and must not be used.
class TableReader {
 public:
  /// Keeps references to both; `what` names the table in complaints ("criterion 'x'").
  TableReader(const TomlTable& table, std::string what, Findings& findings);

  /// The raw value; nullptr when absent. The key counts as known from now on.
  const TomlNode* find(std::string_view key);

  /// Absent and "" give ""; anything but text is an error.
  std::string text(std::string_view key);
  /// Absent or "" is an error.
  std::string required_text(std::string_view key);
  std::optional<double> number(std::string_view key);
  std::optional<int> integer(std::string_view key);
  std::optional<bool> boolean(std::string_view key);
  /// An array of text; empty when absent.
  std::vector<std::string> texts(std::string_view key);
  /// An array of integers; empty when absent.
  std::vector<int> integers(std::string_view key);
  const TomlTable* table(std::string_view key);
  /// [[key]]: the tables in file order; empty when absent.
  std::vector<const TomlTable*> tables(std::string_view key);

  /// One of the words of `names`; `fallback` when absent, an error when it is another word.
  template <typename E, std::size_t N>
  E word(std::string_view key, const std::array<EnumName<E>, N>& names, E fallback) {
    const auto given = text(key);
    if (given.empty()) {
      return fallback;
    }
    const auto value = value_of(names, given);
    if (!value) {
      unknown_word(key, given, spelling(names));
    }
    return value.value_or(fallback);
  }

  void error(std::string_view key, std::string_view text);
  /// Every key that was never asked for is an error, with the nearest known one; told ahead of what
  /// the table then lacked, because a mistyped key is usually why.
  void finish();

  [[nodiscard]] const std::string& what() const { return what_; }
  [[nodiscard]] const std::string& where() const { return table_.where; }

 private:
  template <typename E, std::size_t N>
  static std::vector<std::string> spelling(const std::array<EnumName<E>, N>& names) {
    std::vector<std::string> words;
    words.reserve(N);
    for (const auto& row : names) {
      words.emplace_back(row.word);
    }
    return words;
  }
  void unknown_word(std::string_view key, const std::string& given,
                    const std::vector<std::string>& words);

  const TomlTable& table_;
  std::string what_;
  Findings& findings_;
  std::size_t begin_;  // findings of others that were there before
  std::vector<std::string> known_;
};

/// A TOML integer or float as a double; nothing for anything else.
[[nodiscard]] std::optional<double> number_of(const TomlNode& node);

}  // namespace rackproof
