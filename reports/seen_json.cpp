#include "reports/seen_json.h"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "schemas/json/json_value.h"
#include "schemas/json/json_writer.h"
#include "schemas/json/strict_json.h"

namespace rackproof {
namespace {

/// The second knows status lists and numbers of reports, the third who signed.
constexpr std::array<std::string_view, 3> kFormats{"rackproof-seen/1", "rackproof-seen/2",
                                                   "rackproof-seen/3"};
constexpr std::array<std::size_t, 3> kReportMembers{7, 10, 12};
constexpr std::string_view kFormat = kFormats.back();
constexpr std::size_t kMostMarks = 64;

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

/// The texts under "signers"; nothing where they are anything else.
std::optional<IssuerMarks> signers_in(const JsonValue& object) {
  const auto* value = object.find("signers");
  const auto* rows = value == nullptr ? nullptr : value->if_array();
  if (rows == nullptr || rows->size() > kMostMarks) {
    return std::nullopt;
  }
  IssuerMarks marks;
  for (const auto& row : *rows) {
    const auto* mark = row.if_string();
    if (mark == nullptr) {
      return std::nullopt;
    }
    marks.push_back(*mark);
  }
  return marks;
}

/// An object of `first`, sequence and sha256.
struct Numbered {
  std::string name;
  int sequence = 0;
  std::string digest;
};

/// `more` = members besides, which are read elsewhere.
Result<Numbered> decode_numbered(const JsonValue& row, std::string_view first,
                                 std::size_t more = 0) {
  const auto* members = row.if_object();
  const auto* name = text_in(row, first);
  const auto* digest = text_in(row, "sha256");
  const auto sequence = integer_in(row, "sequence");
  if (members == nullptr || members->size() != 3 + more || name == nullptr || digest == nullptr ||
      !sequence) {
    return not_ours("an entry is not of " + std::string(first) + ", sequence and sha256");
  }
  return Numbered{*name, *sequence, *digest};
}

JsonObject json_of_numbered(std::string_view first, const Numbered& one) {
  return JsonObject().add(first, one.name).add("sequence", one.sequence).add("sha256", one.digest);
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

/// Who signed, and about which device, which the first two formats did not have.
bool take_signers(const JsonValue& row, KnownReport& report) {
  const auto* device = text_in(row, "device");
  auto signers = signers_in(row);
  if (device == nullptr || !signers) {
    return false;
  }
  report.device = *device;
  report.signers = *std::move(signers);
  return true;
}

/// `version` counts from 0.
Result<KnownReport> decode_report(const JsonValue& row, std::size_t version) {
  KnownReport report;
  const auto* members = row.if_object();
  const auto revision = integer_in(row, "revision");
  bool whole = members != nullptr && members->size() == kReportMembers.at(version) && revision;
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
  whole = whole && (version < 1 || take_number(row, report)) &&
          (version < 2 || take_signers(row, report));
  if (!whole) {
    return not_ours(
        "a report is not of id, digests, revision, supersedes, run, nonce, issuer, "
        "sequence, time, signers and device");
  }
  report.revision = *revision;
  return report;
}

JsonValue json_of_report(const KnownReport& report) {
  return JsonObject()
      .add("reportId", report.report_id)
      .add("sha256", report.digest)
      .add("revision", report.revision)
      .add("supersedes", report.supersedes)
      .add("runId", report.run_id)
      .add("runSha256", report.run_digest)
      .add("orderNonce", report.order_nonce)
      .add("issuer", report.issuer)
      .add("sequence", report.sequence)
      .add("issued", format_utc(report.issued))
      .add("signers", report.signers)
      .add("device", report.device)
      .take();
}

/// The members of a document of any format.
struct Document {
  std::size_t version = 0;  ///< Index into kFormats.
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
  const auto* known =
      format == nullptr ? kFormats.end() : std::find(kFormats.begin(), kFormats.end(), *format);
  const bool first = known == kFormats.begin();
  const Document found{static_cast<std::size_t>(known - kFormats.begin()), rows_of("trust"),
                       rows_of("reports"), rows_of("statusLists")};
  if (known == kFormats.end() || found.trust == nullptr || found.reports == nullptr ||
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

Result<void> take_edition(const JsonValue& row, std::size_t version, Seen& seen) {
  const bool tells_signers = version >= 2;
  auto one = decode_numbered(row, "issuer", tells_signers ? 1 : 0);
  auto signers = tells_signers ? signers_in(row) : IssuerMarks();
  if (!one) {
    return std::move(one).error();
  }
  if (!signers) {
    return not_ours("a status list does not tell its signers");
  }
  KnownEdition edition{std::move(one->name), one->sequence, std::move(one->digest),
                       *std::move(signers)};
  const auto same = [&edition](const KnownEdition& each) { return of_one_list(each, edition); };
  if (std::any_of(seen.editions.begin(), seen.editions.end(), same)) {
    return not_ours("an issuer's status list stands twice");
  }
  seen.editions.push_back(std::move(edition));
  return {};
}

}  // namespace

Result<Seen> decode_seen(std::string_view text) {
  const auto document = parse_strict_json(text, {.bytes = kMostSeenBytes, .depth = 5});
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
  for (const auto& row : *members->reports) {
    auto one = decode_report(row, members->version);
    if (!one) {
      return std::move(one).error();
    }
    seen.reports.push_back(std::move(*one));
  }
  if (members->editions == nullptr) {
    return seen;
  }
  for (const auto& row : *members->editions) {
    if (auto taken = take_edition(row, members->version, seen); !taken) {
      return std::move(taken).error();
    }
  }
  return seen;
}

std::string encode_seen(const Seen& seen) {
  JsonArray trust;
  for (const auto& one : seen.trust) {
    trust.add(json_of_numbered("name", {one.name, one.sequence, one.digest}).take());
  }
  JsonArray reports;
  for (const auto& one : seen.reports) {
    reports.add(json_of_report(one));
  }
  JsonArray editions;
  for (const auto& one : seen.editions) {
    editions.add(json_of_numbered("issuer", {one.issuer, one.sequence, one.digest})
                     .add("signers", one.signers)
                     .take());
  }
  return write_json(JsonObject()
                        .add("format", kFormat)
                        .add("trust", trust.take())
                        .add("reports", reports.take())
                        .add("statusLists", editions.take())
                        .take());
}

}  // namespace rackproof
