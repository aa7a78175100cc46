#include "reports/ocptv_shape.h"

#include <algorithm>
#include <cstddef>

#include "reports/ocptv_step_check.h"
#include "reports/ocptv_tables.h"
#include "schemas/encoding.h"
#include "schemas/json/json_value.h"
#include "schemas/json/strict_json.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

using ocptv::Field;
using ocptv::Kind;
using ocptv::Need;
using ocptv::Shape;

std::string_view expected(Kind kind) {
  switch (kind) {
    case Kind::text:
    case Kind::word:
      return "a string";
    case Kind::integer:
      return "an integer";
    case Kind::number:
      return "a number";
    case Kind::boolean:
      return "a boolean";
    case Kind::value:
      return "a string, a boolean or a number";
    case Kind::free_object:
    case Kind::object:
      return "an object";
    case Kind::objects:
    case Kind::texts:
      return "an array";
  }
  return "";
}

bool is_of(Kind kind, const JsonValue& value) {
  switch (kind) {
    case Kind::text:
    case Kind::word:
      return value.if_string() != nullptr;
    case Kind::integer:
      return value.if_integer() != nullptr;
    case Kind::number:
      return value.as_double().has_value();
    case Kind::boolean:
      return value.if_boolean() != nullptr;
    case Kind::value:
      return value.if_string() != nullptr || value.if_boolean() != nullptr ||
             value.as_double().has_value();
    case Kind::free_object:
    case Kind::object:
      return value.if_object() != nullptr;
    case Kind::objects:
    case Kind::texts:
      return value.if_array() != nullptr;
  }
  return false;
}

/// Holds values of one line against their shapes.
class ShapeCheck {
 public:
  explicit ShapeCheck(ocptv::Findings& findings) : findings_(findings) {}

  void value(const Field& field, const JsonValue& value, const std::string& path);
  void object(const Shape& shape, const JsonValue& value, const std::string& path);

 private:
  void items(const Field& field, const JsonValue::Array& items, const std::string& path);
  void presence(const Shape& shape, const JsonValue& value, const std::string& path);
  void say(const std::string& path, const std::string& what) {
    findings_.say(path.empty() ? what : path + ": " + what);
  }

  ocptv::Findings& findings_;
};

std::string inside(const std::string& path, std::string_view name) {
  return (path.empty() ? "" : path + ".") + std::string(name);
}

void ShapeCheck::items(const Field& field, const JsonValue::Array& items, const std::string& path) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto place = path + "[" + std::to_string(i) + "]";
    const Field item{field.name, Need::required, field.shape == nullptr ? Kind::text : Kind::object,
                     field.shape};
    value(item, items[i], place);
  }
}

void ShapeCheck::value(const Field& field, const JsonValue& value, const std::string& path) {
  if (!is_of(field.kind, value)) {
    say(path,
        "expected " + std::string(expected(field.kind)) + ", got " + std::string(value.kind()));
    return;
  }
  if (field.kind == Kind::word &&
      std::find(field.words.begin(), field.words.end(), *value.if_string()) == field.words.end()) {
    say(path, "'" + printable(*value.if_string()) + "' is none of its words");
  }
  if (const auto* array = value.if_array()) {
    items(field, *array, path);
  }
  if (field.kind == Kind::object) {
    object(*field.shape, value, path);
  }
}

/// What is required is there, and of the alternatives exactly one.
void ShapeCheck::presence(const Shape& shape, const JsonValue& value, const std::string& path) {
  int alternatives = 0;
  int present = 0;
  for (const auto& field : shape.fields) {
    const bool there = value.find(field.name) != nullptr;
    alternatives += field.need == Need::alternative ? 1 : 0;
    present += field.need == Need::alternative && there ? 1 : 0;
    if (field.need == Need::required && !there) {
      say(path, "'" + std::string(field.name) + "' is missing");
    }
  }
  if (alternatives > 0 && present != 1) {
    say(path, std::to_string(present) + " artifacts on one line, not one");
  }
}

void ShapeCheck::object(const Shape& shape, const JsonValue& value, const std::string& path) {
  presence(shape, value, path);
  for (const auto& member : *value.if_object()) {
    const auto field = std::find_if(shape.fields.begin(), shape.fields.end(),
                                    [&](const Field& each) { return each.name == member.name; });
    if (field != shape.fields.end()) {
      this->value(*field, member.value, inside(path, member.name));
    } else if (!shape.open) {
      say(path, "OCPTV 2.0 knows no '" + printable(member.name) + "' here");
    }
  }
}

}  // namespace

std::vector<std::string> ocptv_shape_findings(std::string_view output) {
  ocptv::Findings findings;
  ShapeCheck check(findings);
  const Field root{"line", Need::required, Kind::object, &ocptv::line_shape()};
  for (const auto line : lines(output)) {
    findings.next_line();
    const auto read = parse_strict_json(line);
    if (read) {
      check.value(root, *read, "");
    } else {
      findings.say(read.error().message);
    }
  }
  return findings.take();
}

}  // namespace rackproof
