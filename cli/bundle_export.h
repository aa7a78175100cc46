#pragma once

#include <array>
#include <string>
#include <string_view>

#include "reports/evidence.h"
#include "schemas/result.h"

namespace rackproof {

/// What a bundle's report can be exported as, for other people's programs.
inline constexpr std::array<std::string_view, 2> kExportFormats{"junit", "ocptv"};

/// The report in one of kExportFormats. The evidence is judged again first, since what reads an
/// export acts on it and asks no more: Error{untrusted} where it does not give the report's
/// verdicts. Error{absent} where the bundle holds no report.
Result<std::string> bundle_export(Loaded& loaded, std::string_view format);

}  // namespace rackproof
