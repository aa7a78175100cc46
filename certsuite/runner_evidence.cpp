#include "certsuite/runner_evidence.h"

#include <chrono>
#include <filesystem>
#include <system_error>
#include <utility>

#include "probes/machine/os_error.h"
#include "probes/machine/output_file.h"
#include "probes/machine/scratch.h"
#include "schemas/json/event_json.h"

namespace rackproof {
namespace {

namespace fs = std::filesystem;

constexpr auto kFlushEvery = std::chrono::seconds(2);

std::string store_path(const std::string& state) {
  return state + "/samples.db";
}

std::string work_path(const std::string& state) {
  return state + "/work";
}

std::string mebibytes(std::uint64_t bytes) {
  return std::to_string(bytes >> 20U) + " MiB";
}

void remove_store(const std::string& state) {
  for (const char* end : {"", "-wal", "-shm"}) {
    std::error_code ignored;
    fs::remove(store_path(state) + end, ignored);
  }
}

Result<void> require_room(const EvidenceStore::Place& place) {
  const auto room = free_bytes(place.state);
  if (!room) {
    return room.error();
  }
  if (*room < place.least_free_bytes) {
    return Error{ErrorKind::io, place.state + ": only " + mebibytes(*room) + " free, a run needs " +
                                    mebibytes(place.least_free_bytes)};
  }
  return {};
}

/// The directories; undone when there is too little room. What steps of a killed run left in their
/// private directories goes.
Result<void> make_ready(const EvidenceStore::Place& place) {
  const auto vacant = is_vacant(place.output);
  if (!vacant) {
    return vacant.error();
  }
  if (!*vacant) {
    return Error{ErrorKind::io, place.output + ": exists and is not empty"};
  }
  std::error_code ignored;
  const bool existed = fs::exists(place.state, ignored);
  auto made = make_directories(place.state);
  if (!made) {
    return made;
  }
  if (auto room = require_room(place); !room) {
    if (!existed) {
      fs::remove(place.state, ignored);
    }
    return room;
  }
  fs::remove_all(work_path(place.state), ignored);
  return make_directories(place.state + "/logs");
}

}  // namespace

Result<std::unique_ptr<EvidenceStore>> EvidenceStore::open(const Place& place, const Clock& clock) {
  auto ready = make_ready(place);
  if (!ready) {
    return std::move(ready).error();
  }
  const bool goes_on = place.journal_bytes.value_or(0) > 0;
  if (place.journal_bytes && !goes_on) {
    remove_store(place.state);  // killed before its first line: the store may be half made
  }
  auto store =
      Store::open(store_path(place.state), goes_on ? Store::Mode::append : Store::Mode::create);
  if (!store) {
    return std::move(store).error();
  }
  auto stretches = stretches_behind(place.readings, **store);
  auto journal = JournalKeeper::open({.directory = place.state,
                                      .origin = journal_origin(place.run_id),
                                      .bytes = place.journal_bytes.value_or(0),
                                      .end = place.journal_end,
                                      .sign = place.sign},
                                     clock);
  if (!stretches || !journal) {
    return !stretches ? stretches.error().during(store_path(place.state))
                      : std::move(journal).error();
  }
  return std::make_unique<EvidenceStore>(place, *std::move(store), *std::move(journal),
                                         *std::move(stretches), clock);
}

EvidenceStore::EvidenceStore(Place place, std::unique_ptr<Store> store,
                             std::unique_ptr<JournalKeeper> journal, ReadingStretches stretches,
                             const Clock& clock)
    : place_(std::move(place)),
      store_(std::move(store)),
      journal_(std::move(journal)),
      store_sink_(*store_, clock, kFlushEvery),
      sink_(store_sink_, *journal_, std::move(stretches), clock),
      known_until_(store_->recovery().safe_until) {}

Result<JournalSummary> EvidenceStore::finish(const RunEnded& ended) {
  for (auto done : {sink_.close(), journal_->note(ended), store_->set_note("run_id", place_.run_id),
                    write_output()}) {
    if (!done) {
      return std::move(done).error();
    }
  }
  auto summary = journal_->finish(place_.output);
  if (!summary) {
    return summary;
  }
  auto exported = store_->export_to(store_path(place_.output));
  auto closed = exported ? store_->close() : exported;
  return closed ? summary : Result<JournalSummary>(std::move(closed).error());
}

Result<void> EvidenceStore::write_output() {
  const auto events = store_->events({UtcTime::min(), UtcTime::max()});
  if (!events) {
    return events.error();
  }
  auto made = make_directories(place_.output);
  if (!made) {
    return made;
  }
  auto written = write_file(place_.output + "/events.jsonl", encode_events(*events));
  if (!written) {
    return written;
  }
  std::error_code failed;
  fs::copy(place_.state + "/logs", place_.output + "/logs", fs::copy_options::recursive, failed);
  return failed ? Result<void>(os_error(place_.output + "/logs", failed.value())) : written;
}

std::string EvidenceStore::scratch_path(std::size_t index) const {
  return work_path(place_.state) + "/step-" + std::to_string(index + 1);
}

std::string EvidenceStore::log_path(const std::string& member) const {
  return place_.state + "/" + member;
}

bool EvidenceStore::keep_log(const std::string& path) {
  return keep_unless_empty(path);
}

}  // namespace rackproof
