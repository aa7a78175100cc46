#include "reports/seen_json.h"

#include <algorithm>
#include <cstddef>
#include <map>
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
  archive.field("signers", edition.signers);
}

namespace {

constexpr std::string_view kFamily = "rackproof-seen";
constexpr int kVersion = 3;
constexpr std::string_view kFirstFormat = "rackproof-seen/1";
constexpr std::string_view kSecondFormat = "rackproof-seen/2";
constexpr std::size_t kMostMarks = 64;

/// What all formats tell of a report.
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

/// What they tell since the second.
template <typename A>
void describe_number(A& archive, Described<A, KnownReport>& report) {
  archive.field("issuer", report.issuer);
  archive.field("sequence", report.sequence);
  archive.field("issued", report.issued);
}

/// The first format, which knew no status lists and no numbers of issuers.
struct FirstReport {
  KnownReport report;
};
struct FirstSeen {
  std::vector<SeenTrust> trust;
  std::vector<FirstReport> reports;
};

/// The second, which did not know who signed.
struct SecondReport {
  KnownReport report;
};
struct SecondEdition {
  KnownEdition edition;
};
struct SecondSeen {
  std::vector<SeenTrust> trust;
  std::vector<SecondReport> reports;
  std::vector<SecondEdition> editions;
};

void describe(MemberReader& archive, FirstReport& first) {
  describe_run(archive, first.report);
}

void describe(MemberReader& archive, FirstSeen& seen) {
  archive.constant("format", kFirstFormat);
  archive.list("trust", seen.trust);
  archive.list("reports", seen.reports);
}

void describe(MemberReader& archive, SecondReport& second) {
  describe_run(archive, second.report);
  describe_number(archive, second.report);
}

void describe(MemberReader& archive, SecondEdition& second) {
  archive.field("issuer", second.edition.issuer);
  archive.field("sequence", second.edition.sequence);
  archive.field("sha256", second.edition.digest);
}

void describe(MemberReader& archive, SecondSeen& seen) {
  archive.constant("format", kSecondFormat);
  archive.list("trust", seen.trust);
  archive.list("reports", seen.reports);
  archive.list("statusLists", seen.editions);
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
    if (report.supersedes_digest.empty()) {
      later.refuse("supersedesSha256", "has an empty supersedesSha256");
    }
  });
}

}  // namespace

template <typename A>
void describe(A& archive, Described<A, KnownReport>& report) {
  describe_run(archive, report);
  describe_number(archive, report);
  archive.field("signers", report.signers);
  archive.field("device", report.device);
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

Result<Seen> from_second(const JsonValue& document) {
  auto second = from_json<SecondSeen>(document, "");
  if (!second) {
    return std::move(second).error();
  }
  Seen seen{.trust = std::move(second->trust)};
  for (auto& each : second->reports) {
    seen.reports.push_back(std::move(each.report));
  }
  for (auto& each : second->editions) {
    seen.editions.push_back(std::move(each.edition));
  }
  return seen;
}

/// Of any format.
Result<Seen> from_any(const JsonValue& document) {
  const auto* format = document.find("format");
  const auto* words = format == nullptr ? nullptr : format->if_string();
  if (words != nullptr && *words == kFirstFormat) {
    return from_first(document);
  }
  if (words != nullptr && *words == kSecondFormat) {
    return from_second(document);
  }
  return from_json<Seen>(document, "");
}

Error malformed(std::string why) {
  return {ErrorKind::malformed, std::move(why)};
}

Result<void> check(const SeenTrust& trust, std::set<std::string_view>& names) {
  const auto shown = "trust: the name '" + printable(trust.name, 80) + "' ";
  if (trust.sequence < 1) {
    return malformed(shown + "has a sequence below 1");
  }
  return names.insert(trust.name).second ? Result<void>() : malformed(shown + "stands twice");
}

Result<void> check(const KnownReport& report) {
  const auto shown = "reports: '" + printable(report.report_id, 80) + "' ";
  if (report.revision < 1 || report.sequence < 0) {
    return malformed(shown + "has a revision below 1 or a sequence below 0");
  }
  return report.signers.size() <= kMostMarks ? Result<void>()
                                             : malformed(shown + "has too many signers");
}

/// The lists of one name, which of_one_list() keeps apart by who signed them.
struct ListsOfName {
  bool any = false;
  bool of_anybody =
      false;  ///< One was remembered without its signers: it is every one of the name.
  std::set<std::string_view> marks;

  [[nodiscard]] bool hold(const KnownEdition& edition) const {
    return of_anybody || (any && edition.signers.empty()) ||
           std::any_of(edition.signers.begin(), edition.signers.end(),
                       [this](const std::string& mark) { return marks.contains(mark); });
  }
  void take(const KnownEdition& edition) {
    any = true;
    of_anybody = edition.signers.empty();
    marks.insert(edition.signers.begin(), edition.signers.end());
  }
};

Result<void> check(const KnownEdition& edition, ListsOfName& before) {
  const auto shown = "statusLists: the list of the issuer '" + printable(edition.issuer, 80) + "' ";
  if (edition.sequence < 1) {
    return malformed(shown + "has a sequence below 1");
  }
  if (edition.signers.size() > kMostMarks) {
    return malformed(shown + "has too many signers");
  }
  if (before.hold(edition)) {
    return malformed(shown + "stands twice");
  }
  before.take(edition);
  return {};
}

Result<void> check(const Seen& seen) {
  std::set<std::string_view> names;
  for (const auto& trust : seen.trust) {
    if (auto sound = check(trust, names); !sound) {
      return sound;
    }
  }
  for (const auto& report : seen.reports) {
    if (auto sound = check(report); !sound) {
      return sound;
    }
  }
  std::map<std::string_view, ListsOfName> lists;
  for (const auto& edition : seen.editions) {
    if (auto sound = check(edition, lists[edition.issuer]); !sound) {
      return sound;
    }
  }
  return {};
}

Error not_ours(const Error& why) {
  return why.during("not a " + std::string(kFamily) + "/" + std::to_string(kVersion) + " document");
}

}  // namespace

Result<Seen> decode_seen(std::string_view text) {
  const auto document = parse_strict_json(text, {.bytes = kMostSeenBytes, .depth = 5});
  if (!document) {
    return document.error();
  }
  auto seen = from_any(*document);
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
