#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schemas/json/json_value.h"
#include "schemas/result.h"

namespace rackproof {

/// What a statement speaks of: a member of the bundle, matched by digest, never by name.
struct Subject {
  std::string name;    ///< "manifest.json", "inventory.json".
  std::string sha256;  ///< 64 lower-case hexadecimal digits.

  bool operator==(const Subject&) const = default;
};

/// An in-toto Statement v1: `_type`, subject, predicateType and predicate, and nothing else.
struct Statement {
  std::vector<Subject> subjects;  ///< 1 to 1024.
  std::string predicate_type;
  JsonValue predicate;  ///< An object.

  bool operator==(const Statement&) const = default;
};

[[nodiscard]] std::string encode_statement(const Statement& statement);

/// Strict: unknown members, digests other than sha256, no subject or no predicate are malformed.
/// The predicate is not looked into.
Result<Statement> decode_statement(std::string_view bytes);

/// Done when `actual` is `expected`; Error{unsupported} naming both versions for a newer version of
/// the same predicate, Error{malformed} for any other type.
Result<void> require_predicate_type(std::string_view actual, std::string_view expected);

}  // namespace rackproof
