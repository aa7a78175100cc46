#include "reports/seen_json.h"

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schemas/encoding.h"
#include "schemas/json/json_writer.h"
#include "schemas/json/member_writer.h"
#include "schemas/json/strict_json.h"

namespace rackproof {

template <typename A>
void describe(A& archive, Described<A, SeenTrust>& trust) {
  archive.field("name", trust.name);
  archive.field("sequence", trust.sequence);
  archive.field("sha256", trust.digest);
}

template <typename A>
void describe(A& archive, Described<A, KnownEdition>& edition) {
  archive.field("issuer", edition.issuer);
  archive.field("sequence", edition.sequence);
  archive.field("sha256", edition.digest);
}

namespace {

constexpr std::string_view kFamily = "rackproof-seen";
constexpr int kVersion = 2;
constexpr std::string_view kFirstFormat = "rackproof-seen/1";

/// What both formats tell of a report.
template <typename A>
void describe_run(A& archive, Described<A, KnownReport>& report) {
  archive.field("reportId", report.report_id);
  archive.field("sha256", report.digest);
  archive.field("revision", report.revision);
  archive.field("supersedes", report.supersedes);
  archive.field("runId", report.run_id);
  archive.field("runSha256", report.run_digest);
  archive.field("orderNonce", report.order_nonce);
}

/// The first format, which knew no status lists and no numbers of issuers.
struct FirstReport {
  KnownReport report;
};
struct FirstSeen {
  std::vector<SeenTrust> trust;
  std::vector<FirstReport> reports;
};

void describe(MemberReader& archive, FirstReport& first) {
  describe_run(archive, first.report);
}

void describe(MemberReader& archive, FirstSeen& seen) {
  archive.constant("format", kFirstFormat);
  archive.list("trust", seen.trust);
  archive.list("reports", seen.reports);
}

/// With the digest of what a report replaces, which is written only of those that say it.
void describe_replaced(MemberWriter& archive, const KnownReport& report) {
  if (!report.supersedes_digest.empty()) {
    archive.field("supersedesSha256", report.supersedes_digest);
  }
}
void describe_replaced(MemberReader& archive, KnownReport& report) {
  archive.later("supersedesSha256", [&report](MemberReader& later) {
    later.field("supersedesSha256", report.supersedes_digest);
  });
}

}  // namespace

template <typename A>
void describe(A& archive, Described<A, KnownReport>& report) {
  describe_run(archive, report);
  archive.field("issuer", report.issuer);
  archive.field("sequence", report.sequence);
  archive.field("issued", report.issued);
  describe_replaced(archive, report);
}

template <typename A>
void describe(A& archive, Described<A, Seen>& seen) {
  archive.format("format", kFamily, kVersion);
  archive.list("trust", seen.trust);
  archive.list("reports", seen.reports);
  archive.list("statusLists", seen.editions);
}

namespace {

bool is_first_format(const JsonValue& document) {
  const auto* format = document.find("format");
  const auto* words = format == nullptr ? nullptr : format->if_string();
  return words != nullptr && *words == kFirstFormat;
}

Result<Seen> from_first(const JsonValue& document) {
  auto first = from_json<FirstSeen>(document, "");
  if (!first) {
    return std::move(first).error();
  }
  Seen seen{.trust = std::move(first->trust)};
  for (auto& each : first->reports) {
    seen.reports.push_back(std::move(each.report));
  }
  return seen;
}

Error malformed(std::string why) {
  return {ErrorKind::malformed, std::move(why)};
}

/// Names of their own, and numbers from 1 on.
template <typename T>
Result<void> check_editions(const std::vector<T>& editions, std::string T::*name,
                            const char* what) {
  std::set<std::string_view> names;
  for (const auto& each : editions) {
    const auto shown = std::string(what) + " '" + printable(each.*name, 80) + "' ";
    if (each.sequence < 1) {
      return malformed(shown + "has a sequence below 1");
    }
    if (!names.insert(each.*name).second) {
      return malformed(shown + "stands twice");
    }
  }
  return {};
}

Result<void> check(const Seen& seen) {
  for (const auto& report : seen.reports) {
    if (report.revision < 1 || report.sequence < 0) {
      return malformed("reports: '" + printable(report.report_id, 80) +
                       "' has a revision below 1 or a sequence below 0");
    }
  }
  auto sound = check_editions(seen.trust, &SeenTrust::name, "trust: the name");
  return sound ? check_editions(seen.editions, &KnownEdition::issuer,
                                "statusLists: the list of the issuer")
               : sound;
}

Error not_ours(const Error& why) {
  return why.during("not a " + std::string(kFamily) + "/" + std::to_string(kVersion) + " document");
}

}  // namespace

Result<Seen> decode_seen(std::string_view text) {
  const auto document = parse_strict_json(text, {.bytes = kMostSeenBytes, .depth = 4});
  if (!document) {
    return document.error();
  }
  auto seen = is_first_format(*document) ? from_first(*document) : from_json<Seen>(*document, "");
  if (!seen) {
    return not_ours(seen.error());
  }
  if (const auto sound = check(*seen); !sound) {
    return not_ours(sound.error());
  }
  return seen;
}

std::string encode_seen(const Seen& seen) {
  return write_json(to_json(seen));
}

}  // namespace rackproof
