#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "schemas/inventory.h"
#include "schemas/run_record.h"
#include "schemas/time.h"

namespace rackproof {

/// What a run was asked and what it found when it began: enough to go on with it in another
/// process, after another boot.
struct RunRequest {
  std::string run_id;
  UtcTime started;
  std::string suite_version;
  std::string suite_digest;    ///< SHA-256 of the program that began, hex.
  std::string reference_toml;  ///< Canonical.
  std::string reference_digest;
  std::string plan_digest;
  std::string tier;
  std::vector<std::string> only;
  double seconds = 0;  ///< --duration; 0 = as the reference says.
  std::string site_toml;
  std::string root;
  std::vector<std::string> command_line;
  std::vector<Fact> environment;
  Inventory inventory;

  bool operator==(const RunRequest&) const = default;
};

/// A process began to work on the run, or went on with it.
struct SegmentBegan {
  UtcTime at;
  std::string boot_id;
  std::vector<std::string> changes;  ///< Against the segment before.
  std::vector<std::string> again;    ///< Phases whose steps so far do not count any more.
  std::string inventory;             ///< The document, where parts changed; "" = as before.
  std::vector<Fact> environment;     ///< As it is from here on.
  UtcTime before_until{};            ///< Up to then the segment before has samples; epoch = none.

  bool operator==(const SegmentBegan&) const = default;
};

/// A step began. Until the same attempt is in the journal as a Step, it was not finished.
struct StepBegan {
  UtcTime at;
  std::string phase;
  std::string workload;
  int attempt = 1;

  bool operator==(const StepBegan&) const = default;
};

/// One line of the journal. A Mismatch is of the step that began last; a Step is over, and all
/// its samples are on the disk.
using JournalLine = std::variant<SegmentBegan, StepBegan, Mismatch, Step, Disturbance>;

}  // namespace rackproof
