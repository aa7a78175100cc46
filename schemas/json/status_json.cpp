#include "schemas/json/status_json.h"

#include <set>
#include <utility>

#include "schemas/digest.h"
#include "schemas/encoding.h"
#include "schemas/json/manifest_json.h"
#include "schemas/json/member_writer.h"
#include "schemas/predicate_types.h"

namespace rackproof {
namespace {

constexpr std::size_t kMostSubjects = 1024;  // as many as any statement has

Error malformed(std::string why) {
  return {ErrorKind::malformed, std::move(why)};
}

/// What is wrong with one entry; "" = nothing.
std::string fault_of(const StatusEntry& entry, UtcTime issued) {
  const bool ended = entry.status != ReportStatus::valid;
  if (entry.report_id.empty()) {
    return "has no report id";
  }
  if (!is_sha256(entry.sha256)) {
    return "has a sha256 that is not 64 hex digits";
  }
  if (ended && entry.reason.empty()) {
    return "gives no reason";
  }
  if (!entry.by.empty() && entry.status != ReportStatus::superseded) {
    return "names a report in its place, but is not superseded";
  }
  if (entry.by == entry.report_id) {
    return "is superseded by itself";
  }
  return entry.since <= issued ? "" : "begins after the list was issued";
}

Result<void> check_entries(const StatusList& list) {
  std::set<std::string_view> digests;
  std::string_view before;
  for (const auto& entry : list.entries) {
    const auto named = "predicate.entries: '" + printable(entry.report_id) + "' ";
    if (const auto fault = fault_of(entry, list.issued); !fault.empty()) {
      return malformed(named + fault);
    }
    if (entry.report_id <= before) {
      return malformed(named + "is not sorted by report id and unique");
    }
    if (!digests.insert(entry.sha256).second) {
      return malformed(named + "has the sha256 of another entry");
    }
    before = entry.report_id;
  }
  return {};
}

Result<void> check(const StatusList& list) {
  if (list.sequence < 1) {
    return malformed("predicate.sequence: must be from 1");
  }
  if (list.issuer.empty()) {
    return malformed("predicate.issuer: is empty");
  }
  if (list.next_update <= list.issued) {
    return malformed("predicate.nextUpdate: is not after issued");
  }
  if (list.entries.size() > kMostStatusEntries) {
    return malformed("predicate.entries: " + std::to_string(list.entries.size()) + ", at most " +
                     std::to_string(kMostStatusEntries) + " are read");
  }
  return check_entries(list);
}

}  // namespace

template <typename A>
void describe(A& archive, Described<A, StatusEntry>& entry) {
  archive.field("reportId", entry.report_id);
  archive.field("sha256", entry.sha256);
  archive.word("status", entry.status, kReportStatuses);
  archive.field("reason", entry.reason);
  archive.field("since", entry.since);
  archive.field("by", entry.by);
}

template <typename A>
void describe(A& archive, Described<A, StatusList>& list) {
  archive.field("sequence", list.sequence);
  archive.field("issued", list.issued);
  archive.field("nextUpdate", list.next_update);
  archive.field("issuer", list.issuer);
  archive.list("entries", list.entries);
}

std::vector<Subject> subjects_of(const StatusList& list) {
  std::vector<Subject> subjects;
  if (!list.entries.empty() && list.entries.size() <= kMostSubjects) {
    for (const auto& entry : list.entries) {
      subjects.push_back({entry.report_id, entry.sha256});
    }
    return subjects;
  }
  Sha256 all;
  for (const auto& entry : list.entries) {
    all.update(entry.sha256);
    all.update("\n");
  }
  subjects.push_back({"entries", to_hex(all.finish())});
  return subjects;
}

std::string encode_status_list(const StatusList& list) {
  return encode_statement({subjects_of(list), std::string(kStatusPredicate), to_json(list)});
}

Result<StatusList> decode_status_list(std::string_view bytes) {
  const auto statement = decode_statement(bytes);
  if (!statement) {
    return statement.error();
  }
  if (auto known = require_predicate_type(statement->predicate_type, kStatusPredicate); !known) {
    return std::move(known).error();
  }
  auto list = from_json<StatusList>(statement->predicate, "predicate");
  if (!list) {
    return list;
  }
  if (auto sound = check(*list); !sound) {
    return std::move(sound).error();
  }
  if (statement->subjects != subjects_of(*list)) {
    return malformed("subject: not the reports that the list names");
  }
  return list;
}

}  // namespace rackproof
