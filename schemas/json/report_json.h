#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schemas/json/statement_json.h"
#include "schemas/report.h"
#include "schemas/result.h"

namespace rackproof {

/// The payload of report.json and of its envelope.
struct ReportStatement {
  std::vector<Subject> subjects;  ///< The same as those of the run record.
  Report report;

  bool operator==(const ReportStatement&) const = default;
};

/// Bytes that are written, signed and hashed as they are; decoding gives the same report.
[[nodiscard]] std::string encode_report_statement(const Report& report,
                                                  const std::vector<Subject>& subjects);
/// Error{unsupported} for a newer predicate version, Error{malformed} with the JSON path otherwise.
Result<ReportStatement> decode_report_statement(std::string_view bytes);

}  // namespace rackproof
