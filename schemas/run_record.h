#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "schemas/attestation.h"
#include "schemas/enum_names.h"
#include "schemas/order.h"
#include "schemas/site.h"
#include "schemas/time.h"

namespace rackproof {

/// Could the step be done? Apart from what its answer was.
enum class StepStatus {
  complete,
  error,      ///< Crashed, could not start, wrote nonsense.
  timed_out,  ///< Killed at its deadline.
  skipped,    ///< Not run: `reason` says why (no tool, simulated, not selected).
  aborted,    ///< The run was ended while it ran.
};

inline constexpr std::array kStepStatuses{
    EnumName<StepStatus>{StepStatus::complete, "COMPLETE"},
    EnumName<StepStatus>{StepStatus::error, "ERROR"},
    EnumName<StepStatus>{StepStatus::timed_out, "TIMED OUT"},
    EnumName<StepStatus>{StepStatus::skipped, "SKIP"},
    EnumName<StepStatus>{StepStatus::aborted, "ABORTED"},
};

enum class SelfCheck { not_run, correct, wrong_answer };

inline constexpr std::array kSelfChecks{
    EnumName<SelfCheck>{SelfCheck::not_run, "not_run"},
    EnumName<SelfCheck>{SelfCheck::correct, "correct"},
    EnumName<SelfCheck>{SelfCheck::wrong_answer, "wrong_answer"},
};

/// A planted wrong result and whether the workload's own check caught it.
struct Canary {
  bool planted = false;
  bool caught = false;

  bool operator==(const Canary&) const = default;
};

/// One wrong answer, as closely located as the workload can.
struct Mismatch {
  std::string device;  ///< Device::id.
  std::string where;   ///< Core, address, tile, block...
  std::string expected;
  std::string actual;
  std::string mask;          ///< Bits that differ, hex; "" where it makes no sense.
  double after_seconds = 0;  ///< From the start of the step.

  bool operator==(const Mismatch&) const = default;
};

/// A fact that a workload found out about its own running: "kernel" = "SkylakeX".
struct Fact {
  std::string name;
  std::string value;
  std::string unit;  ///< "" for plain text.

  bool operator==(const Fact&) const = default;
};

struct Step {
  std::string phase;
  std::string workload;
  int attempt = 1;
  StepStatus status = StepStatus::skipped;
  std::string reason;  ///< For every status but COMPLETE.
  UtcTime started;
  UtcTime measured_from;  ///< End of warm-up: windows before it do not count.
  UtcTime finished;
  double planned_seconds = 0;
  std::uint64_t seed = 0;
  SelfCheck self_check = SelfCheck::not_run;
  Canary canary;
  std::int64_t checks = 0;           ///< Comparisons made.
  std::vector<Mismatch> mismatches;  ///< The first few; `mismatch_count` counts them all.
  std::int64_t mismatch_count = 0;
  std::vector<Fact> facts;
  std::string log;      ///< Bundle path of the child's stderr; "" = it wrote none.
  std::string command;  ///< The one command line that reproduces the step.

  bool operator==(const Step&) const = default;
};

/// What one probe did over the run.
struct ProbeRecord {
  std::string name;
  std::int64_t passes = 0;
  std::int64_t failures = 0;
  double longest_seconds = 0;
  std::string last_failure;

  bool operator==(const ProbeRecord&) const = default;
};

enum class RunStatus { complete, aborted };

inline constexpr std::array kRunStatuses{
    EnumName<RunStatus>{RunStatus::complete, "complete"},
    EnumName<RunStatus>{RunStatus::aborted, "aborted"},
};

/// What a disturbance takes away from the phase that it touches.
enum class Touches {
  everything,  ///< Nothing said of the phase holds: INVALID.
  rates,       ///< Answers stay answers; how fast they came is INCONCLUSIVE (foreign load).
};

inline constexpr std::array kTouches{
    EnumName<Touches>{Touches::everything, "everything"},
    EnumName<Touches>{Touches::rates, "rates"},
};

/// Something that changed under the run: clock step, foreign load, another power cap...
struct Disturbance {
  std::string code;   ///< "clock_step", "device_lost", "foreign_load", "power_cap_changed"...
  std::string text;   ///< The evidence: what was before, what was after.
  std::string phase;  ///< Phase it touches; "*" = the whole run.
  UtcTime at;
  Touches touches = Touches::everything;

  bool operator==(const Disturbance&) const = default;
};

/// A stretch of the run by one process on one boot; a run that was resumed has several.
struct Segment {
  std::string boot_id;
  UtcTime started;
  UtcTime finished;      ///< Of one that was cut off: the last time it is known to live.
  std::string ended_by;  ///< Why it is not the last one: "killed", "reboot"; "" = last.
  std::vector<std::string> changes;  ///< Against the segment before: parts swapped, added, gone.

  bool operator==(const Segment&) const = default;
};

/// The journal that was kept while the run went on, as it stood at the end.
struct JournalSummary {
  std::string origin;  ///< Of its tree, journal_origin(); "" = no journal was kept.
  std::uint64_t size = 0;
  std::string root_hash;  ///< Hex.
  std::uint64_t checkpoints = 0;
  std::uint64_t signed_checkpoints = 0;  ///< Fewer than all where no key was at the run.

  bool operator==(const JournalSummary&) const = default;
};

/// A run of another diagnostic tool as the file that was handed over tells it, word for word. We
/// measured nothing of it, and no criterion looks at it.
struct ExternalResult {
  std::string member;  ///< Bundle path: "ocptv/memory-vendor.jsonl".
  std::string sha256;  ///< Of its bytes, hex.
  std::string tool;
  std::string tool_version;
  std::string device_under_test;   ///< Its id in that file; nothing ties it to our inventory.
  std::string started;             ///< RFC 3339 as that tool wrote it; the zone may be missing.
  std::string ended;               ///< The same.
  std::string status;              ///< "COMPLETE", "ERROR", "SKIP".
  std::string result;              ///< "PASS", "FAIL", "NOT_APPLICABLE".
  std::int64_t passed_count = 0;   ///< Diagnoses of type PASS.
  std::int64_t failed_count = 0;   ///< Diagnoses of type FAIL.
  std::int64_t unknown_count = 0;  ///< Diagnoses of type UNKNOWN.

  bool operator==(const ExternalResult&) const = default;
};

/// The facts of one run: no judgement in it. Sealed as collector.
struct RunRecord {
  std::string run_id;  ///< UUID.
  std::string suite_version;
  std::string suite_digest;  ///< SHA-256 of the running binary, hex; "" where it could not be read.
  std::string reference_id;
  int reference_revision = 0;
  std::string reference_digest;
  std::string plan_digest;  ///< SHA-256 of the plan as printed (phases, seconds, seeds).
  std::string tier;
  RunStatus status = RunStatus::aborted;
  std::string status_reason;
  bool simulated = false;
  std::string root;  ///< Directory that was read; "/" = this machine.
  UtcTime started;
  UtcTime finished;
  std::string clock_source;        ///< /sys/.../current_clocksource, or "not given".
  double clock_drift_seconds = 0;  ///< Wall clock against monotonic clock over the run.
  std::vector<std::string> command_line;
  Site site;
  std::vector<Fact> environment;  ///< Governor, cgroup limits, power caps, load before the run...
  std::vector<Step> steps;        ///< Every attempt, in order.
  std::vector<ProbeRecord> probes;
  std::vector<Disturbance> disturbances;
  std::vector<std::string> deviations;  ///< From the plan: skipped, shortened, --only.
  std::vector<Segment> segments;        ///< In order; empty = one, from `started` to `finished`.
  JournalSummary journal;
  std::optional<OrderMention> order = {};  ///< What it was made for; none = nobody ordered it.
  std::vector<ExternalResult> external_results = {};  ///< In the order of their members.
  std::vector<Attestation> attestations = {};         ///< None = every identity is self-reported.

  bool operator==(const RunRecord&) const = default;
};

}  // namespace rackproof
