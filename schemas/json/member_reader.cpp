#include "schemas/json/member_reader.h"

#include <limits>
#include <utility>

#include "schemas/encoding.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

Result<Unit> unit_of(std::string_view symbol) {
  const auto unit = parse_unit(symbol);
  if (!unit) {
    return Error{ErrorKind::malformed, "unknown unit '" + printable(symbol) + "'"};
  }
  return *unit;
}

}  // namespace

MemberReader::MemberReader(const JsonValue& value, std::string path, std::optional<Error>& failure)
    : value_(value), path_(std::move(path)), failure_(failure) {
  if (value_.if_object() == nullptr && !failure_) {
    const Error error{ErrorKind::malformed, "expected an object, got " + std::string(value.kind())};
    failure_ = path_.empty() ? error : error.during(path_);
  }
}

std::string MemberReader::path_of(std::string_view name) const {
  const auto shown = printable(name, 60);
  return path_.empty() ? shown : path_ + "." + shown;
}

void MemberReader::refuse(std::string_view name, const std::string& why, ErrorKind kind) {
  if (!failure_) {
    failure_ = Error{kind, why}.during(path_of(name));
  }
}

const JsonValue* MemberReader::optional_member(std::string_view name) {
  known_.emplace(name);
  return value_.find(name);
}

const JsonValue* MemberReader::member(std::string_view name) {
  const auto* found = optional_member(name);
  if (found == nullptr) {
    refuse(name, "missing");
  }
  return found;
}

const JsonValue::Array* MemberReader::array(std::string_view name) {
  const auto* found = member(name);
  if (found == nullptr) {
    return nullptr;
  }
  if (found->if_array() == nullptr) {
    refuse(name, "expected an array, got " + std::string(found->kind()));
  }
  return found->if_array();
}

const std::string* MemberReader::text(std::string_view name) {
  const auto* found = member(name);
  if (found == nullptr) {
    return nullptr;
  }
  if (found->if_string() == nullptr) {
    refuse(name, "expected a string, got " + std::string(found->kind()));
  }
  return found->if_string();
}

template <typename T>
void MemberReader::parsed(std::string_view name, T& out, Result<T> (*parse)(std::string_view)) {
  const auto* words = text(name);
  if (words == nullptr) {
    return;
  }
  auto value = parse(*words);
  if (value) {
    out = *value;
  } else {
    refuse(name, value.error().message);
  }
}

void MemberReader::field(std::string_view name, std::string& out) {
  if (const auto* words = text(name)) {
    out = *words;
  }
}

void MemberReader::field(std::string_view name, bool& out) {
  const auto* found = member(name);
  if (found == nullptr) {
    return;
  }
  if (const auto* boolean = found->if_boolean()) {
    out = *boolean;
  } else {
    refuse(name, "expected a boolean, got " + std::string(found->kind()));
  }
}

void MemberReader::field(std::string_view name, int& out) {
  const auto* found = member(name);
  if (found == nullptr) {
    return;
  }
  const auto* integer = found->if_integer();
  if (integer == nullptr) {
    refuse(name, "expected an integer, got " + std::string(found->kind()));
  } else if (*integer < std::numeric_limits<int>::min() ||
             *integer > std::numeric_limits<int>::max()) {
    refuse(name, std::to_string(*integer) + " is out of range");
  } else {
    out = static_cast<int>(*integer);
  }
}

void MemberReader::field(std::string_view name, std::int64_t& out) {
  parsed(name, out, parse_integer);
}

void MemberReader::field(std::string_view name, std::uint64_t& out) {
  parsed(name, out, parse_unsigned);
}

void MemberReader::field(std::string_view name, double& out) {
  parsed(name, out, parse_double);
}

void MemberReader::field(std::string_view name, std::optional<double>& out) {
  const auto* found = member(name);
  out.reset();
  if (found != nullptr && !found->is_null()) {
    field(name, out.emplace());
  }
}

void MemberReader::field(std::string_view name, UtcTime& out) {
  parsed(name, out, parse_utc);
}

void MemberReader::field(std::string_view name, Unit& out) {
  parsed(name, out, unit_of);
}

void MemberReader::field(std::string_view name, std::vector<std::string>& out) {
  const auto* items = array(name);
  for (std::size_t i = 0; items != nullptr && i < items->size(); ++i) {
    const auto* item = (*items)[i].if_string();
    if (item == nullptr) {
      return refuse(std::string(name) + "[" + std::to_string(i) + "]",
                    "expected a string, got " + std::string((*items)[i].kind()));
    }
    out.push_back(*item);
  }
}

void MemberReader::field(std::string_view name, TextMap& out) {
  const auto* found = member(name);
  const auto* members = found != nullptr ? found->if_object() : nullptr;
  if (found != nullptr && members == nullptr) {
    return refuse(name, "expected an object, got " + std::string(found->kind()));
  }
  for (std::size_t i = 0; members != nullptr && i < members->size(); ++i) {
    const auto& [key, value] = (*members)[i];
    const auto* words = value.if_string();
    if (words == nullptr) {
      return refuse(std::string(name) + "." + key,
                    "expected a string, got " + std::string(value.kind()));
    }
    out.emplace(key, *words);
  }
}

void MemberReader::format(std::string_view name, std::string_view family, int version) {
  std::string words;
  field(name, words);
  const auto expected = std::string(family) + "/" + std::to_string(version);
  if (words == expected) {
    return;
  }
  const auto stem = std::string(family) + "/";
  const auto number = words.starts_with(stem)
                          ? parse_integer(std::string_view(words).substr(stem.size()))
                          : Result<std::int64_t>(Error{});
  if (number && *number > version) {
    refuse(name,
           "'" + printable(words) + "' is newer than '" + expected + "', which this release reads",
           ErrorKind::unsupported);
  } else {
    refuse(name, "expected '" + expected + "', got '" + printable(words) + "'");
  }
}

void MemberReader::constant(std::string_view name, std::string_view expected) {
  std::string words;
  field(name, words);
  if (words != expected) {
    refuse(name, "expected '" + std::string(expected) + "', got '" + printable(words) + "'");
  }
}

void MemberReader::finish() {
  const auto* members = value_.if_object();
  for (std::size_t i = 0; members != nullptr && i < members->size(); ++i) {
    if (!known_.contains((*members)[i].name)) {
      return refuse((*members)[i].name, "unknown member");
    }
  }
}

}  // namespace rackproof
