#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "schemas/inventory.h"
#include "schemas/merkle.h"
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
  std::string order = {};  ///< order.dsse.json as it was given; "" = none.
  std::vector<ExternalResult> external_results = {};  ///< Their files lie in the state directory.
  std::optional<ClockSync> clock = {};                ///< As it was told when the run began.

  bool operator==(const RunRequest&) const = default;
};

/// The run began: the journal's first line, and nowhere else.
struct RunBegan {
  UtcTime at;
  std::string run_id;
  std::string nonce;  ///< Random: nobody who has only the root can guess what a line says.
  std::string suite_digest;
  std::string reference_digest;
  std::string plan_digest;

  bool operator==(const RunBegan&) const = default;
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

/// What was read in one stretch of time (schemas/reading_leaf.h), by every device: a Merkle tree
/// over one leaf a series, sorted by device and metric.
struct ReadingsKept {
  UtcTime from;
  UtcTime until;
  std::uint64_t series = 0;
  std::uint64_t readings = 0;
  std::string root;  ///< Hex.

  bool operator==(const ReadingsKept&) const = default;
};

/// A reading that no tree holds: it came after its stretch was closed, or behind a later one.
struct LateReading {
  std::string device;
  std::string metric;
  std::string row;  ///< As in a leaf, without its newline.

  bool operator==(const LateReading&) const = default;
};

struct ReadingsLate {
  std::vector<LateReading> readings;
  std::uint64_t left_out = 0;  ///< More than are listed; their stretches prove nothing.

  bool operator==(const ReadingsLate&) const = default;
};

/// The run is over. Only a run that was gone on with after that has a line behind it.
struct RunEnded {
  UtcTime at;
  RunStatus status = RunStatus::aborted;

  bool operator==(const RunEnded&) const = default;
};

/// What one line of the journal says. A Mismatch is of the step that began last; a Step is over,
/// and all its samples are on the disk.
using JournalLine = std::variant<SegmentBegan, StepBegan, Mismatch, Step, Disturbance, RunBegan,
                                 ReadingsKept, ReadingsLate, RunEnded>;

/// Where a journal stands: what its next line must say of those before it.
struct JournalEnd {
  MerkleTree tree;   ///< Over the lines, without their newlines.
  std::string last;  ///< Leaf hash of the last line, hex; "" = there is none.
};

/// Who a run's journal is, as a log: unique, and fit to be the name of a key.
[[nodiscard]] inline std::string journal_origin(const std::string& run_id) {
  return "rackproof.org/run/" + run_id;
}

}  // namespace rackproof
