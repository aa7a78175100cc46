#pragma once

#include <string>
#include <string_view>

#include "schemas/result.h"

/// Addresses inside a Redfish service. Pure.
namespace rackproof::redfish {

inline constexpr std::string_view kServiceRoot = "/redfish/v1";

/// A link as a document holds it, made comparable: the fragment and '/' at its end are cut off.
/// Error{untrusted} for what leads out of /redfish/v1 (another host, "..", a query, control
/// characters): what a BMC answers must not steer requests elsewhere.
Result<std::string> local_uri(std::string_view link);

/// The next page of a collection ("Members@odata.nextLink"), which alone may carry a query
/// ("?$skip=50"). Error{untrusted} as above.
Result<std::string> local_page(std::string_view link);

/// What stands behind the '#', without it and without '/' at its beginning; "" when there is none.
std::string_view fragment_of(std::string_view link);

/// The part behind the last '/'.
std::string_view last_segment(std::string_view uri);

/// The path below /redfish/v1, '/' in front; "" for the service root.
std::string_view path_below_root(std::string_view uri);

}  // namespace rackproof::redfish
