#include "schemas/store/store.h"

#include <algorithm>
#include <filesystem>
#include <limits>
#include <system_error>
#include <utility>

#include "schemas/store/bytes.h"
#include "schemas/store/store_state.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

/// Samples that may wait for a flush that does not succeed.
constexpr std::size_t kMostUnflushed = std::size_t{1} << 22;

Reading kept(const Reading& reading) {
  const auto* why = std::get_if<Error>(&reading);
  if (why == nullptr || why->message.size() <= Store::kMaxMessageBytes) {
    return reading;
  }
  return Error{why->kind, std::string(store::cut_text(why->message, Store::kMaxMessageBytes))};
}

/// `known` is the row that the device's handle stood for last, 0 = none.
Result<store::Row> row_of(store::Directory& directory, const Device& device, store::Row known) {
  if (known != 0 && directory.devices()[known - 1].id == device.id) {
    return known;
  }
  return directory.keep(device);
}

}  // namespace

static_assert(Store::kMaxMessageBytes == store::kMaxReasonBytes);

Store::Store(std::unique_ptr<State> state) : state_(std::move(state)) {}
Store::~Store() = default;

Result<void> Store::append(const Devices& devices) {
  if (state_->role != State::Role::writer) {
    return state_->failed(store::not_a_writer());
  }
  for (const auto& device : devices) {
    if (auto row = state_->directory.keep(device); !row) {
      return state_->failed(row.error());
    }
  }
  return {};
}

Result<void> Store::append(const Devices& devices, const Samples& samples) {
  if (state_->role != State::Role::writer) {
    return state_->failed(store::not_a_writer());
  }
  if (state_->open.unwritten_points() + samples.size() > kMostUnflushed) {
    return state_->failed({ErrorKind::io, "too many samples wait for a flush that succeeds"});
  }
  auto& rows = state_->row_of_handle;
  for (const auto& sample : samples) {
    if (sample.device >= devices.size() || sample.metric == nullptr) {
      return state_->failed({ErrorKind::malformed, "a sample of no listed device or metric"});
    }
    if (rows.size() <= sample.device) {
      rows.resize(devices.size());
    }
    const auto row = row_of(state_->directory, devices[sample.device], rows[sample.device]);
    if (!row) {
      return state_->failed(row.error());
    }
    rows[sample.device] = *row;
  }
  for (const auto& sample : samples) {
    const auto device = rows[sample.device];
    const auto metric = state_->directory.keep(*sample.metric);
    if (state_->open.add(device, metric, {sample.taken_at, kept(sample.reading)})) {
      state_->directory.keep_series(device, metric);
    }
  }
  return {};
}

Result<void> Store::append(const Events& events) {
  if (state_->role != State::Role::writer) {
    return state_->failed(store::not_a_writer());
  }
  if (state_->events.waiting().size() + events.size() > kMostUnflushed) {
    return state_->failed({ErrorKind::io, "too many events wait for a flush that succeeds"});
  }
  state_->events.keep(events);
  return {};
}

Result<void> Store::flush() {
  return state_->commit({});
}

std::size_t Store::unflushed() const {
  return state_->open.unwritten_points() + state_->events.waiting().size();
}

Result<void> Store::close() {
  const State::NewNotes closed{{std::string(store::kStateNote), "closed"}};
  if (auto done = state_->commit(closed, State::Growing::to_chunks); !done) {
    return done;
  }
  // Pages that the journal no longer needs go back to the file system.
  if (auto given_back = state_->database.execute("PRAGMA incremental_vacuum"); !given_back) {
    return state_->failed(given_back.error());
  }
  // With a reader beside us the log stays; what it holds is safe either way.
  if (auto folded = state_->database.execute("PRAGMA wal_checkpoint(TRUNCATE)"); !folded) {
    return state_->failed(folded.error());
  }
  state_->role = State::Role::reader;
  return {};
}

Result<void> Store::export_to(const std::string& path) {
  std::error_code failure;
  if (std::filesystem::exists(path, failure)) {
    return Error{ErrorKind::io, path + ": exists already"};
  }
  const bool writes = state_->role == State::Role::writer;
  if (writes) {
    // The copy is complete, and says so; should we be killed here, so is the original.
    const State::NewNotes closed{{std::string(store::kStateNote), "closed"}};
    if (auto done = state_->commit(closed, State::Growing::to_chunks); !done) {
      return done;
    }
  }
  auto copy = state_->database.prepare("VACUUM INTO ?1");
  auto copied = copy ? copy->bind(1, path).run() : Result<void>(copy.error());
  if (!copied) {
    std::filesystem::remove(path, failure);
    copied = copied.error().during(path);
  }
  if (writes) {
    auto reopened = state_->commit({{std::string(store::kStateNote), "open"}});
    return copied ? reopened : copied;
  }
  return copied;
}

Result<void> Store::set_note(std::string_view key, std::string_view value) {
  return state_->commit({{"user." + std::string(key), std::string(value)}});
}

const StoreRecovery& Store::recovery() const {
  return state_->recovery;
}

}  // namespace rackproof
