#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/result.h"
#include "schemas/run_record.h"

/// Runs of other diagnostic tools, which are kept and listed and never judged.
namespace rackproof {

/// The longest line of such a file, without its newline.
inline constexpr std::size_t kLongestExternalLine = std::size_t{1} << 20;

/// What the output of a tool (OCP Test & Validation 2.0, JSON lines) says of its run. Nothing that
/// breaks the official schemas, or what ocptv_findings() looks at, is taken: Error{malformed} with
/// the line and the reason, Error{out_of_range} for a line or a number of lines past the limits.
/// The same bytes give the same answer everywhere: the verifier asks again.
Result<ExternalResult> read_external_run(std::string_view member_path, std::string_view bytes);

/// "ocptv/memory.jsonl (vendor-memtest 3.1): FAIL, status COMPLETE".
[[nodiscard]] std::string external_title(const ExternalResult& result);

/// "diagnoses: 3 PASS, 1 FAIL, 0 UNKNOWN".
[[nodiscard]] std::string external_diagnoses(const ExternalResult& result);

/// What stands over every list of them.
[[nodiscard]] std::string_view external_disclaimer();

/// How such a sentence begins; the title follows.
inline constexpr std::string_view kExternalOpening = "external result ";

/// One sentence for each that did not pass, for the list of what a report does not cover.
[[nodiscard]] std::vector<std::string> external_not_covered(const RunRecord& record);

}  // namespace rackproof
