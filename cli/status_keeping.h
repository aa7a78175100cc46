#pragma once

#include <string>
#include <vector>

#include "schemas/report_status.h"
#include "schemas/result.h"
#include "schemas/time.h"

namespace rackproof {

/// What was asked on the command line of `rackproof status new`.
struct NewStatusRequest {
  std::string file;         ///< Must not be there.
  std::string key;          ///< Private key file.
  std::string issuer;       ///< "" = the id of the key.
  std::string next_update;  ///< A day, or a time in UTC; "" = in 30 days.
};

/// Of `rackproof status set`, and with no reports of `status renew`.
struct SetStatusRequest {
  std::string file;
  std::string key;
  std::string signed_by;  ///< Public key that signed the file so far; "" = that of `key`.
  std::vector<std::string> reports;  ///< Bundles, or ids of reports that the list knows.
  std::string to;                    ///< A word of kReportStatuses.
  std::string reason;
  std::string by;           ///< The successor, a bundle or a report id; "" = none.
  std::string next_update;  ///< "" = after as long a stretch as before.
};

/// Makes and seals the first edition, and leaves it in `file`.
Result<StatusList> keep_new_status(const NewStatusRequest& request, UtcTime now);

/// Opens `file`, which must be sealed by the key named in the request, and puts the next edition in
/// its place; on any failure the file stays as it was. Error{untrusted} where another key sealed
/// it.
Result<StatusList> keep_next_status(const SetStatusRequest& request, UtcTime now);

/// Of `rackproof status show`. `trust` and `key` are not both given.
struct ShowStatusRequest {
  std::string file;
  std::string trust;  ///< Trust file: who may keep status lists; "" = not told.
  std::string key;    ///< One public key that may; "" = not told.

  [[nodiscard]] bool asks_who_signed() const { return !trust.empty() || !key.empty(); }
};

struct ShownStatus {
  StatusList list;
  std::string statement;  ///< The signed bytes.
};

/// The list in the file. Error{untrusted} where the request asks who signed it, and somebody else
/// did.
Result<ShownStatus> show_status(const ShowStatusRequest& request);

}  // namespace rackproof
