#include "certsuite/journal_keeper.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "probes/machine/os_error.h"
#include "probes/machine/output_file.h"
#include "schemas/json/journal_json.h"

namespace rackproof {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kCheckpointsLimit = std::size_t{64} << 20;

std::string path_in(const std::string& directory, std::string_view name) {
  return directory + "/" + std::string(name);
}

/// What a run left of its checkpoints; nothing where the journal begins anew.
Result<JournalCheckpoints> checkpoints_at(const std::string& path, std::uint64_t journal_bytes) {
  const auto text = read_file(path, kCheckpointsLimit);
  if (journal_bytes == 0 || (!text && text.error().kind == ErrorKind::absent)) {
    return JournalCheckpoints{};
  }
  auto read = text ? read_journal_checkpoints(*text) : text.error();
  return read ? std::move(read) : Result<JournalCheckpoints>(read.error().during(path));
}

Result<void> copy_into(const std::string& from, const std::string& to) {
  std::error_code failed;
  fs::copy_file(from, to, failed);
  return failed ? Result<void>(os_error(to, failed.value())) : Result<void>();
}

}  // namespace

Result<std::unique_ptr<JournalKeeper>> JournalKeeper::open(Place place, const Clock& clock) {
  const auto path = path_in(place.directory, kCheckpointsName);
  const auto before = checkpoints_at(path, place.bytes);
  if (!before) {
    return before.error();
  }
  if (!before->all.empty() && before->all.back().head.tree.size > place.end.tree.size()) {
    return Error{ErrorKind::malformed,
                 path + ": speaks of " + std::to_string(before->all.back().head.tree.size) +
                     " lines, the journal has " + std::to_string(place.end.tree.size())};
  }
  auto lines = JournalFile::open(path_in(place.directory, kJournalName), place.bytes);
  auto checkpoints = JournalFile::open(path, before->whole_bytes);
  if (!lines || !checkpoints) {
    return !lines ? std::move(lines).error() : std::move(checkpoints).error();
  }
  return std::make_unique<JournalKeeper>(std::move(place), *std::move(lines),
                                         *std::move(checkpoints), *before, clock);
}

JournalKeeper::JournalKeeper(Place place, JournalFile lines, JournalFile checkpoints,
                             const JournalCheckpoints& before, const Clock& clock)
    : place_(std::move(place)),
      lines_(std::move(lines)),
      checkpoints_(std::move(checkpoints)),
      clock_(clock),
      checkpoint_at_(clock.monotonic()) {
  summary_.origin = place_.origin;
  summary_.checkpoints = before.all.size();
  summary_.signed_checkpoints = static_cast<std::uint64_t>(
      std::count_if(before.all.begin(), before.all.end(),
                    [](const JournalCheckpoint& each) { return each.is_signed; }));
  if (!before.all.empty()) {
    lines_at_checkpoint_ = before.all.back().head.tree.size;
  }
}

bool JournalKeeper::is_new() const {
  const std::lock_guard lock(mutex_);
  return place_.end.tree.size() == 0;
}

Result<void> JournalKeeper::note(const JournalLine& line) {
  const std::lock_guard lock(mutex_);
  auto written = lines_.append(encode_journal_line(line, place_.end));
  if (!written) {
    return written;
  }
  const bool many = place_.end.tree.size() - lines_at_checkpoint_ >= kLinesBetween;
  const bool long_ago = clock_.monotonic() - checkpoint_at_ >= kTimeBetween;
  return many || long_ago ? make_checkpoint() : written;
}

Result<void> JournalKeeper::make_checkpoint() {
  const TreeHead head{place_.origin, {place_.end.tree.size(), place_.end.tree.root()}};
  const auto note =
      place_.sign ? place_.sign(head) : Result<std::string>(encode_tree_head(head) + "\n");
  if (!note) {
    return note.error().during("signing a checkpoint of the journal");
  }
  auto written = checkpoints_.append(checkpoint_entry(*note));
  if (written) {
    ++summary_.checkpoints;
    summary_.signed_checkpoints += place_.sign ? 1U : 0U;
    lines_at_checkpoint_ = head.tree.size;
    checkpoint_at_ = clock_.monotonic();
  }
  return written;
}

Result<JournalSummary> JournalKeeper::finish(const std::string& directory) {
  const std::lock_guard lock(mutex_);
  if (lines_at_checkpoint_ != place_.end.tree.size()) {
    if (auto made = make_checkpoint(); !made) {
      return std::move(made).error();
    }
  }
  for (const auto name : {kJournalName, kCheckpointsName}) {
    auto copied = copy_into(path_in(place_.directory, name), path_in(directory, name));
    if (!copied) {
      return std::move(copied).error();
    }
  }
  summary_.size = place_.end.tree.size();
  summary_.root_hash = to_hex(place_.end.tree.root());
  return summary_;
}

}  // namespace rackproof
