#include "schemas/toml/tree.h"

#include <cmath>
#include <utility>

#include <toml++/toml.h>

#include "schemas/encoding.h"

namespace rackproof {
namespace {

std::string place(std::string_view file, const ::toml::source_region& source) {
  return std::string(file) + ":" + std::to_string(source.begin.line);
}

Error refused(const std::string& where, std::string_view why) {
  return Error{ErrorKind::malformed, where + ": " + std::string(why)};
}

Result<TomlTable> copy_table(const ::toml::table& table, std::string_view file, std::string where);

Result<TomlNode> copy_node(const ::toml::node& node, std::string_view file, std::string where);

Result<TomlNode> copy_array(const ::toml::array& array, std::string_view file, std::string where) {
  TomlArray items;
  for (const auto& item : array) {
    auto copied = copy_node(item, file, place(file, item.source()));
    if (!copied) {
      return copied;
    }
    items.push_back(std::move(copied).value());
  }
  return TomlNode{std::move(where), std::move(items)};
}

Result<TomlNode> copy_node(const ::toml::node& node, std::string_view file, std::string where) {
  if (const auto* table = node.as_table()) {
    auto copied = copy_table(*table, file, where);
    if (!copied) {
      return std::move(copied).error();
    }
    return TomlNode{std::move(where), std::move(copied).value()};
  }
  if (const auto* array = node.as_array()) {
    return copy_array(*array, file, std::move(where));
  }
  if (const auto* text = node.as_string()) {
    return TomlNode{std::move(where), text->get()};
  }
  if (const auto* integer = node.as_integer()) {
    return TomlNode{std::move(where), integer->get()};
  }
  if (const auto* flag = node.as_boolean()) {
    return TomlNode{std::move(where), flag->get()};
  }
  const auto* number = node.as_floating_point();
  if (number == nullptr) {
    return refused(where, "dates and times are written as text, in quotes");
  }
  if (!std::isfinite(number->get())) {
    return refused(where, "a number must be finite");
  }
  return TomlNode{std::move(where), number->get()};
}

Result<TomlTable> copy_table(const ::toml::table& table, std::string_view file, std::string where) {
  TomlTable copy{std::move(where), {}};
  for (const auto& [key, node] : table) {
    auto copied = copy_node(node, file, place(file, key.source()));
    if (!copied) {
      return std::move(copied).error();
    }
    copy.entries.push_back(TomlEntry{std::string(key.str()), std::move(copied).value()});
  }
  return copy;
}

}  // namespace

const TomlNode* TomlTable::find(std::string_view key) const {
  for (const auto& entry : entries) {
    if (entry.key == key) {
      return &entry.node;
    }
  }
  return nullptr;
}

Result<TomlTable> parse_toml(std::string_view text, std::string_view file) {
  if (text.size() > kTomlLimit) {
    return Error{ErrorKind::out_of_range, std::string(file) + ": over 1 MiB is not a file of ours"};
  }
  const auto parsed = ::toml::parse(text, file);
  if (!parsed) {
    return refused(place(file, parsed.error().source()), printable(parsed.error().description()));
  }
  return copy_table(parsed.table(), file, std::string(file) + ":1");
}

}  // namespace rackproof
