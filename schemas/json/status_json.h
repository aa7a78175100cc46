#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schemas/json/statement_json.h"
#include "schemas/report_status.h"
#include "schemas/result.h"

namespace rackproof {

/// What the statement of a list speaks of. Where 1 to 1024 reports are listed: the payload of each,
/// named by its report id, in the order of the list, so that general tools find the list by a
/// report. A statement has neither no subject nor more than 1024, so otherwise there is one, called
/// "entries": SHA-256 over the digests of the list in its order, a line feed after each.
[[nodiscard]] std::vector<Subject> subjects_of(const StatusList& list);

/// The payload of status.dsse.json.
[[nodiscard]] std::string encode_status_list(const StatusList& list);
/// Error{unsupported} for a newer predicate version; malformed with the JSON path otherwise, also
/// for entries that are not sorted and unique, lack a reason or begin after the list was issued,
/// and for other subjects than subjects_of().
Result<StatusList> decode_status_list(std::string_view bytes);

}  // namespace rackproof
