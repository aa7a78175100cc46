#include "schemas/store/journal_table.h"

#include <algorithm>
#include <set>

#include "schemas/store/bytes.h"
#include "schemas/store/chunk_parts.h"
#include "schemas/store/journal_codec.h"

namespace rackproof::store {
namespace {

constexpr std::uint8_t kAnew = 1;

std::int64_t sum_of(std::int64_t row, std::string_view body) {
  ByteWriter out;
  out.signed_number(row);
  out.signed_number(body_checksum(body));
  return checksum(out.bytes());
}

Error decayed(std::int64_t row) {
  return Error{ErrorKind::malformed,
               "journal row " + std::to_string(row) + ": it fails its checksum or cannot be"};
}

bool metrics_known(const OpenChunk& chunk, std::size_t metrics) {
  return std::ranges::all_of(chunk.columns.columns,
                             [metrics](const Column& column) { return column.metric <= metrics; });
}

/// Adds what a row holds to the chunks; false where it cannot be.
bool replay(std::string_view plain, std::int64_t row, const JournalTable::Known& known,
            Budget& budget, OpenChunks& open) {
  ByteReader in(plain);
  while (in.ok() && in.left() > 0) {
    const auto device = static_cast<Row>(in.count(known.devices));
    const auto flags = in.byte();
    ByteReader growth(in.text());
    if (!in.ok() || device == 0 || flags > kAnew) {
      return false;
    }
    auto& chunk = open.from_journal(device, flags == kAnew);
    if (growth.left() == 0) {
      continue;
    }
    const auto before = chunk.head.points;
    read_growth(growth, chunk);
    const auto points = static_cast<std::size_t>(chunk.head.points - before);
    if (!growth.ok() || growth.left() > 0 || !metrics_known(chunk, known.metrics) ||
        !budget.take(points * kJournalPointCost)) {
      return false;
    }
    chunk.mark_kept(row);
  }
  return in.ok();
}

}  // namespace

std::string journal_body(const std::vector<OpenChunk*>& written,
                         const std::vector<OpenChunk*>& grown) {
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
    chunk->settle();
    write_growth(*chunk, growth);
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

Result<void> JournalTable::save(Database& database, std::int64_t first, std::int64_t row,
                                std::string_view body) {
  // First, so that its pages are free for what follows.
  auto drop = database.prepare("DELETE FROM journal WHERE id < ?");
  auto dropped = drop ? drop->bind(1, first).run() : Result<void>(drop.error());
  if (!dropped || body.empty()) {
    return dropped;
  }
  auto write = database.prepare("INSERT INTO journal(id, body, sum) VALUES(?, ?, ?)");
  if (!write) {
    return std::move(write).error();
  }
  return write->bind(1, row).bind_bytes(2, body).bind(3, sum_of(row, body)).run();
}

Result<JournalRows> JournalTable::load(Database& database, Budget& budget, const Known& known,
                                       OpenChunks& open) {
  auto rows = database.prepare("SELECT id, body, sum FROM journal ORDER BY id");
  if (!rows) {
    return std::move(rows).error();
  }
  JournalRows found;
  for (;;) {
    const auto there = rows->step();
    if (!there) {
      return there.error();
    }
    if (!*there) {
      return found;
    }
    const auto row = rows->integer(0);
    const auto body = rows->bytes(1);
    found = found.count() == 0 ? JournalRows{row, row} : found;
    const bool intact = row == found.next && row > 0 && row < INT64_MAX &&
                        rows->integer(2) == sum_of(row, body) && rows->ok();
    if (!intact || body.empty() || !replay(body, row, known, budget, open)) {
      return decayed(row);
    }
    ++found.next;
  }
}

}  // namespace rackproof::store
