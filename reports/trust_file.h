#pragma once

#include <string>
#include <string_view>

#include "reports/trust_policy.h"
#include "schemas/result.h"
#include "schemas/time.h"
#include "schemas/toml/finding.h"

namespace rackproof {

/// Reads a trust file: TOML of the tables that docs/trust.md lists, each read by one function of
/// reports/trust_tables.h. A file of nothing but [[key]] tables with public_key and roles is one.
/// Error{malformed, "file:line: ..."} for whatever nobody reads, for a key twice, an id twice, a
/// private key, and a file that trusts nobody; absent, denied or io for a key file that could not
/// be had; untrusted for a key that anybody could sign for.
Result<TrustPolicy> load_trust(const std::string& path);

/// The same from text; `directory` is where relative paths begin.
Result<TrustPolicy> parse_trust(std::string_view text, const std::string& file,
                                const std::string& directory);

/// Everything that is wrong with a trust file (errors: it does not load), and what a person should
/// look at at the time `now`: past its end, keys out of their window, thresholds nobody can meet.
Findings lint_trust(std::string_view text, const std::string& file, const std::string& directory,
                    UtcTime now);

/// Error{untrusted} where the file says that it is not to be used any more at `now`.
Result<void> check_still_valid(const TrustPolicy& trust, UtcTime now);

}  // namespace rackproof
