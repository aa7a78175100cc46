#include "schemas/store/journal_table.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include "schemas/store/bytes.h"
#include "schemas/store/chunk_parts.h"
#include "schemas/store/journal_codec.h"

namespace rackproof::store {
namespace {

constexpr std::uint8_t kAnew = 1;

// A row of kOnLeaf bytes and whole pages keeps the former in its table's page and the latter in
// pages of its own (SQLite's file format, "B-tree pages": what spills, with pages of 4,096 bytes).
constexpr std::size_t kOnLeaf = 484;
constexpr std::size_t kPageBytes = 4092;

constexpr std::int64_t kMostPlaces = 1'000'000;

/// What stands before a record's body.
struct RecordHead {
  std::int64_t sequence = 0;
  std::int64_t first = 0;  ///< The first record that is needed from this one on.
  FlushMarks marks;
  std::int64_t size = 0;  ///< Of the body.
  std::int64_t sum = 0;   ///< Of all that, the place and the body.
};
constexpr std::size_t kHeadBytes = 6 * sizeof(std::int64_t);

std::int64_t sum_of(const RecordHead& head, std::int64_t place, std::string_view body) {
  ByteWriter out;
  for (const auto number : {place, head.sequence, head.first, head.marks.safe_ns,
                            head.marks.span_ns, head.size, body_checksum(body)}) {
    out.signed_number(number);
  }
  return checksum(out.bytes());
}

std::string record_of(RecordHead head, std::int64_t place, std::string_view body) {
  head.size = static_cast<std::int64_t>(body.size());
  head.sum = sum_of(head, place, body);
  std::string record;
  for (const auto number :
       {head.sequence, head.first, head.marks.safe_ns, head.marks.span_ns, head.size, head.sum}) {
    record.append(reinterpret_cast<const char*>(&number), sizeof number);
  }
  return record.append(body);
}

struct Record {
  RecordHead head;
  std::string_view body;
};

/// What a row holds; nothing where it does not hold what was written.
std::optional<Record> record_in(std::string_view row, std::int64_t place) {
  if (row.size() < kOnLeaf + kHeadBytes) {
    return std::nullopt;
  }
  row.remove_prefix(kOnLeaf);
  std::array<std::int64_t, kHeadBytes / sizeof(std::int64_t)> numbers{};
  row.copy(reinterpret_cast<char*>(numbers.data()), kHeadBytes);
  const auto& [sequence, first, safe, span, size, sum] = numbers;
  const RecordHead head{sequence, first, {safe, span}, size, sum};
  row.remove_prefix(kHeadBytes);
  if (size < 1 || static_cast<std::uint64_t>(size) > row.size() || first < 1 || sequence < first ||
      sequence == INT64_MAX) {
    return std::nullopt;
  }
  const Record record{head, row.substr(0, static_cast<std::size_t>(size))};
  return sum == sum_of(head, place, record.body) ? std::optional(record) : std::nullopt;
}

Error decayed(std::int64_t place) {
  return Error{ErrorKind::malformed,
               "journal row " + std::to_string(place) + ": it fails its checksum or cannot be"};
}

Error gap() {
  return Error{ErrorKind::malformed, "journal: a record is missing"};
}

bool metrics_known(const OpenChunk& chunk, std::size_t metrics) {
  return std::ranges::all_of(chunk.columns.columns,
                             [metrics](const Column& column) { return column.metric <= metrics; });
}

/// Calls `take` with each device, its flags and what its chunk got; false where it cannot be.
template <typename Take>
bool each_device(std::string_view body, std::size_t devices, Take take) {
  ByteReader in(body);
  while (in.ok() && in.left() > 0) {
    const auto device = static_cast<Row>(in.count(devices));
    const auto flags = in.byte();
    const auto growth = in.text();
    if (!in.ok() || device == 0 || flags > kAnew || !take(device, flags == kAnew, growth)) {
      return false;
    }
  }
  return in.ok();
}

/// Adds what a device's chunk got; false where it cannot be.
bool replay(std::string_view growth, std::int64_t row, std::size_t metrics, Budget& budget,
            OpenChunk& chunk) {
  const auto before = chunk.head.points;
  ByteReader in(growth);
  read_growth(in, chunk);
  const auto points = static_cast<std::size_t>(chunk.head.points - before);
  if (!in.ok() || in.left() > 0 || !metrics_known(chunk, metrics) ||
      !budget.take(points * kJournalPointCost)) {
    return false;
  }
  chunk.mark_kept(row);
  return true;
}

}  // namespace

std::string journal_body(const std::vector<OpenChunk*>& written,
                         const std::vector<OpenChunk*>& grown, Columns& room) {
  std::set<Row> void_ones;
  for (const auto* chunk : written) {
    if (chunk->first_row != 0) {
      void_ones.insert(chunk->head.device);
    }
  }
  ByteWriter plain;
  ByteWriter growth;
  for (auto* chunk : grown) {
    growth.clear();
    write_growth(*chunk, room, growth);
    plain.number(chunk->head.device);
    plain.byte(void_ones.erase(chunk->head.device) > 0 ? kAnew : 0);
    plain.text(growth.bytes());
  }
  for (const auto device : void_ones) {
    plain.number(device);
    plain.byte(kAnew);
    plain.text("");
  }
  return plain.take();
}

std::optional<std::size_t> JournalTable::free_place(std::int64_t first, std::size_t pages) const {
  std::optional<std::size_t> best;
  for (std::size_t i = 0; i < places_.size(); ++i) {
    const auto& place = places_[i];
    const bool fits = place.sequence < first && place.pages >= pages;
    best = fits && (!best || place.pages < places_[*best].pages) ? i : best;
  }
  return best;
}

/// One more place, with room for records that are a little longer.
Result<void> JournalTable::make_place(Database& database, std::string_view record) {
  const auto needed = (record.size() + kPageBytes - 1) / kPageBytes;
  const auto pages = needed + needed / 8;
  std::string row(kOnLeaf, '\0');
  row.append(record);
  row.resize(kOnLeaf + pages * kPageBytes);
  auto write = database.prepare("INSERT INTO journal(id, body) VALUES(?, ?)");
  auto written =
      write ? write->bind(1, places() + 1).bind_bytes(2, row).run() : Result<void>(write.error());
  if (written) {
    places_.push_back({0, pages});
  }
  return written;
}

Result<void> JournalTable::save(Database& database, const JournalRows& rows, std::string_view body,
                                const FlushMarks& marks) {
  if (rows.count() == 0 && !places_.empty()) {
    places_.clear();
    marks_.reset();
    return database.execute("DELETE FROM journal");
  }
  if (body.empty()) {
    return {};
  }
  const auto pages = (kHeadBytes + body.size() + kPageBytes - 1) / kPageBytes;
  const auto free = free_place(rows.first, pages);
  const auto place = free.value_or(places_.size());
  const auto id = static_cast<std::int64_t>(place + 1);
  const auto record = record_of({rows.next - 1, rows.first, marks}, id, body);
  auto written = free ? database.overwrite({"journal", "body", id, kOnLeaf}, record)
                      : make_place(database, record);
  if (written) {
    places_[place].sequence = rows.next - 1;
    marks_ = marks;
  }
  return written;
}

Result<JournalRows> JournalTable::load_places(Database& database, Budget& budget, Begins& begins) {
  places_.clear();
  marks_.reset();
  auto rows = database.prepare("SELECT id, body FROM journal ORDER BY id");
  if (!rows) {
    return std::move(rows).error();
  }
  JournalRows needed;
  for (std::int64_t id = 1; id <= kMostPlaces; ++id) {
    const auto there = rows->step();
    if (!there) {
      return there.error();
    }
    if (!*there) {
      return needed;
    }
    const auto row = rows->bytes(1);
    const auto record = rows->integer(0) == id ? record_in(row, id) : std::nullopt;
    const auto note_begin = [&](Row device, bool anew, std::string_view) {
      auto& begin = begins[device];
      begin = anew ? std::max(begin, record->head.sequence) : begin;
      return true;
    };
    if (!record || !rows->ok() || !budget.take(sizeof(Place)) ||
        !each_device(record->body, begins.size() - 1, note_begin)) {
      return decayed(id);
    }
    places_.push_back({record->head.sequence, (row.size() - kOnLeaf) / kPageBytes});
    if (record->head.sequence >= needed.next) {
      needed = {record->head.first, record->head.sequence + 1};
      marks_ = record->head.marks;
    }
  }
  return Error{ErrorKind::malformed, "journal: more rows than a store has"};
}

Result<JournalRows> JournalTable::load(Database& database, Budget& budget, const Known& known,
                                       OpenChunks& open, std::int64_t from) {
  Begins begins(known.devices + 1);
  const auto needed = load_places(database, budget, begins);
  if (!needed) {
    return needed;
  }
  if (from < needed->first || from > needed->next) {
    from = needed->first;
    open = {};
  }
  std::map<std::int64_t, std::int64_t> places;  // by sequence
  for (std::size_t i = 0; i < places_.size(); ++i) {
    if (places_[i].sequence >= needed->first) {
      places[places_[i].sequence] = static_cast<std::int64_t>(i + 1);
    }
  }
  auto row = database.prepare("SELECT body FROM journal WHERE id = ?");
  if (!row || static_cast<std::int64_t>(places.size()) != needed->count()) {
    return row ? gap() : row.error();
  }
  for (const auto& [sequence, id] : places) {
    if (sequence < from) {
      continue;
    }
    const auto there = row->bind(1, id).step();
    if (!there) {
      return there.error();
    }
    const auto record = *there ? record_in(row->bytes(0), id) : std::nullopt;
    // What is void need not be playable: where it goes on from may have been written over.
    const auto play = [&, at = sequence](Row device, bool anew, std::string_view growth) {
      if (at < begins[device]) {
        return true;
      }
      auto& chunk = open.from_journal(device, anew);
      return growth.empty() || replay(growth, at, known.metrics, budget, chunk);
    };
    if (!record || !each_device(record->body, known.devices, play)) {
      return decayed(id);
    }
    row->reset();
  }
  return needed;
}

}  // namespace rackproof::store
