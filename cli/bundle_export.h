#pragma once

#include <array>
#include <string>
#include <string_view>

#include "reports/evidence.h"
#include "schemas/result.h"

namespace rackproof {

/// What a bundle's report can be exported as, for other people's programs.
inline constexpr std::array<std::string_view, 6> kExportFormats{
    "junit", "ocptv", "sigstore", "sigstore-run-record", "test-result", "svr"};

/// Those that are in-toto statements, which a key can sign.
[[nodiscard]] inline bool is_statement_format(std::string_view format) {
  return format == "test-result" || format == "svr";
}

/// The report in one of kExportFormats. The evidence is judged again first, since what reads an
/// export acts on it and asks no more: Error{untrusted} where it does not give the report's
/// verdicts. Error{absent} where the bundle holds no report, or for "sigstore" and
/// "sigstore-run-record" no sealed statement; Error{unsupported} for "svr" of what does not pass.
Result<std::string> bundle_export(Loaded& loaded, std::string_view format);

}  // namespace rackproof
