#include "reports/status_edition.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <utility>

#include "reports/seal/envelope.h"
#include "schemas/encoding.h"
#include "schemas/json/status_json.h"

namespace rackproof {
namespace {

constexpr auto kUsualStretch = std::chrono::days(30);

Error malformed(std::string why) {
  return {ErrorKind::malformed, std::move(why)};
}

/// By the rules of the format, which are kept in one place: what is read back is a list.
Result<StatusList> checked(const StatusList& list) {
  return decode_status_list(encode_status_list(list));
}

Result<void> put(const StatusEntry& entry, std::vector<StatusEntry>& entries) {
  const auto at = std::lower_bound(
      entries.begin(), entries.end(), entry.report_id,
      [](const StatusEntry& each, const std::string& id) { return each.report_id < id; });
  const bool known = at != entries.end() && at->report_id == entry.report_id;
  if (!known && entry.sha256.empty()) {
    return malformed("report " + printable(entry.report_id) +
                     " is not in the list yet: give its bundle, which tells its digest");
  }
  if (known && !entry.sha256.empty() && entry.sha256 != at->sha256) {
    return malformed("report " + printable(entry.report_id) +
                     " is in the list with other content (sha256 " + at->sha256 + ")");
  }
  if (!known) {
    entries.insert(at, entry);
    return {};
  }
  auto sha256 = std::move(at->sha256);
  *at = entry;
  at->sha256 = std::move(sha256);
  return {};
}

}  // namespace

Result<StatusList> first_edition(const std::string& issuer, UtcTime issued,
                                 std::optional<UtcTime> next_update) {
  return checked({.sequence = 1,
                  .issued = issued,
                  .next_update = next_update.value_or(issued + kUsualStretch),
                  .issuer = issuer,
                  .entries = {}});
}

Result<StatusList> next_edition(const StatusList& before, const StatusChange& change,
                                UtcTime issued, std::optional<UtcTime> next_update) {
  if (issued < before.issued) {
    return Error{ErrorKind::stale, "the list was issued at " + format_utc(before.issued) +
                                       ", later than this machine's clock says"};
  }
  if (before.sequence == std::numeric_limits<int>::max()) {
    return Error{ErrorKind::out_of_range,
                 "no sequence is left above " + std::to_string(before.sequence)};
  }
  const auto stretch = before.next_update - before.issued;
  if (!next_update && UtcTime::max() - issued < stretch) {
    return Error{ErrorKind::out_of_range, "the next update would be later than any time"};
  }
  auto list = before;
  ++list.sequence;
  list.issued = issued;
  list.next_update = next_update.value_or(issued + stretch);
  for (const auto& [report_id, sha256] : change.reports) {
    const StatusEntry entry{report_id, sha256, change.status, change.reason, issued, change.by};
    if (auto done = put(entry, list.entries); !done) {
      return std::move(done).error();
    }
  }
  return checked(list);
}

Result<std::string> seal_status(const StatusList& list, const seal::Signer& key) {
  return seal::seal(encode_status_list(list), key);
}

TrustPolicy trusting_as_status(const seal::PublicKey& key) {
  TrustPolicy trust;
  const auto added = trust.signers.add({.key = key, .roles = {seal::Role::status}});
  static_cast<void>(added);  // an empty set takes every key
  return trust;
}

}  // namespace rackproof
