#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rackproof {

/// `text` for an element's content or a quoted attribute: & < > " ' escaped, and control or
/// bidirectional characters made visible, so that no string from a machine can leave its place.
[[nodiscard]] std::string escape_html(std::string_view text);

/// Writes markup; every text goes through escape_html(). Elements are closed in the order they were
/// opened, by the writer itself.
class Html {
 public:
  /// `<tag class="…">`; no class when it is "".
  Html& open(std::string_view tag, std::string_view style_class = "");
  Html& close();
  Html& text(std::string_view text);
  /// `<tag class="…">text</tag>`.
  Html& element(std::string_view tag, std::string_view text, std::string_view style_class = "");
  /// Markup that was made by this class or by the SVG writers, as it is.
  Html& markup(std::string_view markup);

  /// Closes what is open and gives everything away.
  [[nodiscard]] std::string take();

 private:
  std::string text_;
  std::vector<std::string> open_;
};

/// A table that becomes one block a row on a narrow screen: every cell carries its heading.
class HtmlTable {
 public:
  explicit HtmlTable(std::vector<std::string> headings, std::string_view style_class = "");

  HtmlTable& row(std::string_view style_class = "");
  HtmlTable& cell(std::string_view text, std::string_view style_class = "");
  /// A cell whose content is markup already.
  HtmlTable& markup(std::string_view markup, std::string_view style_class = "");

  /// The table, or `none` as a paragraph when it has no row.
  [[nodiscard]] std::string take(std::string_view none);

 private:
  std::vector<std::string> headings_;
  std::string style_class_;
  Html rows_;
  std::size_t column_ = 0;
  std::size_t count_ = 0;
};

/// Names and values, one below the other.
class HtmlFacts {
 public:
  HtmlFacts() { html_.open("dl"); }
  HtmlFacts& fact(std::string_view name, std::string_view value, std::string_view style_class = "");
  HtmlFacts& markup(std::string_view name, std::string_view markup);
  [[nodiscard]] std::string take() { return html_.take(); }

 private:
  Html html_;
};

}  // namespace rackproof
