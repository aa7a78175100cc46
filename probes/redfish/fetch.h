#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "schemas/result.h"

namespace rackproof::redfish {

/// Gives the text of the Redfish document at `uri`, a path as @odata.id spells it
/// ("/redfish/v1/Chassis/1"). The text is what the service sent: nobody has parsed it yet.
/// Error{absent}: the service has no such document (404); denied: not for this account;
/// timed_out: no answer in time, or the pass has no time left; unsupported: the service knows the
/// place and not the reading of it; out_of_range: longer than may be; malformed: no Redfish path;
/// io: anything else. May wait for its turn. One thread at a time.
using Fetch = std::function<Result<std::string>(std::string_view uri)>;

}  // namespace rackproof::redfish
