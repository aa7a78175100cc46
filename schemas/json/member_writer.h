#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "schemas/enum_names.h"
#include "schemas/json/json_value.h"
#include "schemas/json/member_reader.h"
#include "schemas/time.h"
#include "schemas/units.h"

namespace rackproof {

/// The mirror of MemberReader: the same calls in the same words, so that one
/// `describe(archive, document)` serves both directions and cannot drift apart.
class MemberWriter {
 public:
  void field(std::string_view name, const std::string& value) { object_.add(name, value); }
  void field(std::string_view name, bool value) { object_.add(name, value); }
  void field(std::string_view name, int value) { object_.add(name, value); }
  void field(std::string_view name, std::int64_t value) {
    object_.add(name, std::to_string(value));
  }
  void field(std::string_view name, std::uint64_t value) {
    object_.add(name, std::to_string(value));
  }
  void field(std::string_view name, double value);
  void field(std::string_view name, const std::optional<double>& value);
  void field(std::string_view name, UtcTime value) { object_.add(name, format_utc(value)); }
  void field(std::string_view name, Unit value) { object_.add(name, to_string(value)); }
  void field(std::string_view name, const std::vector<std::string>& value) {
    object_.add(name, value);
  }
  void field(std::string_view name, const TextMap& value);

  template <typename E, std::size_t N>
  void word(std::string_view name, E value, const std::array<EnumName<E>, N>& names) {
    object_.add(name, word_of(names, value));
  }

  void format(std::string_view name, std::string_view family, int version) {
    object_.add(name, std::string(family) + "/" + std::to_string(version));
  }

  void constant(std::string_view name, std::string_view value) { object_.add(name, value); }

  template <typename Write>
  void group(std::string_view name, Write&& write) {
    MemberWriter inner;
    write(inner);
    object_.add(name, inner.take());
  }

  template <typename T>
  void object(std::string_view name, const T& value) {
    group(name, [&value](MemberWriter& inner) { describe(inner, value); });
  }

  template <typename T>
  void list(std::string_view name, const std::vector<T>& items) {
    JsonArray array;
    for (const auto& item : items) {
      MemberWriter inner;
      describe(inner, item);
      array.add(inner.take());
    }
    object_.add(name, array.take());
  }

  template <typename Write>
  void later(std::string_view /*name*/, Write&& write) {
    write(*this);
  }

  void value(std::string_view name, const JsonValue& value) { object_.add(name, value); }

  [[nodiscard]] JsonValue take() { return object_.take(); }

 private:
  JsonObject object_;
};

/// `template <typename A> void describe(A& archive, Described<A, Step>& step)`: what a describe()
/// for both directions takes; const where it is written out.
template <typename Archive, typename T>
using Described = std::conditional_t<std::is_same_v<Archive, MemberWriter>, const T, T>;

/// A document as JSON, by `describe(MemberWriter&, const T&)`.
template <typename T>
JsonValue to_json(const T& document) {
  MemberWriter writer;
  describe(writer, document);
  return writer.take();
}

}  // namespace rackproof
