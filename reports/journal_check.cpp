#include "reports/journal_check.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "reports/bundle.h"
#include "reports/recorded_facts.h"
#include "reports/seal/checkpoint.h"
#include "schemas/encoding.h"
#include "schemas/journal_checkpoints.h"
#include "schemas/json/journal_json.h"

namespace rackproof {
namespace {

Error untrusted(std::string why) {
  return {ErrorKind::untrusted, std::move(why)};
}

/// The reading of one journal from its first line to its last.
class JournalReading {
 public:
  JournalReading(const RunRecord& record, const JournalCheckpoints& checkpoints)
      : record_(record), checkpoints_(checkpoints.all), facts_(record) {}

  Result<void> take(std::string_view text);
  Result<void> conclude() const;
  [[nodiscard]] const MerkleTree& tree() const { return end_.tree; }
  [[nodiscard]] ToldReadings take_readings() { return std::move(readings_); }

 private:
  Result<void> require_order(const JournalLine& line) const;
  Result<void> take(const RunBegan& line) const;
  Result<void> take(const RunEnded& line);
  Result<void> take(const Step& line);
  Result<void> take(const Disturbance& line) const;
  Result<void> take(const ReadingsKept& line) { return readings_.take(line); }
  Result<void> take(const ReadingsLate& line);
  /// What the record tells in other words, or not at all.
  template <typename T>
  static Result<void> take(const T& /*line*/) {
    return {};
  }
  Result<void> compare_checkpoint();

  const RunRecord& record_;
  const std::vector<JournalCheckpoint>& checkpoints_;
  RecordedFacts facts_;
  ToldReadings readings_;
  JournalEnd end_;
  std::size_t next_checkpoint_ = 0;
  bool ended_ = false;
  RunStatus status_ =
      RunStatus::aborted;  ///< Of the last end; a run may be gone on with after one.
};

Result<void> JournalReading::require_order(const JournalLine& line) const {
  const bool first = end_.tree.size() == 1;
  if (std::holds_alternative<RunBegan>(line) != first) {
    return untrusted(first ? "the journal does not begin with the run"
                           : "the run begins a second time");
  }
  return ended_ && !std::holds_alternative<SegmentBegan>(line)
             ? untrusted("stands behind the end of the run")
             : Result<void>();
}

Result<void> JournalReading::take(const RunBegan& line) const {
  return line.run_id == record_.run_id
             ? Result<void>()
             : untrusted("a journal of run " + printable(line.run_id, 80) +
                         ", the run record is of run " + printable(record_.run_id, 80));
}

Result<void> JournalReading::take(const RunEnded& line) {
  ended_ = true;
  status_ = line.status;
  return {};
}

Result<void> JournalReading::take(const Step& line) {
  return facts_.tell(line)
             ? Result<void>()
             : untrusted("step " + printable(line.phase, 80) + ", attempt " +
                         std::to_string(line.attempt) + ": the run record does not tell it so");
}

Result<void> JournalReading::take(const Disturbance& line) const {
  return facts_.tells(line) ? Result<void>()
                            : untrusted("disturbance " + printable(line.code, 80) +
                                        ": the run record does not tell it");
}

Result<void> JournalReading::take(const ReadingsLate& line) {
  readings_.take(line);
  return {};
}

/// The checkpoint over as many lines as were read by now, where there is one.
Result<void> JournalReading::compare_checkpoint() {
  if (next_checkpoint_ == checkpoints_.size() ||
      checkpoints_[next_checkpoint_].head.tree.size != end_.tree.size()) {
    return {};
  }
  ++next_checkpoint_;
  return checkpoints_[next_checkpoint_ - 1].head.tree.root == end_.tree.root()
             ? Result<void>()
             : untrusted("checkpoint " + std::to_string(next_checkpoint_) +
                         " is of another tree than these lines give");
}

Result<void> JournalReading::take(std::string_view text) {
  const auto number = "line " + std::to_string(end_.tree.size() + 1);
  const auto line = decode_journal_line(text, end_);
  if (!line) {
    return untrusted(line.error().message).during(number);
  }
  auto fits = require_order(*line);
  if (fits) {
    ended_ = ended_ && !std::holds_alternative<SegmentBegan>(*line);
    fits = std::visit([this](const auto& told) { return this->take(told); }, *line);
  }
  if (fits) {
    fits = compare_checkpoint();
  }
  return fits ? fits : std::move(fits).error().during(number);
}

Result<void> JournalReading::conclude() const {
  if (!ended_) {
    return untrusted("ends before the run does");
  }
  if (status_ != record_.status) {
    return untrusted("journal and run record disagree on how the run ended");
  }
  if (next_checkpoint_ != checkpoints_.size() || checkpoints_.empty() ||
      checkpoints_.back().head.tree.size != end_.tree.size()) {
    return untrusted("no checkpoint over all of its lines");
  }
  const auto& said = record_.journal;
  if (said.size != end_.tree.size() || said.root_hash != to_hex(end_.tree.root())) {
    return untrusted("not the journal that the run record names: it has another root");
  }
  for (std::size_t i = 0; i < record_.steps.size(); ++i) {
    const auto& step = record_.steps[i];
    const bool was_worked =
        step.status != StepStatus::skipped && step.status != StepStatus::aborted;
    if (was_worked && !facts_.was_told(i) && record_.status == RunStatus::complete) {
      return untrusted("says nothing of step " + printable(step.phase, 80) + ", attempt " +
                       std::to_string(step.attempt) + " of the run record");
    }
  }
  return {};
}

/// `notes` are `keys` under the name of the journal, in their order.
Result<void> check_signature(const JournalCheckpoint& checkpoint,
                             std::span<const seal::NoteKey> notes,
                             std::span<const CheckpointKey> keys) {
  const auto note = seal::parse_signed_note(checkpoint.bytes);
  if (!note) {
    return untrusted(note.error().message);
  }
  const auto found = seal::check_note(*note, notes);
  if (!found) {
    return found.error();
  }
  std::string refusals;
  for (const auto& each : *found) {
    const auto& refusal = keys[each.key].refusal;
    if (refusal.empty()) {
      return {};
    }
    refusals += "; " + refusal;
  }
  return untrusted("signed by no key that is trusted as collector" + refusals);
}

/// That they follow one another, are this run's, and signed as the record says.
Result<void> check_checkpoints(const std::vector<JournalCheckpoint>& all, const RunRecord& record,
                               std::span<const CheckpointKey> keys) {
  std::vector<seal::NoteKey> known;
  known.reserve(keys.size());
  for (const auto& each : keys) {
    known.push_back(seal::log_note_key(record.journal.origin, each.key));
  }
  std::uint64_t before = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto& each = all[i];
    const auto number = "checkpoint " + std::to_string(i + 1);
    const auto lines = each.head.tree.size;
    if (each.head.origin != record.journal.origin) {
      return untrusted("of another journal, " + printable(each.head.origin, 80)).during(number);
    }
    if (lines <= before) {
      return untrusted("went back from " + std::to_string(before) + " lines to " +
                       std::to_string(lines))
          .during(number);
    }
    before = lines;
    if (const auto held = each.is_signed ? check_signature(each, known, keys) : Result<void>();
        !held) {
      return held.error().during(number);
    }
  }
  return {};
}

Result<JournalCheckpoints> read_checkpoints(std::string_view text, const RunRecord& record) {
  auto read = read_journal_checkpoints(text);
  if (!read) {
    return untrusted(read.error().message);
  }
  if (read->whole_bytes != text.size()) {
    return untrusted("torn at its end");
  }
  const auto signed_ones = static_cast<std::uint64_t>(
      std::count_if(read->all.begin(), read->all.end(),
                    [](const JournalCheckpoint& each) { return each.is_signed; }));
  if (read->all.size() != record.journal.checkpoints ||
      signed_ones != record.journal.signed_checkpoints) {
    return untrusted("not as many checkpoints and signatures as the run record names");
  }
  return read;
}

}  // namespace

std::string JournalFound::sentence() const {
  return "run journal: " + std::to_string(lines) + " lines, root " + root + ", " +
         std::to_string(checkpoints) + " checkpoints, " +
         (signed_checkpoints == 0 ? "none signed: no key was at the run"
                                  : std::to_string(signed_checkpoints) + " signed meanwhile");
}

Result<JournalFound> judge_journal(const JournalParts& parts, const RunRecord& record,
                                   std::span<const CheckpointKey> keys) {
  if (record.journal.origin != journal_origin(record.run_id)) {
    return untrusted("run record: its journal has the name of another run");
  }
  const auto checkpoints = read_checkpoints(parts.checkpoints, record);
  if (!checkpoints) {
    return checkpoints.error().during(bundle::kCheckpoints);
  }
  if (auto order = check_checkpoints(checkpoints->all, record, keys); !order) {
    return std::move(order).error().during(bundle::kCheckpoints);
  }
  JournalReading reading(record, *checkpoints);
  auto rest = parts.lines;
  while (!rest.empty()) {
    const auto end = rest.find('\n');
    auto taken = end == std::string_view::npos ? Result<void>(untrusted("torn at its end"))
                                               : reading.take(rest.substr(0, end));
    if (!taken) {
      return std::move(taken).error().during(bundle::kJournal);
    }
    rest.remove_prefix(end + 1);
  }
  if (auto whole = reading.conclude(); !whole) {
    return std::move(whole).error().during(bundle::kJournal);
  }
  return JournalFound{reading.tree().size(), record.journal.checkpoints,
                      record.journal.signed_checkpoints, to_hex(reading.tree().root()),
                      reading.take_readings()};
}

}  // namespace rackproof
