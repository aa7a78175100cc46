#include "schemas/json/statement_json.h"

#include <cstddef>
#include <utility>

#include "schemas/encoding.h"
#include "schemas/json/json_writer.h"
#include "schemas/json/member_writer.h"
#include "schemas/json/strict_json.h"
#include "schemas/predicate_types.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

/// sigstore-go reads no more (go-securesystemslib, MaxSubjects).
constexpr std::size_t kMostSubjects = 1024;

/// "…/run-record/v2" -> {"…/run-record/v", 2}; version 0 where there is none.
struct VersionedName {
  std::string_view stem;
  std::int64_t version = 0;
};

VersionedName versioned(std::string_view type) {
  const auto digits = type.find_last_not_of("0123456789") + 1;
  const auto version = parse_integer(type.substr(digits));
  const bool plain = version && *version > 0 && type[digits] != '0';
  return plain ? VersionedName{type.substr(0, digits), *version} : VersionedName{type, 0};
}

Result<void> check(const Statement& statement) {
  if (statement.subjects.empty() || statement.subjects.size() > kMostSubjects) {
    return Error{ErrorKind::malformed, "subject: " + std::to_string(statement.subjects.size()) +
                                           " entries, expected 1 to 1024"};
  }
  for (std::size_t i = 0; i < statement.subjects.size(); ++i) {
    const auto& digest = statement.subjects[i].sha256;
    if (digest.size() != 64 || digest.find_first_not_of("0123456789abcdef") != std::string::npos) {
      return Error{ErrorKind::malformed, "subject[" + std::to_string(i) +
                                             "].digest.sha256: expected 64 lower-case hex digits"};
    }
  }
  if (statement.predicate.if_object() == nullptr) {
    return Error{ErrorKind::malformed,
                 "predicate: expected an object, got " + std::string(statement.predicate.kind())};
  }
  return {};
}

}  // namespace

template <typename A>
void describe(A& archive, Described<A, Subject>& subject) {
  archive.field("name", subject.name);
  archive.group("digest", [&subject](auto& digest) { digest.field("sha256", subject.sha256); });
}

std::string encode_statement(const Statement& statement) {
  MemberWriter writer;
  writer.constant("_type", kStatementType);
  writer.list("subject", statement.subjects);
  writer.field("predicateType", statement.predicate_type);
  writer.value("predicate", statement.predicate);
  return write_json(writer.take());
}

Result<Statement> decode_statement(std::string_view bytes) {
  const auto json = parse_strict_json(bytes);
  if (!json) {
    return json.error();
  }
  Statement statement;
  std::optional<Error> failure;
  MemberReader reader(*json, "", failure);
  reader.constant("_type", kStatementType);
  reader.field("predicateType", statement.predicate_type);
  reader.list("subject", statement.subjects);
  if (const auto* predicate = reader.member("predicate")) {
    statement.predicate = *predicate;
  }
  reader.finish();
  if (failure) {
    return *failure;
  }
  auto sound = check(statement);
  if (!sound) {
    return std::move(sound).error();
  }
  return statement;
}

Result<void> require_predicate_type(std::string_view actual, std::string_view expected) {
  if (actual == expected) {
    return {};
  }
  const auto theirs = versioned(actual);
  const auto ours = versioned(expected);
  const auto shown = "'" + printable(actual) + "'";
  if (theirs.stem == ours.stem && theirs.version > ours.version) {
    return Error{ErrorKind::unsupported, "predicateType: " + shown + " is newer than '" +
                                             std::string(expected) + "', which this release reads"};
  }
  return Error{ErrorKind::malformed,
               "predicateType: expected '" + std::string(expected) + "', got " + shown};
}

}  // namespace rackproof
