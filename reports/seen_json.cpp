#include "reports/seen_json.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "schemas/json/json_value.h"
#include "schemas/json/json_writer.h"
#include "schemas/json/strict_json.h"

namespace rackproof {
namespace {

constexpr std::string_view kFormat = "rackproof-seen/2";
constexpr std::string_view kFirstFormat = "rackproof-seen/1";
constexpr std::size_t kFirstReportMembers = 7;
constexpr std::size_t kReportMembers = 10;
/// With the digest of what a report replaces, which is written only of those that say it.
constexpr std::size_t kMostReportMembers = 11;

Error not_ours(const std::string& what) {
  return {ErrorKind::malformed, "not a " + std::string(kFormat) + " document: " + what};
}

/// The text under `name`; nothing where there is none.
const std::string* text_in(const JsonValue& object, std::string_view name) {
  const auto* value = object.find(name);
  return value == nullptr ? nullptr : value->if_string();
}

/// A whole number from `lowest` on.
std::optional<int> integer_in(const JsonValue& object, std::string_view name, int lowest = 1) {
  const auto* value = object.find(name);
  const auto* number = value == nullptr ? nullptr : value->if_integer();
  if (number == nullptr || *number < lowest || *number > std::numeric_limits<int>::max()) {
    return std::nullopt;
  }
  return static_cast<int>(*number);
}

/// An object of `first`, sequence and sha256.
struct Numbered {
  std::string name;
  int sequence = 0;
  std::string digest;
};

Result<Numbered> decode_numbered(const JsonValue& row, std::string_view first) {
  const auto* members = row.if_object();
  const auto* name = text_in(row, first);
  const auto* digest = text_in(row, "sha256");
  const auto sequence = integer_in(row, "sequence");
  if (members == nullptr || members->size() != 3 || name == nullptr || digest == nullptr ||
      !sequence) {
    return not_ours("an entry is not of " + std::string(first) + ", sequence and sha256");
  }
  return Numbered{*name, *sequence, *digest};
}

JsonValue json_of_numbered(std::string_view first, const Numbered& one) {
  return JsonObject()
      .add(first, one.name)
      .add("sequence", one.sequence)
      .add("sha256", one.digest)
      .take();
}

/// Issuer, sequence and time of issue, which the first format did not have.
bool take_number(const JsonValue& row, KnownReport& report) {
  const auto* issuer = text_in(row, "issuer");
  const auto* issued = text_in(row, "issued");
  const auto sequence = integer_in(row, "sequence", 0);
  if (issuer == nullptr || issued == nullptr || !sequence) {
    return false;
  }
  const auto time = parse_utc(*issued);
  report.issuer = *issuer;
  report.sequence = *sequence;
  report.issued = time ? *time : UtcTime();
  return time.has_value();
}

Result<KnownReport> decode_report(const JsonValue& row, std::size_t member_count) {
  KnownReport report;
  const auto* members = row.if_object();
  const auto revision = integer_in(row, "revision");
  const auto* replaced = text_in(row, "supersedesSha256");
  if (member_count == kReportMembers && replaced != nullptr && !replaced->empty()) {
    member_count = kMostReportMembers;
    report.supersedes_digest = *replaced;
  }
  bool whole = members != nullptr && members->size() == member_count && revision;
  const auto take = [&row, &whole](std::string_view name, std::string& text) {
    const auto* found = whole ? text_in(row, name) : nullptr;
    whole = found != nullptr;
    text = whole ? *found : "";
  };
  take("reportId", report.report_id);
  take("sha256", report.digest);
  take("supersedes", report.supersedes);
  take("runId", report.run_id);
  take("runSha256", report.run_digest);
  take("orderNonce", report.order_nonce);
  if (whole && member_count != kFirstReportMembers) {
    whole = take_number(row, report);
  }
  if (!whole) {
    return not_ours(
        "a report is not of id, digests, revision, supersedes, run, nonce, issuer, "
        "sequence and time");
  }
  report.revision = *revision;
  return report;
}

JsonValue json_of_report(const KnownReport& report) {
  JsonObject object;
  object.add("reportId", report.report_id)
      .add("sha256", report.digest)
      .add("revision", report.revision)
      .add("supersedes", report.supersedes)
      .add("runId", report.run_id)
      .add("runSha256", report.run_digest)
      .add("orderNonce", report.order_nonce)
      .add("issuer", report.issuer)
      .add("sequence", report.sequence)
      .add("issued", format_utc(report.issued));
  if (!report.supersedes_digest.empty()) {
    object.add("supersedesSha256", report.supersedes_digest);
  }
  return object.take();
}

/// The members of a document of either format.
struct Document {
  const JsonValue::Array* trust = nullptr;
  const JsonValue::Array* reports = nullptr;
  const JsonValue::Array* editions = nullptr;  ///< Null in the first format.
};

Result<Document> members_of(const JsonValue& document) {
  const auto rows_of = [&document](std::string_view name) {
    const auto* member = document.find(name);
    return member == nullptr ? nullptr : member->if_array();
  };
  const auto* format = text_in(document, "format");
  const Document found{rows_of("trust"), rows_of("reports"), rows_of("statusLists")};
  const bool first = format != nullptr && *format == kFirstFormat;
  const bool newest = format != nullptr && *format == kFormat;
  if ((!first && !newest) || found.trust == nullptr || found.reports == nullptr ||
      first != (found.editions == nullptr) || document.if_object()->size() != (first ? 3U : 4U)) {
    return not_ours("expected format, trust, reports and statusLists, and nothing else");
  }
  return found;
}

Result<void> take_trust(const JsonValue& row, Seen& seen) {
  auto one = decode_numbered(row, "name");
  if (!one) {
    return std::move(one).error();
  }
  const auto same = [&one](const SeenTrust& each) { return each.name == one->name; };
  if (std::any_of(seen.trust.begin(), seen.trust.end(), same)) {
    return not_ours("a name stands twice");
  }
  seen.trust.push_back({std::move(one->name), one->sequence, std::move(one->digest)});
  return {};
}

Result<void> take_edition(const JsonValue& row, Seen& seen) {
  auto one = decode_numbered(row, "issuer");
  if (!one) {
    return std::move(one).error();
  }
  const auto same = [&one](const KnownEdition& each) { return each.issuer == one->name; };
  if (std::any_of(seen.editions.begin(), seen.editions.end(), same)) {
    return not_ours("an issuer's status list stands twice");
  }
  seen.editions.push_back({std::move(one->name), one->sequence, std::move(one->digest)});
  return {};
}

}  // namespace

Result<Seen> decode_seen(std::string_view text) {
  const auto document = parse_strict_json(text, {.bytes = kMostSeenBytes, .depth = 4});
  if (!document) {
    return document.error();
  }
  const auto members = members_of(*document);
  if (!members) {
    return members.error();
  }
  Seen seen;
  for (const auto& row : *members->trust) {
    if (auto taken = take_trust(row, seen); !taken) {
      return std::move(taken).error();
    }
  }
  const auto count = members->editions == nullptr ? kFirstReportMembers : kReportMembers;
  for (const auto& row : *members->reports) {
    auto one = decode_report(row, count);
    if (!one) {
      return std::move(one).error();
    }
    seen.reports.push_back(std::move(*one));
  }
  if (members->editions == nullptr) {
    return seen;
  }
  for (const auto& row : *members->editions) {
    if (auto taken = take_edition(row, seen); !taken) {
      return std::move(taken).error();
    }
  }
  return seen;
}

std::string encode_seen(const Seen& seen) {
  JsonArray trust;
  for (const auto& one : seen.trust) {
    trust.add(json_of_numbered("name", {one.name, one.sequence, one.digest}));
  }
  JsonArray reports;
  for (const auto& one : seen.reports) {
    reports.add(json_of_report(one));
  }
  JsonArray editions;
  for (const auto& one : seen.editions) {
    editions.add(json_of_numbered("issuer", {one.issuer, one.sequence, one.digest}));
  }
  return write_json(JsonObject()
                        .add("format", kFormat)
                        .add("trust", trust.take())
                        .add("reports", reports.take())
                        .add("statusLists", editions.take())
                        .take());
}

}  // namespace rackproof
