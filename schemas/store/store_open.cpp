#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "schemas/store/layout.h"
#include "schemas/store/store.h"
#include "schemas/store/store_state.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

using store::Content;
using store::Database;
using store::Transaction;

/// What tables in memory may cost: a rack's year of chunk heads, and far more names than exist.
constexpr std::size_t kMostTableBytes = std::size_t{512} << 20;

std::chrono::nanoseconds nanos_of(const store::Notes& notes, std::string_view name) {
  const auto number = parse_integer(notes.get(name).value_or("0"));
  return std::chrono::nanoseconds(number ? *number : 0);
}

std::string loss_text(const StoreRecovery& found, std::chrono::nanoseconds span) {
  if (!found.safe_until) {
    return "nothing was flushed before";
  }
  std::string text = "samples up to " + format_utc(*found.safe_until) +
                     " are safe, and what was taken after that is lost";
  if (span.count() > 0) {
    text += " (flushes lay at most " + format_duration(span) + " apart)";
  }
  return text;
}

/// What the notes say, and the journal's last record where it says more.
StoreRecovery recovery_of(Store::State& state) {
  const auto& notes = state.notes;
  StoreRecovery found;
  found.closed_cleanly = notes.get(store::kStateNote) == "closed";
  if (notes.get(store::kSafeNote)) {
    found.safe_until = UtcTime{nanos_of(notes, store::kSafeNote)};
  }
  auto span = nanos_of(notes, store::kSpanNote);
  if (const auto& marks = state.journal_table.marks()) {
    const UtcTime safe{std::chrono::nanoseconds(marks->safe_ns)};
    found.safe_until = std::max(found.safe_until, std::optional(safe));
    span = std::max(span, std::chrono::nanoseconds(marks->span_ns));
  }
  state.longest_span_ns = span.count();
  if (!found.closed_cleanly) {
    found.note = state.role == Store::State::Role::reader
                     ? "The store is still being written or was not closed in order: "
                     : "The store was not closed in order: ";
    found.note += loss_text(found, span) + ".";
  }
  return found;
}

StoreRecovery never_written(Store::Mode mode) {
  if (mode == Store::Mode::create) {
    return {};
  }
  return {false, std::nullopt,
          "The store was cut short before it held anything; nothing was safe in it."};
}

Database::Access access_of(Store::Mode mode) {
  switch (mode) {
    case Store::Mode::create:
      return Database::Access::create;
    case Store::Mode::append:
      return Database::Access::read_write;
    case Store::Mode::read:
      break;
  }
  return Database::Access::read;
}

/// What the file holds; where that is nothing, a store of no samples yet.
Result<void> load_or_begin(Store::State& state, Store::Mode mode, Content content) {
  if (content != Content::nothing) {
    return state.load();
  }
  state.recovery = never_written(mode);
  const store::RowCounts none{.notes = 1};
  return state.notes.set(state.database, store::kRowsNote, format_counts(none));
}

/// Notes that the store is open, and whose it is.
Result<void> sign(Store::State& state) {
  auto counts = store::parse_counts(state.notes.get(store::kRowsNote).value_or(""));
  if (!counts) {
    return std::move(counts).error();
  }
  for (const auto& [name, value] :
       {std::pair{store::kStateNote, std::string("open")}, {store::kWriterNote, state.token}}) {
    if (auto set = state.notes.set(state.database, name, value); !set) {
      return set;
    }
  }
  counts->notes = state.notes.count();
  return state.notes.set(state.database, store::kRowsNote, format_counts(*counts));
}

/// From whatever the file holds to a store that this writer owns, or no change at all.
Result<void> take_over(Store::State& state, Store::Mode mode) {
  if (auto ready = store::set_up_writing(state.database); !ready) {
    return ready;
  }
  auto transaction = Transaction::begin(state.database, Transaction::Kind::write);
  if (!transaction) {
    return std::move(transaction).error();
  }
  const auto content = store::inspect(state.database);
  if (!content) {
    return content.error();
  }
  if (mode == Store::Mode::create && *content != Content::nothing) {
    return Error{ErrorKind::io, "holds a store already"};
  }
  if (*content != Content::this_store) {
    if (auto made = store::migrate(state.database); !made) {
      return made;
    }
  }
  auto token = state.database.text("SELECT lower(hex(randomblob(16)))");
  if (!token) {
    return std::move(token).error();
  }
  state.token = std::move(*token);
  if (auto loaded = load_or_begin(state, mode, *content); !loaded) {
    return loaded;
  }
  if (auto done = sign(state); !done) {
    return done;
  }
  return transaction->commit();
}

/// Refuses what is not ours before a writer's first change to the file (WAL is one).
Result<void> look_first(Database& database, Store::Mode mode) {
  const auto content = store::inspect(database);
  if (!content) {
    return content.error();
  }
  if (mode == Store::Mode::create && *content != Content::nothing) {
    return Error{ErrorKind::io, "holds a store already"};
  }
  if (mode == Store::Mode::read && *content == Content::nothing) {
    return Error{ErrorKind::malformed, "not a store of this tool: it is empty"};
  }
  return {};
}

Result<void> open_as_reader(Store::State& state) {
  auto query = state.begin_query();
  return query ? Result<void>() : Result<void>(query.error());
}

}  // namespace

/// What the last flushes added to chunks that were not full; files of version 1 have no journal,
/// and those of version 2 none that holds anything.
Result<void> Store::State::load_journal(store::Budget& budget) {
  // A reader that knows all but the last records of one writer goes on from there, until a chunk is
  // written: what was void by then need not be told by records that are left.
  const Played now{notes.get(store::kWriterNote).value_or(""), chunks.last_id()};
  const auto from = role == Role::reader && played == now ? journal.next : 0;
  played.reset();
  journal = {};
  journal_table = {};
  const auto version = database.number("PRAGMA user_version");
  if (!version) {
    return version.error();
  }
  has_summaries = *version >= store::kJournalVersion || role == Role::writer;
  if (auto readable = store::refuse_old_journal(database, *version); !readable) {
    return readable;
  }
  if (*version < store::kPlacesVersion) {
    open = {};
    return {};
  }
  const store::JournalTable::Known known{directory.devices().size(), directory.metrics().size()};
  // What was written whole since is played too, and forgotten. Evidence has no journal: what one in
  // other hands may cost comes out of what its tables may.
  store::Budget own(3 * store::kMostOpenPoints * store::kJournalPointCost);
  auto& bounds = role == Role::immutable ? budget : own;
  auto rows = journal_table.load(database, bounds, known, open, from);
  if (!rows) {
    return std::move(rows).error();
  }
  journal = *rows;
  played = now;
  return {};
}

/// What stays of readings that were forgotten; files before version 4 forgot none.
Result<void> Store::State::load_tiers(store::Budget& budget) {
  tiers = {};
  auto gone = store::parse_forgotten(notes.get(store::kForgottenNote).value_or(""));
  const auto version =
      gone ? database.number("PRAGMA user_version") : Result<std::int64_t>(gone.error());
  if (!version) {
    return version.error();
  }
  forgotten = *gone;
  if (!forgotten.readings && chunks.last_id() != chunks.count()) {
    return Error{ErrorKind::malformed, "chunks are missing, and none were forgotten"};
  }
  return *version < store::kTierVersion ? Result<void>()
                                        : tiers.load(database, budget, directory.devices().size());
}

Result<void> Store::State::load() {
  store::Budget budget(kMostTableBytes);
  if (auto loaded = notes.load(database, budget); !loaded) {
    return loaded;
  }
  if (auto loaded = directory.load(database, budget); !loaded) {
    return loaded;
  }
  const auto devices = directory.devices().size();
  if (auto loaded = chunks.load(database, budget, devices); !loaded) {
    return loaded;
  }
  const auto counts = store::parse_counts(notes.get(store::kRowsNote).value_or(""));
  if (!counts) {
    return counts.error();
  }
  if (auto replayed = load_journal(budget); !replayed) {
    return replayed;
  }
  if (auto summed_up = load_tiers(budget); !summed_up) {
    return summed_up;
  }
  const store::RowCounts found{
      .notes = notes.count(),
      .devices = static_cast<std::int64_t>(devices),
      .metrics = static_cast<std::int64_t>(directory.metrics().size()),
      .series = static_cast<std::int64_t>(directory.series_count()),
      .chunks = chunks.count(),
      .events = counts->events,  // held against the table when events are read
      .journal = journal_table.places(),
      .tiers = tiers.count()};
  if (*counts != found) {
    return Error{ErrorKind::malformed, "rows are missing: " + store::format_counts(*counts) +
                                           " were written, " + store::format_counts(found) +
                                           " are there"};
  }
  events.set_saved_count(counts->events);
  recovery = recovery_of(*this);
  retention.begin(recovery.safe_until);
  return events.find_end(database);
}

Result<std::vector<Transaction>> Store::State::begin_query() {
  std::vector<Transaction> held;
  if (in_question) {
    return held;
  }
  if (role != Role::reader) {
    open.settle();
    return held;
  }
  auto transaction = Transaction::begin(database, Transaction::Kind::read);
  if (!transaction) {
    return failed(transaction.error());
  }
  held.push_back(std::move(*transaction));
  const auto version = database.number("PRAGMA data_version");
  if (!version) {
    return failed(version.error());
  }
  if (*version != seen_version) {
    if (auto loaded = load(); !loaded) {
      return failed(loaded.error());
    }
    unpacked.keep_only(chunks);
    seen_version = *version;
  }
  return held;
}

Result<Store::State::Question> Store::State::begin_question() {
  auto held = begin_query();
  if (!held) {
    return std::move(held).error();
  }
  return Question(*this, std::move(*held), !in_question);
}

Result<std::unique_ptr<Store>> Store::open(const std::string& path, Mode mode) {
  auto database = Database::open(path, access_of(mode));
  if (!database) {
    return database.error().during(path);
  }
  if (auto fine = look_first(*database, mode); !fine) {
    return fine.error().during(path);
  }
  const auto role = mode == Mode::read ? State::Role::reader : State::Role::writer;
  auto state = std::make_unique<State>(path, role, std::move(*database));
  auto opened = mode == Mode::read ? open_as_reader(*state) : take_over(*state, mode);
  if (!opened) {
    return mode == Mode::read ? opened.error() : opened.error().during(path);
  }
  return std::make_unique<Store>(std::move(state));
}

Result<std::unique_ptr<Store>> Store::open_immutable(const std::string& path) {
  auto database = Database::open(path, Database::Access::immutable);
  if (!database) {
    return database.error().during(path);
  }
  const auto content = store::inspect(*database);
  if (!content) {
    return content.error().during(path);
  }
  if (*content == Content::nothing) {
    return Error{ErrorKind::malformed, path + ": not a store of this tool: it is empty"};
  }
  auto state = std::make_unique<State>(path, State::Role::immutable, std::move(*database));
  if (auto loaded = state->load(); !loaded) {
    return loaded.error().during(path);
  }
  return std::make_unique<Store>(std::move(state));
}

}  // namespace rackproof
