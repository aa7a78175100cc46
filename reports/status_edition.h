#pragma once

#include <optional>
#include <string>
#include <vector>

#include "reports/seal/signer.h"
#include "reports/status_list.h"
#include "schemas/report_status.h"
#include "schemas/result.h"

/// How an issuer keeps a status list: one edition after the other, each signed whole.
namespace rackproof {

/// What a new edition says of some reports.
struct StatusChange {
  /// Report ids; the digest is "" for a report that the list must know already.
  struct Subject {
    std::string report_id;
    std::string sha256;
  };
  std::vector<Subject> reports;
  ReportStatus status = ReportStatus::valid;
  std::string reason;
  std::string by;  ///< Report id of the successor; "" = none.
};

/// The first edition: no entry yet. `next_update` is not given: 30 days after `issued`.
Result<StatusList> first_edition(const std::string& issuer, UtcTime issued,
                                 std::optional<UtcTime> next_update);

/// The edition after `before`, with `change`. `next_update` is not given: as long after `issued` as
/// it was before. Error{malformed} where the list does not know a report that is given by id only,
/// knows it with other content, or would not be one; stale where `issued` is before that of
/// `before`.
Result<StatusList> next_edition(const StatusList& before, const StatusChange& change,
                                UtcTime issued, std::optional<UtcTime> next_update);

/// The bytes of status.dsse.json, of a list that a reader takes back.
Result<std::string> seal_status(const StatusList& list, const seal::Signer& key);

/// Trust in `key` for status lists and nothing else.
[[nodiscard]] TrustPolicy trusting_as_status(const seal::PublicKey& key);

}  // namespace rackproof
