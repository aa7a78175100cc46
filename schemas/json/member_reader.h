#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/enum_names.h"
#include "schemas/json/json_value.h"
#include "schemas/result.h"
#include "schemas/time.h"
#include "schemas/units.h"

namespace rackproof {

using TextMap = std::map<std::string, std::string, std::less<>>;

/// Reads the members of one object into variables and remembers the first thing that was wrong,
/// with its path: "predicate.tests[3].seed: expected a string, got an integer". Every member asked
/// for must be there; every member not asked for is an error at finish(). After a failure the
/// variables keep their values, so that reading code needs no branches.
/// Numbers on the wire: `int` is a JSON integer; 64-bit integers and doubles are strings.
class MemberReader {
 public:
  /// Reads `value` (kept by reference), called `path` in messages. `failure` outlives the reader.
  MemberReader(const JsonValue& value, std::string path, std::optional<Error>& failure);

  void field(std::string_view name, std::string& out);
  void field(std::string_view name, bool& out);
  void field(std::string_view name, int& out);
  void field(std::string_view name, std::int64_t& out);
  void field(std::string_view name, std::uint64_t& out);
  void field(std::string_view name, double& out);
  void field(std::string_view name, std::optional<double>& out);  ///< null = nothing.
  void field(std::string_view name, UtcTime& out);                ///< RFC 3339, UTC.
  void field(std::string_view name, Unit& out);                   ///< By its symbol.
  void field(std::string_view name, std::vector<std::string>& out);
  void field(std::string_view name, TextMap& out);

  /// One of the words of an enum's table.
  template <typename E, std::size_t N>
  void word(std::string_view name, E& out, const std::array<EnumName<E>, N>& names) {
    std::string text;
    field(name, text);
    if (const auto value = value_of(names, text)) {
      out = *value;
    } else {
      refuse(name, "unknown word '" + text + "'");
    }
  }

  /// "FAMILY/VERSION"; a higher version of the same family is Error{unsupported}.
  void format(std::string_view name, std::string_view family, int version);

  /// A text that must be exactly `expected`.
  void constant(std::string_view name, std::string_view expected);

  /// An object without a type of its own: `read(MemberReader&)`.
  template <typename Read>
  void group(std::string_view name, Read&& read) {
    if (const auto* value = member(name)) {
      MemberReader inner(*value, path_of(name), failure_);
      read(inner);
      inner.finish();
    }
  }

  /// An object that `describe(reader, out)` knows.
  template <typename T>
  void object(std::string_view name, T& out) {
    group(name, [&out](MemberReader& inner) { describe(inner, out); });
  }

  /// An array of objects that `describe(reader, item)` knows.
  template <typename T>
  void list(std::string_view name, std::vector<T>& out) {
    const auto* items = array(name);
    for (std::size_t i = 0; items != nullptr && i < items->size(); ++i) {
      MemberReader inner((*items)[i], path_of(name) + "[" + std::to_string(i) + "]", failure_);
      describe(inner, out.emplace_back());
      inner.finish();
    }
  }

  /// A member that older documents lack: `read(*this)` where `name` is there, else what it would
  /// set keeps its default. The writer always writes it.
  template <typename Read>
  void later(std::string_view name, Read&& read) {
    if (optional_member(name) != nullptr) {
      read(*this);
    }
  }

  /// The member as it is, marked as known; nullptr (and a failure) when it is missing.
  const JsonValue* member(std::string_view name);
  /// The same, but nullptr without a failure when it is missing.
  const JsonValue* optional_member(std::string_view name);
  /// The items of an array member; nullptr (and a failure) when it is none.
  const JsonValue::Array* array(std::string_view name);

  /// Records a failure of the member `name`, unless one was recorded before.
  void refuse(std::string_view name, const std::string& why, ErrorKind kind = ErrorKind::malformed);
  /// Call last: refuses members that nobody asked for.
  void finish();

 private:
  [[nodiscard]] std::string path_of(std::string_view name) const;
  const std::string* text(std::string_view name);
  template <typename T>
  void parsed(std::string_view name, T& out, Result<T> (*parse)(std::string_view));

  const JsonValue& value_;
  std::string path_;
  std::optional<Error>& failure_;
  std::set<std::string, std::less<>> known_;
};

/// Reads a whole object with `describe(MemberReader&, T&)`. `path` may be "" for the root.
template <typename T>
Result<T> from_json(const JsonValue& value, const std::string& path) {
  std::optional<Error> failure;
  T out;
  MemberReader reader(value, path, failure);
  describe(reader, out);
  reader.finish();
  if (failure) {
    return *failure;
  }
  return out;
}

}  // namespace rackproof
