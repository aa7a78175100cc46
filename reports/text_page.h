#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace rackproof {

/// Plain text of a fixed width for terminals and mail. Control characters are made visible, so that
/// no string from a machine can drive the terminal.
class TextPage {
 public:
  /// A heading on its own, underlined with `line`.
  TextPage& heading(std::string_view text, char line);
  /// A paragraph, broken between words; every line starts with `indent` spaces.
  TextPage& paragraph(std::string_view text, std::size_t indent = 0);
  /// "name      text", the text broken and kept in its column; `indent` before the name.
  TextPage& fact(std::string_view name, std::string_view text, std::size_t indent = 0);
  TextPage& blank();

  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  void broken(std::string first, std::string_view text, std::size_t column);

  std::string text_;
};

/// Characters of UTF-8 text, which is what a terminal counts (wide ones aside).
[[nodiscard]] std::size_t characters(std::string_view text);

}  // namespace rackproof
