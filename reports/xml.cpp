#include "reports/xml.h"

#include <array>

#include "reports/html.h"

namespace rackproof {
namespace {

/// U+FFFE and U+FFFF in UTF-8: well-formed, and no Char of XML 1.0 (section 2.2).
constexpr std::array<std::pair<std::string_view, std::string_view>, 2> kNoCharacters{{
    {"\xEF\xBF\xBE", "\\ufffe"},
    {"\xEF\xBF\xBF", "\\uffff"},
}};

void replace_all(std::string& text, std::string_view what, std::string_view with) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size())) {
    text.replace(at, what.size(), with);
  }
}

}  // namespace

std::string escape_xml(std::string_view text) {
  auto escaped = escape_html(text);
  for (const auto& [character, shown] : kNoCharacters) {
    replace_all(escaped, character, shown);
  }
  return escaped;
}

Xml::Xml() : text_("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n") {}

void Xml::start(std::string_view tag, const XmlAttributes& attributes) {
  text_ += std::string(2 * open_.size(), ' ') + "<" + std::string(tag);
  for (const auto& [name, value] : attributes) {
    auto escaped = escape_xml(value);
    replace_all(escaped, "\n", "&#10;");
    text_ += " " + std::string(name) + "=\"" + escaped + "\"";
  }
}

Xml& Xml::open(std::string_view tag, const XmlAttributes& attributes) {
  start(tag, attributes);
  text_ += ">\n";
  open_.emplace_back(tag);
  return *this;
}

Xml& Xml::close() {
  if (open_.empty()) {
    return *this;
  }
  const auto tag = std::move(open_.back());
  open_.pop_back();
  text_ += std::string(2 * open_.size(), ' ') + "</" + tag + ">\n";
  return *this;
}

Xml& Xml::leaf(std::string_view tag, const XmlAttributes& attributes, std::string_view text) {
  start(tag, attributes);
  text_ += text.empty() ? "/>\n" : ">" + escape_xml(text) + "</" + std::string(tag) + ">\n";
  return *this;
}

std::string Xml::take() {
  while (!open_.empty()) {
    close();
  }
  return std::exchange(text_, {});
}

}  // namespace rackproof
