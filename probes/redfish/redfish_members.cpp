#include "probes/redfish/redfish_members.h"

#include <optional>
#include <utility>

#include "schemas/encoding.h"
#include "schemas/json/strict_json.h"
#include "schemas/placeholder.h"
#include "schemas/text.h"

namespace rackproof::redfish {
namespace {

const JsonValue* step(const JsonValue& value, std::string_view name) {
  const auto* items = value.if_array();
  if (items == nullptr) {
    return value.find(name);
  }
  const auto index = parse_unsigned(name);
  return index && *index < items->size() ? &(*items)[*index] : nullptr;
}

void add_link(const JsonValue& value, std::vector<std::string>& links) {
  const auto* link = value.find("@odata.id");
  if (const auto* text = link == nullptr ? nullptr : link->if_string()) {
    links.push_back(*text);
  }
}

void add_sources(const JsonValue& value, std::vector<std::string>& sources) {
  if (const auto* items = value.if_array()) {
    for (const auto& item : *items) {
      add_sources(item, sources);
    }
    return;
  }
  const auto* members = value.if_object();
  if (members == nullptr) {
    return;
  }
  for (const auto& member : *members) {
    const auto* text = member.name == "DataSourceUri" ? member.value.if_string() : nullptr;
    if (text != nullptr) {
      sources.push_back(*text);
    } else {
      add_sources(member.value, sources);
    }
  }
}

/// What a service means by a message of the Base registry.
ErrorKind kind_of_message(std::string_view id) {
  if (id.find("ResourceMissing") != std::string_view::npos ||
      id.find("ResourceNotFound") != std::string_view::npos) {
    return ErrorKind::absent;
  }
  const bool denied = id.find("InsufficientPrivilege") != std::string_view::npos ||
                      id.find("AccessDenied") != std::string_view::npos;
  return denied ? ErrorKind::denied : ErrorKind::io;
}

std::optional<Error> told_error(const JsonValue& document) {
  const auto* error = document.find("error");
  if (error == nullptr || error->if_object() == nullptr ||
      document.find("@odata.type") != nullptr) {
    return std::nullopt;
  }
  auto id = text_at(*error, "@Message.ExtendedInfo/0/MessageId");
  if (id.empty()) {
    id = text_at(*error, "code");
  }
  return Error{kind_of_message(id), "the service answers with the error '" + printable(id) + "'"};
}

}  // namespace

Result<JsonValue> parse_document(std::string_view body) {
  JsonLimits limits;
  limits.bytes = std::size_t{16} << 20;
  limits.depth = 32;
  limits.long_integers_as_text = true;
  auto document = parse_strict_json(body, limits);
  if (document && document->if_object() == nullptr) {
    return Error{ErrorKind::malformed, "expected an object, got " + std::string(document->kind())};
  }
  if (document) {
    if (auto error = told_error(*document)) {
      return std::move(*error);
    }
  }
  return document;
}

const JsonValue* member_at(const JsonValue& document, std::string_view path) {
  const auto* value = &document;
  for (const auto name : split(path, '/')) {
    value = step(*value, name);
    if (value == nullptr) {
      return nullptr;
    }
  }
  return value;
}

std::string text_at(const JsonValue& document, std::string_view path) {
  const auto* value = member_at(document, path);
  const auto* text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr || is_no_value(*text) ? std::string() : std::string(trim(*text));
}

std::string first_text(const JsonValue& document, std::initializer_list<std::string_view> paths) {
  for (const auto path : paths) {
    auto text = text_at(document, path);
    if (!text.empty()) {
      return text;
    }
  }
  return {};
}

std::string_view type_of(const JsonValue& document) {
  const auto* value = document.find("@odata.type");
  const auto* text = value == nullptr ? nullptr : value->if_string();
  if (text == nullptr || !text->starts_with('#')) {
    return {};
  }
  const std::string_view type = std::string_view(*text).substr(1);
  return type.substr(0, type.find('.'));
}

std::vector<std::string> links_at(const JsonValue& document, std::string_view path) {
  std::vector<std::string> links;
  const auto* value = member_at(document, path);
  if (value == nullptr) {
    return links;
  }
  if (const auto* items = value->if_array()) {
    for (const auto& item : *items) {
      add_link(item, links);
    }
  } else {
    add_link(*value, links);
  }
  return links;
}

std::vector<std::string> data_sources(const JsonValue& document) {
  std::vector<std::string> sources;
  add_sources(document, sources);
  return sources;
}

}  // namespace rackproof::redfish
