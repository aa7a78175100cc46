#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schemas/json/statement_json.h"
#include "schemas/result.h"
#include "schemas/run_record.h"

namespace rackproof {

/// The payload of run-record.json and of its envelope.
struct RunRecordStatement {
  std::vector<Subject> subjects;  ///< manifest.json and inventory.json.
  RunRecord record;

  bool operator==(const RunRecordStatement&) const = default;
};

/// Bytes that are written, signed and hashed as they are; decoding gives the same record.
[[nodiscard]] std::string encode_run_record_statement(const RunRecord& record,
                                                      const std::vector<Subject>& subjects);
/// Error{unsupported} for a newer predicate version, Error{malformed} with the JSON path otherwise.
Result<RunRecordStatement> decode_run_record_statement(std::string_view bytes);

}  // namespace rackproof
