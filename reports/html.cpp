#include "reports/html.h"

#include <limits>
#include <utility>

#include "schemas/encoding.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

std::string_view entity_of(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    default:
      return {};
  }
}

std::string with_entities(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    const auto entity = entity_of(c);
    escaped += entity.empty() ? std::string_view(&c, 1) : entity;
  }
  return escaped;
}

std::string class_attribute(std::string_view style_class) {
  return style_class.empty() ? "" : " class=\"" + escape_html(style_class) + "\"";
}

}  // namespace

std::string escape_html(std::string_view text) {
  std::string escaped;
  std::string_view before;
  for (const auto line : split(text, '\n')) {
    escaped += before;
    before = "\n";
    escaped += with_entities(printable(line, std::numeric_limits<std::size_t>::max()));
  }
  return escaped;
}

Html& Html::open(std::string_view tag, std::string_view style_class) {
  text_ += "<" + std::string(tag) + class_attribute(style_class) + ">";
  open_.emplace_back(tag);
  return *this;
}

Html& Html::close() {
  text_ += "</" + open_.back() + ">\n";
  open_.pop_back();
  return *this;
}

Html& Html::text(std::string_view text) {
  text_ += escape_html(text);
  return *this;
}

Html& Html::element(std::string_view tag, std::string_view text, std::string_view style_class) {
  return open(tag, style_class).text(text).close();
}

Html& Html::markup(std::string_view markup) {
  text_ += markup;
  return *this;
}

std::string Html::take() {
  while (!open_.empty()) {
    close();
  }
  return std::exchange(text_, {});
}

HtmlTable::HtmlTable(std::vector<std::string> headings, std::string_view style_class)
    : headings_(std::move(headings)), style_class_(style_class) {}

HtmlTable& HtmlTable::row(std::string_view style_class) {
  if (count_ != 0) {
    rows_.close();
  }
  rows_.open("tr", style_class);
  ++count_;
  column_ = 0;
  return *this;
}

HtmlTable& HtmlTable::cell(std::string_view text, std::string_view style_class) {
  return markup(escape_html(text), style_class);
}

HtmlTable& HtmlTable::markup(std::string_view markup, std::string_view style_class) {
  const std::string heading = column_ < headings_.size() ? headings_[column_] : "";
  ++column_;
  rows_.markup("<td data-label=\"" + escape_html(heading) + "\"" + class_attribute(style_class) +
               ">" + std::string(markup) + "</td>");
  return *this;
}

std::string HtmlTable::take(std::string_view none) {
  Html table;
  if (count_ == 0) {
    table.element("p", none, "none");
    return table.take();
  }
  table.open("table", style_class_).open("thead").open("tr");
  for (const auto& heading : headings_) {
    table.markup("<th scope=\"col\">").text(heading).markup("</th>\n");
  }
  table.close().close().open("tbody").markup(rows_.take());
  return table.take();
}

HtmlFacts& HtmlFacts::fact(std::string_view name, std::string_view value,
                           std::string_view style_class) {
  html_.open("div").element("dt", name).element("dd", value, style_class).close();
  return *this;
}

HtmlFacts& HtmlFacts::markup(std::string_view name, std::string_view markup) {
  html_.open("div").element("dt", name).open("dd").markup(markup).close().close();
  return *this;
}

}  // namespace rackproof
