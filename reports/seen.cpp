#include "reports/seen.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "probes/machine/output_file.h"
#include "schemas/json/json_value.h"
#include "schemas/json/json_writer.h"
#include "schemas/json/strict_json.h"

namespace rackproof {
namespace {

constexpr std::string_view kFormat = "rackproof-seen/1";
constexpr std::size_t kLimit = std::size_t{64} << 20;  // some hundred thousand reports

Error not_ours(const std::string& what) {
  return {ErrorKind::malformed, "not a " + std::string(kFormat) + " document: " + what};
}

/// The text under `name`; nothing where there is none.
const std::string* text_in(const JsonValue& object, std::string_view name) {
  const auto* value = object.find(name);
  return value == nullptr ? nullptr : value->if_string();
}

/// A whole number from 1 on.
std::optional<int> integer_in(const JsonValue& object, std::string_view name) {
  const auto* value = object.find(name);
  const auto* number = value == nullptr ? nullptr : value->if_integer();
  if (number == nullptr || *number < 1 || *number > std::numeric_limits<int>::max()) {
    return std::nullopt;
  }
  return static_cast<int>(*number);
}

Result<SeenTrust> decode_trust(const JsonValue& row) {
  const auto* members = row.if_object();
  const auto* name = text_in(row, "name");
  const auto* digest = text_in(row, "sha256");
  const auto sequence = integer_in(row, "sequence");
  if (members == nullptr || members->size() != 3 || name == nullptr || digest == nullptr ||
      !sequence) {
    return not_ours("an entry is not of name, sequence and sha256");
  }
  return SeenTrust{*name, *sequence, *digest};
}

Result<KnownReport> decode_report(const JsonValue& row) {
  KnownReport report;
  const auto* members = row.if_object();
  const auto revision = integer_in(row, "revision");
  bool whole = members != nullptr && members->size() == 7 && revision;
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
  if (!whole) {
    return not_ours("a report is not of id, digests, revision, supersedes, run and nonce");
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
      .take();
}

auto find_trust(Seen& seen, const std::string& name) {
  return std::find_if(seen.trust.begin(), seen.trust.end(),
                      [&name](const SeenTrust& each) { return each.name == name; });
}

}  // namespace

Result<Seen> decode_seen(std::string_view text) {
  const auto document = parse_strict_json(text, {.bytes = kLimit, .depth = 4});
  if (!document) {
    return document.error();
  }
  const auto* format = text_in(*document, "format");
  const auto rows_of = [&document](std::string_view name) {
    const auto* member = document->find(name);
    return member == nullptr ? nullptr : member->if_array();
  };
  const auto* rows = rows_of("trust");
  const auto* reports = rows_of("reports");
  if (format == nullptr || *format != kFormat || rows == nullptr || reports == nullptr ||
      document->if_object()->size() != 3) {
    return not_ours("expected format, trust and reports, and nothing else");
  }
  Seen seen;
  for (const auto& row : *rows) {
    auto one = decode_trust(row);
    if (!one) {
      return std::move(one).error();
    }
    if (find_trust(seen, one->name) != seen.trust.end()) {
      return not_ours("a name stands twice");
    }
    seen.trust.push_back(std::move(*one));
  }
  for (const auto& row : *reports) {
    auto one = decode_report(row);
    if (!one) {
      return std::move(one).error();
    }
    seen.reports.push_back(std::move(*one));
  }
  return seen;
}

std::string encode_seen(const Seen& seen) {
  JsonArray rows;
  for (const auto& one : seen.trust) {
    rows.add(JsonObject()
                 .add("name", one.name)
                 .add("sequence", one.sequence)
                 .add("sha256", one.digest)
                 .take());
  }
  JsonArray reports;
  for (const auto& one : seen.reports) {
    reports.add(json_of_report(one));
  }
  return write_json(JsonObject()
                        .add("format", kFormat)
                        .add("trust", rows.take())
                        .add("reports", reports.take())
                        .take());
}

Result<void> note_trust(Seen& seen, const TrustPolicy& trust) {
  if (trust.sequence == 0) {
    return Error{ErrorKind::untrusted,
                 "the trust file has no [trust] sequence, so it cannot be told from an older one"};
  }
  const auto known = find_trust(seen, trust.name);
  if (known == seen.trust.end()) {
    seen.trust.push_back({trust.name, trust.sequence, trust.digest});
    return {};
  }
  if (trust.sequence < known->sequence) {
    return Error{ErrorKind::untrusted, "the trust file '" + trust.name + "' has sequence " +
                                           std::to_string(trust.sequence) + ", and " +
                                           std::to_string(known->sequence) + " was seen before"};
  }
  if (trust.sequence == known->sequence && trust.digest != known->digest) {
    return Error{ErrorKind::untrusted, "the trust file '" + trust.name + "' has sequence " +
                                           std::to_string(trust.sequence) +
                                           ", which was seen before with other content"};
  }
  *known = {trust.name, trust.sequence, trust.digest};
  return {};
}

void note_report(Seen& seen, const KnownReport& report) {
  const auto known =
      std::any_of(seen.reports.begin(), seen.reports.end(),
                  [&report](const KnownReport& each) { return each.digest == report.digest; });
  if (!known) {
    seen.reports.push_back(report);
  }
}

Result<Seen> read_seen(const std::string& path) {
  const auto text = read_file(path, kLimit);
  if (!text) {
    return text.error().kind == ErrorKind::absent ? Result<Seen>(Seen{}) : text.error();
  }
  auto seen = decode_seen(*text);
  return seen ? std::move(seen) : Result<Seen>(std::move(seen).error().during(path));
}

Result<void> write_seen(const std::string& path, const Seen& seen) {
  return write_file(path, encode_seen(seen));
}

}  // namespace rackproof
