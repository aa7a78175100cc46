#include "certsuite/runner_evidence.h"

#include <chrono>
#include <filesystem>
#include <system_error>
#include <utility>

#include "probes/machine/output_file.h"
#include "schemas/json/event_json.h"

namespace rackproof {
namespace {

constexpr auto kFlushEvery = std::chrono::seconds(2);

std::string working_path(const std::string& output) {
  return output + "/.run";
}

std::string mebibytes(std::uint64_t bytes) {
  return std::to_string(bytes >> 20U) + " MiB";
}

/// Makes the directory; undone when what follows fails.
Result<void> make_room(const std::string& output, std::uint64_t least_free_bytes) {
  auto made = make_directories(output);
  if (!made) {
    return made;
  }
  const auto room = free_bytes(output);
  if (!room) {
    return room.error();
  }
  if (*room < least_free_bytes) {
    return Error{ErrorKind::io, output + ": only " + mebibytes(*room) + " free, a run needs " +
                                    mebibytes(least_free_bytes)};
  }
  return {};
}

}  // namespace

Result<std::unique_ptr<EvidenceStore>> EvidenceStore::open(const std::string& output,
                                                           const Clock& clock,
                                                           std::uint64_t least_free_bytes) {
  const auto vacant = is_vacant(output);
  if (!vacant) {
    return vacant.error();
  }
  if (!*vacant) {
    return Error{ErrorKind::io, output + ": exists and is not empty"};
  }
  std::error_code ignored;
  const bool existed = std::filesystem::exists(output, ignored);
  auto room = make_room(output, least_free_bytes);
  if (!room) {
    if (!existed) {
      std::filesystem::remove(output, ignored);
    }
    return std::move(room).error();
  }
  auto working = ScratchDirectory::make(working_path(output));
  if (!working) {
    return std::move(working).error();
  }
  auto logs = make_directories(output + "/logs");
  if (!logs) {
    return std::move(logs).error();
  }
  auto store = Store::open(working->path() + "/samples.db", Store::Mode::create);
  if (!store) {
    return std::move(store).error();
  }
  return std::make_unique<EvidenceStore>(output, *std::move(working), *std::move(store), clock);
}

EvidenceStore::EvidenceStore(std::string output, ScratchDirectory working,
                             std::unique_ptr<Store> store, const Clock& clock)
    : output_(std::move(output)),
      working_(std::move(working)),
      store_(std::move(store)),
      sink_(*store_, clock, kFlushEvery) {}

Result<void> EvidenceStore::finish(const std::string& run_id) {
  auto noted = store_->set_note("run_id", run_id);
  if (!noted) {
    return noted;
  }
  const auto events = store_->events({UtcTime::min(), UtcTime::max()});
  if (!events) {
    return events.error();
  }
  auto written = write_file(output_ + "/events.jsonl", encode_events(*events));
  if (!written) {
    return written;
  }
  auto exported = store_->export_to(output_ + "/samples.db");
  return exported ? store_->close() : exported;
}

std::string EvidenceStore::scratch_path(const std::string& output, std::size_t index) {
  return working_path(output) + "/step-" + std::to_string(index + 1);
}

bool EvidenceStore::keep_log(const std::string& path) {
  return keep_unless_empty(path);
}

}  // namespace rackproof
