#include "reports/text_page.h"

#include <algorithm>
#include <limits>

#include "schemas/encoding.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

constexpr std::size_t kWidth = 100;
constexpr std::size_t kNameWidth = 14;

std::string visible(std::string_view text) {
  return printable(text, std::numeric_limits<std::size_t>::max());
}

}  // namespace

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

void TextPage::broken(std::string first, std::string_view text, std::size_t column) {
  auto line = std::move(first);
  bool empty = true;
  for (const auto word : words(text)) {
    const auto shown = visible(word);
    if (!empty && characters(line) + 1 + characters(shown) > kWidth) {
      text_ += line + "\n";
      line = std::string(column, ' ');
      empty = true;
    }
    line += (empty ? "" : " ") + shown;
    empty = false;
  }
  text_ += line + "\n";
}

TextPage& TextPage::heading(std::string_view text, char line) {
  const auto shown = visible(text);
  text_ += shown + "\n" + std::string(characters(shown), line) + "\n";
  return *this;
}

TextPage& TextPage::paragraph(std::string_view text, std::size_t indent) {
  broken(std::string(indent, ' '), text, indent);
  return *this;
}

TextPage& TextPage::fact(std::string_view name, std::string_view text, std::size_t indent) {
  auto first = std::string(indent, ' ') + visible(name);
  const auto column = indent + kNameWidth;
  const auto used = characters(first);
  first.append(used < column ? column - used : 1, ' ');
  broken(std::move(first), text, column);
  return *this;
}

TextPage& TextPage::blank() {
  text_ += "\n";
  return *this;
}

}  // namespace rackproof
