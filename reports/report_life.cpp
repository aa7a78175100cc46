#include "reports/report_life.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "reports/bundle.h"
#include "schemas/digest.h"
#include "schemas/encoding.h"
#include "schemas/enum_names.h"

namespace rackproof {
namespace {

std::string name_of(const StatusList& list) {
  return "status list " + std::to_string(list.sequence) + " of " + printable(list.issuer, 60);
}

const StatusEntry* entry_of(const StatusList& list, const std::string& report_id) {
  const auto found =
      std::lower_bound(list.entries.begin(), list.entries.end(), report_id,
                       [](const auto& each, const auto& id) { return each.report_id < id; });
  return found != list.entries.end() && found->report_id == report_id ? &*found : nullptr;
}

/// Why a list may not confirm anything now; "" = it may.
std::string not_current(const SealedStatus& status, const LifeOptions& options) {
  const auto& list = status.list;
  if (list.issued > options.now + options.clock_tolerance) {
    return "was issued at " + format_utc(list.issued) + ", later than now";
  }
  if (list.next_update < options.now) {
    return "is stale: its next update was due on " + format_utc(list.next_update);
  }
  const auto lowest = options.trust.reports.status_sequence;
  return list.sequence >= lowest
             ? outdated(edition_of(status), options.seen)
             : "is too old: the trust file accepts none below " + std::to_string(lowest);
}

/// "withdrawn since ... (reason)" as a sentence of `list`.
std::string ended(const StatusList& list, const StatusEntry& entry) {
  auto text =
      std::string(word_of(kReportStatuses, entry.status)) + " since " + format_utc(entry.since);
  text += entry.by.empty() ? "" : " by report " + printable(entry.by, 60);
  return text + " (" + printable(entry.reason) + "), says " + name_of(list);
}

/// What another edition of the same issuer's list makes of `one`.
struct Rival {
  bool replaces = false;  ///< It is newer and names the report: it alone is asked.
  std::string doubt;      ///< Why `one` may not confirm anything because of it; "" = it may.
};

Rival rival_of(const FoundStatus& one, const std::vector<const FoundStatus*>& heard,
               const std::string& report_id) {
  Rival rival;
  const auto& mine = one.sealed.list;
  for (const auto* other : heard) {
    const auto& theirs = other->sealed.list;
    if (mine.issuer != theirs.issuer || theirs.sequence < mine.sequence || mine == theirs) {
      continue;
    }
    const bool newer = theirs.sequence > mine.sequence;
    rival.replaces = rival.replaces || (newer && entry_of(theirs, report_id) != nullptr);
    rival.doubt = newer ? "is not the newest that is here"
                        : "is here a second time under this sequence with other content";
  }
  return rival;
}

/// Adds what one list says; `doubt` = why it may not confirm, "" = it may.
void ask(const FoundStatus& found, const AskedReport& report, const std::string& doubt,
         ReportLife& life) {
  const auto& list = found.sealed.list;
  const auto* entry = entry_of(list, report.report_id);
  if (entry == nullptr) {
    life.told.push_back(found.where + ": " + name_of(list) + " does not name this report");
    return;
  }
  life.listed = true;
  if (entry->status != ReportStatus::valid) {
    life.against.push_back(ended(list, *entry));
    return;
  }
  if (entry->sha256 != report.sha256) {
    life.against.push_back("known with other content (sha256 " + entry->sha256 +
                           ") under this report id, says " + name_of(list));
    return;
  }
  if (!doubt.empty()) {
    life.told.push_back(found.where + ": " + name_of(list) + " confirms nothing: it " + doubt);
    return;
  }
  life.confirmed = name_of(list) + " says valid";
}

constexpr const char* kTooFew =
    ": not heard: too few of those who signed it may speak of this device now";
constexpr const char* kOtherIssuer =
    ": not heard: those who signed it are not known to be of the issuer of this report (the trust "
    "file tells by issuer = \"...\" of both keys)";

/// Whether the trust file names anybody, by key or by authority, who keeps status lists.
bool names_keeper(const TrustPolicy& trust) {
  const auto role = word_of(seal::kRoles, seal::Role::status);
  return !trust.signers.keys_for(seal::Role::status).empty() ||
         std::any_of(
             trust.authorities.begin(), trust.authorities.end(),
             [role](const seal::Authority& each) { return seal::may_vouch_for(each, role); });
}

/// How many of the accepted signers are of `issuer`.
std::size_t of_issuer(const AcceptedSigners& accepted, const IssuerMarks& issuer) {
  const auto is_its = [&issuer](const Signer& each) { return same_issuer(each.issuer, issuer); };
  return static_cast<std::size_t>(
      std::count_if(accepted.signers.begin(), accepted.signers.end(), is_its));
}

bool enough_for_status(std::size_t signers, const TrustPolicy& trust) {
  return signers >= static_cast<std::size_t>(trust.signers.threshold(seal::Role::status));
}

/// Those lists whose signers may speak of this device now, and are of the report's issuer.
std::vector<const FoundStatus*> heard_of(const std::vector<const FoundStatus*>& lists,
                                         const AskedReport& report, const LifeOptions& options,
                                         ReportLife& life) {
  std::vector<const FoundStatus*> heard;
  for (const auto* found : lists) {
    const Occasion occasion{report.dut_serials, found->sealed.list.issued, options.now};
    const auto accepted = accepted_signers(found->sealed.statement, options.trust, occasion);
    const auto ours = of_issuer(accepted, report.issuer);
    if (enough_for_status(ours, options.trust)) {
      heard.push_back(found);
      life.heard.push_back(edition_of(found->sealed));
      continue;
    }
    life.told.push_back(found->where + (accepted.enough ? kOtherIssuer : kTooFew));
    for (const auto& why : accepted.refused) {
      life.told.push_back(found->where + ": not heard: " + why);
    }
  }
  return heard;
}

/// The list in the bundle; nothing where there is none.
Result<std::optional<FoundStatus>> own_list(const Bundle& bundle, const TrustPolicy& trust) {
  if (!bundle.has(bundle::kStatus)) {
    return std::optional<FoundStatus>();
  }
  const auto bytes = bundle.bytes(bundle::kStatus);
  auto opened = bytes ? open_status(*bytes, trust) : bytes.error();
  if (!opened) {
    return std::move(opened).error();
  }
  return std::optional<FoundStatus>({bundle::kStatus, *std::move(opened)});
}

/// Of a report that nothing speaks against, and nothing for.
std::string unconfirmed(const ReportLife& life) {
  const auto why = life.told.empty() ? "none is here" : life.told.front();
  return "no current status list confirms it, so it may have been withdrawn: " + why;
}

void put_in_front(std::vector<std::string>& details, const std::vector<std::string>& more) {
  details.insert(details.begin(), more.begin(), more.end());
}

}  // namespace

ReportLife life_of(const AskedReport& report, const std::vector<const FoundStatus*>& lists,
                   const LifeOptions& options) {
  ReportLife life;
  life.asked = names_keeper(options.trust);
  const auto heard = heard_of(lists, report, options, life);
  for (const auto* found : heard) {
    const auto& list = found->sealed.list;
    const auto rival = rival_of(*found, heard, report.report_id);
    if (rival.replaces) {
      life.told.push_back(found->where + ": " + name_of(list) + " " + rival.doubt);
      continue;
    }
    const auto doubt = rival.doubt.empty() ? not_current(found->sealed, options) : rival.doubt;
    ask(*found, report, doubt, life);
  }
  return life;
}

StatusFound found_of(const ReportLife& life) {
  if (!life.against.empty()) {
    return StatusFound::ended;
  }
  if (!life.asked) {
    return StatusFound::not_asked;
  }
  if (!life.confirmed.empty()) {
    return StatusFound::valid;
  }
  return life.listed ? StatusFound::not_current : StatusFound::missing;
}

Answer still_standing(Answer verdict, const Report& report, const ReportLife& life, UtcTime now) {
  put_in_front(verdict.details, life.told);
  put_in_front(verdict.details, life.against);
  if (life.is_valid()) {
    verdict.sentence += "; " + life.confirmed;
  } else if (life.asked && life.against.empty()) {
    verdict.sentence += "; " + unconfirmed(life);
  }
  if (!life.against.empty()) {
    verdict.ok = false;
    verdict.sentence = life.against.front() + "; " + verdict.sentence;
  }
  if (report.valid_until && *report.valid_until < now) {
    verdict.ok = false;
    verdict.sentence =
        "expired on " + format_utc(*report.valid_until) + ", retest due; " + verdict.sentence;
  }
  return verdict;
}

ReportLife life_in(const Loaded& loaded, const IssuerMarks& issuer, const VerifyOptions& options) {
  std::vector<const FoundStatus*> lists;
  if (options.status) {
    lists.push_back(&*options.status);
  }
  auto own = own_list(loaded.bundle, options.trust);
  std::string not_heard;
  if (own && *own) {
    lists.push_back(&**own);
  } else if (!own) {
    not_heard = std::string(bundle::kStatus) + ": not heard: " + own.error().message;
  }
  const AskedReport asked{loaded.report.report.report_id, sha256_hex(loaded.report_payload),
                          dut_serials(loaded.inventory), issuer};
  auto life = life_of(asked, lists,
                      {options.trust, options.now, options.clock_tolerance, options.seen_editions});
  if (!not_heard.empty()) {
    life.told.push_back(not_heard);
  }
  return life;
}

}  // namespace rackproof
