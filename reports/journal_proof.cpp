#include "reports/journal_proof.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "schemas/encoding.h"
#include "schemas/json/journal_json.h"
#include "schemas/merkle.h"
#include "schemas/reading_leaf.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

Error untrusted(std::string why) {
  return {ErrorKind::untrusted, std::move(why)};
}

std::vector<std::string> as_text(const MerkleProof& path) {
  std::vector<std::string> text;
  for (const auto& hash : path) {
    text.push_back(to_base64(hash));
  }
  return text;
}

Result<MerkleProof> as_hashes(const std::vector<std::string>& text) {
  MerkleProof path;
  for (const auto& each : text) {
    const auto hash = digest_from_base64(each);
    if (!hash) {
      return untrusted(hash.error().message);
    }
    path.push_back(*hash);
  }
  return path;
}

/// A journal's lines, read, with the hashes of all.
struct Journal {
  std::vector<std::string_view> texts;
  std::vector<JournalLine> lines;
  std::vector<Sha256Digest> leaves;

  [[nodiscard]] JournalProof prove(const std::string& run_id, std::size_t index) const {
    return {run_id, index, std::string(texts[index]), as_text(inclusion_proof(leaves, index)), {}};
  }
};

Result<Journal> read_journal(std::string_view text) {
  Journal journal;
  JournalEnd end;
  journal.texts = lines(text);
  for (const auto line : journal.texts) {
    auto read = decode_journal_line(line, end);
    if (!read) {
      return std::move(read).error().during("line " + std::to_string(journal.lines.size() + 1));
    }
    journal.lines.push_back(*std::move(read));
    journal.leaves.push_back(merkle_leaf(line));
  }
  return journal;
}

/// The rows of one series in one stretch, as the store has them.
using Rows = std::vector<std::string>;

/// Of equal ones the last, which arrived last.
void take_out(const std::string& row, Rows& rows) {
  const auto found = std::find(rows.rbegin(), rows.rend(), row);
  if (found != rows.rend()) {
    rows.erase(std::next(found).base());
  }
}

/// Takes out what the line lists as late.
void take_late(const JournalLine& line, const SeriesKey& key, Rows& rows) {
  const auto* late = std::get_if<ReadingsLate>(&line);
  for (std::size_t i = 0; late != nullptr && i < late->readings.size(); ++i) {
    const auto& reading = late->readings[i];
    if (reading.device == key.device && reading.metric == key.metric) {
      take_out(reading.row + "\n", rows);
    }
  }
}

/// "" where nothing of the series is in the tree of that stretch.
Result<std::string> leaf_text(const Journal& journal, const ReadingsKept& stretch,
                              TelemetrySource& samples, const SeriesKey& key) {
  const auto points = samples.read(key, {stretch.from, stretch.until});
  const auto metric = samples.metric(key.metric);
  if (!points || !metric) {
    return !points ? points.error() : metric.error();
  }
  Rows rows;
  for (const auto& point : *points) {
    rows.push_back(reading_row(point.taken_at, point.reading));
  }
  for (const auto& line : journal.lines) {
    take_late(line, key, rows);
  }
  if (rows.empty()) {
    return std::string();
  }
  auto text = leaf_heading(key, *metric ? (*metric)->unit : "");
  for (const auto& row : rows) {
    text += row;
  }
  return text;
}

/// The leaf of `key` among all those of a stretch.
Result<ReadingShown> show_leaf(const Journal& journal, const ReadingsKept& stretch,
                               TelemetrySource& samples, const SeriesKey& key) {
  const auto keys = samples.keys();
  if (!keys) {
    return keys.error();
  }
  ReadingShown shown;
  std::vector<Sha256Digest> leaves;
  for (const auto& each : *keys) {
    auto text = leaf_text(journal, stretch, samples, each);
    if (!text) {
      return std::move(text).error();
    }
    if (text->empty()) {
      continue;
    }
    const auto leaf = merkle_leaf(*text);
    if (each == key) {
      shown.index = leaves.size();
      shown.leaf = *std::move(text);
    }
    leaves.push_back(leaf);
  }
  MerkleTree tree;
  for (const auto& leaf : leaves) {
    tree.add(leaf);
  }
  if (to_hex(tree.root()) != stretch.root) {
    return untrusted("the readings from " + format_utc(stretch.from) +
                     " on are not what the journal says of them: altered since, or cut off by a "
                     "crash");
  }
  shown.path = as_text(inclusion_proof(leaves, static_cast<std::size_t>(shown.index)));
  return shown;
}

/// The number of a reading's line, in a tree of its stretch or listed as late.
struct Found {
  std::size_t line = 0;
  const ReadingsKept* stretch = nullptr;  ///< Null = it is listed.
};

bool lists(const ReadingsLate& late, const SeriesKey& key, const std::string& row) {
  return std::any_of(late.readings.begin(), late.readings.end(), [&](const LateReading& each) {
    return each.device == key.device && each.metric == key.metric && each.row + "\n" == row;
  });
}

std::optional<Found> find_reading(const Journal& journal, const SeriesKey& key,
                                  const Point& point) {
  std::optional<Found> found;
  for (std::size_t i = 0; i < journal.lines.size(); ++i) {
    const auto* late = std::get_if<ReadingsLate>(&journal.lines[i]);
    if (late != nullptr && lists(*late, key, reading_row(point.taken_at, point.reading))) {
      return Found{i, nullptr};
    }
    const auto* kept = std::get_if<ReadingsKept>(&journal.lines[i]);
    if (kept != nullptr && kept->from <= point.taken_at && point.taken_at < kept->until) {
      found = Found{i, kept};
    }
  }
  return found;
}

/// The value in the row of that time; nothing where there is none.
std::optional<std::string> value_in(std::string_view leaf, const ReadingShown& reading) {
  const auto stamp = std::to_string(reading.taken_at.time_since_epoch().count()) + "\t";
  const auto rows = lines(leaf);
  const auto row =
      std::find_if(rows.begin() + (rows.empty() ? 0 : 1), rows.end(),
                   [&stamp](std::string_view each) { return each.starts_with(stamp); });
  return row == rows.end() ? std::nullopt : std::optional(std::string(row->substr(stamp.size())));
}

/// The unit that the heading of a leaf of that series names.
std::optional<std::string> unit_in(std::string_view leaf, const ReadingShown& reading) {
  const auto heading = leaf.substr(0, leaf.find('\n'));
  const auto parts = split(heading, '\t');
  const SeriesKey key{reading.device, reading.metric};
  const bool ours = parts.size() == 3 && std::string(heading) + "\n" == leaf_heading(key, parts[1]);
  return ours ? std::optional(std::string(parts[1])) : std::nullopt;
}

std::string reading_sentence(const ReadingShown& reading, const std::string& value,
                             const std::string& unit) {
  return printable(reading.device) + " " + printable(reading.metric) + " at " +
         format_utc(reading.taken_at) + ": " + (value.starts_with("e") ? "no value, " : "") +
         printable(value.substr(1)) + (unit.empty() ? "" : " " + printable(unit));
}

Result<std::string> check_leaf(const ReadingShown& reading, const ReadingsKept& stretch) {
  const auto root = digest_from_hex(stretch.root);
  const auto path = as_hashes(reading.path);
  if (!root || !path) {
    return untrusted(!root ? root.error().message : path.error().message);
  }
  if (const auto within = check_inclusion(merkle_leaf(reading.leaf), reading.index, *path,
                                          MerkleHead{stretch.series, *root});
      !within) {
    return within.error().during("series in its stretch");
  }
  const auto unit = unit_in(reading.leaf, reading);
  const auto value = value_in(reading.leaf, reading);
  if (!unit || !value || value->empty() || reading.taken_at < stretch.from ||
      reading.taken_at >= stretch.until) {
    return untrusted("the leaf holds no such reading");
  }
  return reading_sentence(reading, *value, *unit);
}

Result<std::string> check_reading(const ReadingShown& reading, const JournalLine& line) {
  if (const auto* kept = std::get_if<ReadingsKept>(&line)) {
    return check_leaf(reading, *kept);
  }
  const auto* late = std::get_if<ReadingsLate>(&line);
  const auto stamp = std::to_string(reading.taken_at.time_since_epoch().count()) + "\t";
  for (std::size_t i = 0; late != nullptr && i < late->readings.size(); ++i) {
    const auto& each = late->readings[i];
    if (each.device == reading.device && each.metric == reading.metric &&
        each.row.starts_with(stamp) && each.row.size() > stamp.size()) {
      return reading_sentence(reading, each.row.substr(stamp.size()), "") + " (came late)";
    }
  }
  return untrusted("the line holds no such reading");
}

Result<std::string> check_step(const JournalLine& line) {
  const auto* step = std::get_if<Step>(&line);
  return step == nullptr
             ? Result<std::string>(untrusted("the line tells neither a step nor a reading"))
             : "step " + printable(step->phase) + ", attempt " + std::to_string(step->attempt) +
                   ": " + std::string(word_of(kStepStatuses, step->status)) + ", " +
                   format_utc(step->started) + " to " + format_utc(step->finished) +
                   ", self check " + std::string(word_of(kSelfChecks, step->self_check));
}

}  // namespace

Result<JournalProof> prove_step(std::string_view text, const std::string& run_id,
                                const std::string& phase) {
  const auto journal = read_journal(text);
  if (!journal) {
    return journal.error();
  }
  for (auto i = journal->lines.size(); i > 0; --i) {
    const auto* step = std::get_if<Step>(&journal->lines[i - 1]);
    if (step != nullptr && step->phase == phase) {
      return journal->prove(run_id, i - 1);
    }
  }
  return Error{ErrorKind::absent, "the journal tells no step of phase " + printable(phase)};
}

Result<JournalProof> prove_reading(std::string_view text, const std::string& run_id,
                                   TelemetrySource& samples, const SeriesKey& key, UtcTime at) {
  const auto journal = read_journal(text);
  if (!journal) {
    return journal.error();
  }
  const auto points = samples.read(key, {stretch_begin(at), at + UtcTime::duration(1)});
  if (!points) {
    return points.error();
  }
  const auto found = points->empty() ? std::nullopt : find_reading(*journal, key, points->back());
  if (!found) {
    return Error{ErrorKind::absent, printable(key.device) + " " + printable(key.metric) +
                                        ": no reading in the minute of " + format_utc(at) +
                                        " that the journal tells of"};
  }
  auto proof = journal->prove(run_id, found->line);
  ReadingShown shown;
  if (found->stretch != nullptr) {
    auto leaf = show_leaf(*journal, *found->stretch, samples, key);
    if (!leaf) {
      return std::move(leaf).error();
    }
    shown = *std::move(leaf);
  }
  shown.device = key.device;
  shown.metric = key.metric;
  shown.taken_at = points->back().taken_at;
  proof.reading = std::move(shown);
  return proof;
}

Result<std::string> check_proof(const JournalProof& proof, const RunRecord& record) {
  if (proof.run_id != record.run_id) {
    return untrusted("a proof of run " + printable(proof.run_id) + ", the run record is of run " +
                     printable(record.run_id));
  }
  const auto root = digest_from_hex(record.journal.root_hash);
  const auto path = as_hashes(proof.path);
  if (!root || !path) {
    return untrusted(!root ? "the run record names no journal" : path.error().message);
  }
  if (const auto within = check_inclusion(merkle_leaf(proof.line), proof.index, *path,
                                          MerkleHead{record.journal.size, *root});
      !within) {
    return within.error().during("line in the journal");
  }
  const auto line = decode_journal_line(proof.line);
  if (!line) {
    return untrusted(line.error().message);
  }
  return proof.reading ? check_reading(*proof.reading, *line) : check_step(*line);
}

}  // namespace rackproof
