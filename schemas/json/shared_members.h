#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/enum_names.h"
#include "schemas/json/member_writer.h"
#include "schemas/result.h"
#include "schemas/run_record.h"

/// Members that several documents spell alike: the run record, the inventory and the lines of a
/// workload's child. `describe` serves reading and writing.
namespace rackproof {

constexpr EnumName<ErrorKind> spelled(ErrorKind kind, std::string_view word) {
  return {kind, word};
}

/// The words of to_string(ErrorKind); a test compares the two.
inline constexpr std::array kErrorKinds{
    spelled(ErrorKind::absent, "absent"),
    spelled(ErrorKind::unsupported, "unsupported"),
    spelled(ErrorKind::denied, "denied"),
    spelled(ErrorKind::malformed, "malformed"),
    spelled(ErrorKind::timed_out, "timed_out"),
    spelled(ErrorKind::io, "io"),
    spelled(ErrorKind::stale, "stale"),
    spelled(ErrorKind::sentinel, "sentinel"),
    spelled(ErrorKind::out_of_range, "out_of_range"),
    spelled(ErrorKind::saturated, "saturated"),
    spelled(ErrorKind::not_observable, "not_observable"),
    spelled(ErrorKind::untrusted, "untrusted"),
};

/// A member that is written only where it is given, so that documents which do without it are those
/// of older releases, byte for byte.
template <typename T>
void when_given(MemberReader& archive, std::string_view name, std::optional<T>& out) {
  archive.later(name, [name, &out](MemberReader& reader) {
    T value{};
    reader.field(name, value);
    out = value;
  });
}
template <typename T>
void when_given(MemberWriter& archive, std::string_view name, const std::optional<T>& value) {
  if (value) {
    archive.field(name, *value);
  }
}

/// The same of an object that describe() knows.
template <typename T>
void object_when_given(MemberReader& archive, std::string_view name, std::optional<T>& out) {
  archive.later(name, [name, &out](MemberReader& reader) { reader.object(name, out.emplace()); });
}
template <typename T>
void object_when_given(MemberWriter& archive, std::string_view name,
                       const std::optional<T>& value) {
  if (value) {
    archive.object(name, *value);
  }
}

/// The same of a list of such objects, which may be given and empty.
template <typename T>
void list_when_given(MemberReader& archive, std::string_view name,
                     std::optional<std::vector<T>>& out) {
  archive.later(name, [name, &out](MemberReader& reader) { reader.list(name, out.emplace()); });
}
template <typename T>
void list_when_given(MemberWriter& archive, std::string_view name,
                     const std::optional<std::vector<T>>& value) {
  if (value) {
    archive.list(name, *value);
  }
}

/// The same of a text, whose absence is "".
inline void text_when_given(MemberReader& archive, std::string_view name, std::string& out) {
  archive.later(name, [name, &out](MemberReader& reader) { reader.field(name, out); });
}
inline void text_when_given(MemberWriter& archive, std::string_view name,
                            const std::string& value) {
  if (!value.empty()) {
    archive.field(name, value);
  }
}

/// How an order is named, in itself and in the record of the run that it asked for: `order` is a
/// TestOrder or an OrderMention, const where it is written.
template <typename A, typename O>
void describe_order_name(A& archive, O& order) {
  archive.field("orderId", order.order_id);
  archive.field("nonce", order.nonce);
}

template <typename A>
void describe(A& archive, Described<A, Mismatch>& mismatch) {
  archive.field("device", mismatch.device);
  archive.field("where", mismatch.where);
  archive.field("expected", mismatch.expected);
  archive.field("actual", mismatch.actual);
  archive.field("mask", mismatch.mask);
  archive.field("afterSeconds", mismatch.after_seconds);
}

template <typename A>
void describe(A& archive, Described<A, Fact>& fact) {
  archive.field("name", fact.name);
  archive.field("value", fact.value);
  archive.field("unit", fact.unit);
}

}  // namespace rackproof
