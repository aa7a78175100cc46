#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schemas/result.h"
#include "schemas/site.h"

namespace rackproof {

/// Reads a site.toml (docs/reference-format.md, "The site file"). `file` is only the name used in
/// complaints. Error{malformed, "file:line: ..."} for a key it does not know, a value that is not
/// text, an instrument without id or quantity, a calibration date that is not YYYY-MM-DD.
Result<Site> load_site(std::string_view text, std::string_view file);

/// Reads a file of [[waiver]] tables alone, at least one, as a site file may hold them. Error as
/// above, for a waiver without requirement, by, expires or reason too.
Result<std::vector<Waiver>> load_waivers(std::string_view text, std::string_view file);

/// The same as TOML; what is "" is left out. Loading it again gives an equal Site.
[[nodiscard]] std::string write_site(const Site& site);

}  // namespace rackproof
