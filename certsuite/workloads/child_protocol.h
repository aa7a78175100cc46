#pragma once

#include <functional>
#include <iosfwd>
#include <string>
#include <string_view>
#include <variant>

#include "certsuite/workload.h"
#include "schemas/result.h"

/// What a workload's child says to the runner: JSON lines on stdout, one object a line, nothing
/// else. The last line is the outcome; a child that ends without one has failed.
namespace rackproof {

struct WarmUpOver {
  UtcTime at;
};

using ChildMessage = std::variant<WarmUpOver, Window, Mismatch, Fact, WorkloadOutcome, Error>;

/// One line without newline.
[[nodiscard]] std::string encode_message(const ChildMessage& message);
/// Strict: unknown members, missing members and non-finite numbers are malformed.
[[nodiscard]] Result<ChildMessage> decode_message(std::string_view line);

/// Body of the child: runs `workload` and writes messages to `out`, flushing each. Returns the exit
/// code: 0 when an outcome was written (wrong answers included), 3 when the workload failed.
int run_workload_child(Workload& workload, const Effort& effort, std::ostream& out);

}  // namespace rackproof
