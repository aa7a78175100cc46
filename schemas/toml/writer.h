#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rackproof {

/// `text` as a TOML basic string with quotes; control characters by their number, such as \u0007.
/// `text` is UTF-8.
[[nodiscard]] std::string toml_text(std::string_view text);

/// `key` bare where TOML allows it, else quoted.
[[nodiscard]] std::string toml_key(std::string_view key);

[[nodiscard]] std::string toml_texts(const std::vector<std::string>& texts);
[[nodiscard]] std::string toml_integers(const std::vector<int>& numbers);

/// Puts a TOML document together line by line; the same calls give the same bytes.
class TomlWriter {
 public:
  /// "[name]" after an empty line.
  void table(std::string_view name);
  /// "[[name]]" after an empty line.
  void array_table(std::string_view name);
  /// "key = value"; `value` is TOML already.
  void entry(std::string_view key, std::string_view value);
  /// "table.key = value".
  void entry_in(std::string_view table, std::string_view key, std::string_view value);
  void text(std::string_view key, std::string_view value);
  /// Nothing at all for "".
  void text_if_given(std::string_view key, std::string_view value);

  [[nodiscard]] const std::string& document() const { return document_; }

 private:
  std::string document_;
};

}  // namespace rackproof
