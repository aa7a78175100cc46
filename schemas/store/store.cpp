#include "schemas/store/store.h"

#include <algorithm>
#include <filesystem>
#include <limits>
#include <span>
#include <system_error>
#include <utility>

#include "schemas/store/bytes.h"
#include "schemas/store/store_state.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

/// Samples that may wait for a flush that does not succeed.
constexpr std::size_t kMostUnflushed = std::size_t{1} << 22;

/// The device's chunk gets the point; a reason is cut to what is kept of one.
void add_reading(store::OpenChunk& chunk, std::uint32_t column, std::int64_t stamp,
                 const Reading& reading) {
  const auto* why = std::get_if<Error>(&reading);
  if (why == nullptr || why->message.size() <= Store::kMaxMessageBytes) {
    chunk.arrive(column, stamp, reading);
  } else {
    chunk.arrive(
        column, stamp,
        Error{why->kind, std::string(store::cut_text(why->message, Store::kMaxMessageBytes))});
  }
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
  const auto rows = state_->rows_of(devices, samples);
  if (!rows) {
    return state_->failed(rows.error());
  }
  for (std::span<const Sample> rest = samples; !rest.empty();) {
    rest = rest.subspan(state_->add_some((*rows)[rest.front().device], rest));
  }
  state_->open.count(samples.size());
  return {};
}

/// From the front of samples, which are of this device: those that go on as the passes before, or
/// one that does not. How many.
std::size_t Store::State::add_some(store::Row device, std::span<const Sample> samples) {
  const auto& first = samples.front();
  const auto stamp = std::int64_t{first.taken_at.time_since_epoch().count()};
  auto& chunk = open.for_point(device, stamp);
  if (const auto taken = chunk.take_usual(samples); taken > 0) {
    return taken;
  }
  auto column = chunk.next_column(first.metric);
  if (!column) {
    const auto metric = directory.keep(*first.metric);
    directory.keep_series(device, metric);
    column = chunk.column_of(metric, first.metric);
  }
  add_reading(chunk, *column, stamp, first.reading);
  return 1;
}

/// By handle: the rows of the devices that samples speak of.
Result<std::vector<store::Row>> Store::State::rows_of(const Devices& devices,
                                                      const Samples& samples) {
  std::vector<store::Row> rows(devices.size());
  row_of_handle.resize(std::max(row_of_handle.size(), devices.size()));
  for (const auto& sample : samples) {
    if (sample.device >= devices.size() || sample.metric == nullptr) {
      return Error{ErrorKind::malformed, "a sample of no listed device or metric"};
    }
    if (rows[sample.device] != 0) {
      continue;
    }
    const auto known = row_of(directory, devices[sample.device], row_of_handle[sample.device]);
    if (!known) {
      return known.error();
    }
    rows[sample.device] = row_of_handle[sample.device] = *known;
  }
  return rows;
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

void Store::gather_at_most(std::size_t readings) {
  state_->open.hold_at_most(readings);
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

Result<std::unique_ptr<TelemetrySource::Held>> Store::hold() {
  class HeldQuestion final : public Held {
   public:
    explicit HeldQuestion(State::Question question) : question_(std::move(question)) {}

   private:
    State::Question question_;
  };
  auto question = state_->begin_question();
  if (!question) {
    return std::move(question).error();
  }
  return std::unique_ptr<Held>(std::make_unique<HeldQuestion>(*std::move(question)));
}

Result<void> Store::set_note(std::string_view key, std::string_view value) {
  return state_->commit({{"user." + std::string(key), std::string(value)}});
}

const StoreRecovery& Store::recovery() const {
  return state_->recovery;
}

}  // namespace rackproof
