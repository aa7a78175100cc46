#include "schemas/store/chunk_table.h"

#include <algorithm>
#include <iterator>

#include "schemas/store/bytes.h"
#include "schemas/store/chunk_codec.h"

namespace rackproof::store {
namespace {

constexpr std::int64_t kMostChunks = std::int64_t{1} << 23;

std::int64_t sum_of(const ChunkHead& head) {
  ByteWriter out;
  for (const std::int64_t value : {head.id, std::int64_t{head.device}, head.first_ns, head.last_ns,
                                   head.points, head.body_sum}) {
    out.signed_number(value);
  }
  return checksum(out.bytes());
}

/// Of a summary, and of the body that it speaks of.
std::int64_t summary_sum_of(const ChunkHead& head, std::string_view summary) {
  ByteWriter out;
  out.signed_number(head.id);
  out.signed_number(head.body_sum);
  out.signed_number(body_checksum(summary));
  return checksum(out.bytes());
}

Error decayed(std::int64_t id, std::string_view what) {
  return Error{ErrorKind::malformed, "chunk " + std::to_string(id) + ": " + std::string(what)};
}

/// Whether there is a row for the chunk; `rows` stands on it, and is to be reset.
Result<bool> ask(std::optional<Statement>& rows, Database& database, std::string_view sql,
                 const ChunkHead& head) {
  if (!rows) {
    auto prepared = database.prepare(sql);
    if (!prepared) {
      return std::move(prepared).error();
    }
    rows.emplace(std::move(*prepared));
  }
  rows->reset();
  auto row = rows->bind(1, head.id).step();
  return row ? row : Result<bool>(row.error().during("chunk " + std::to_string(head.id)));
}

Result<void> run_for_each(Database& database, std::string_view sql,
                          std::span<const std::int64_t> ids) {
  auto statement = database.prepare(sql);
  if (!statement) {
    return std::move(statement).error();
  }
  for (const auto id : ids) {
    if (auto done = statement->bind(1, id).run(); !done) {
      return done;
    }
  }
  return {};
}

}  // namespace

Result<void> ChunkTable::load(Database& database, Budget& budget, std::size_t devices) {
  auto rows = database.prepare(
      "SELECT id, device, first_ns, last_ns, points, body_sum, sum FROM chunk ORDER BY id");
  if (!rows) {
    return std::move(rows).error();
  }
  by_device_.clear();
  count_ = 0;
  last_id_ = 0;
  while (count_ < kMostChunks) {
    const auto row = rows->step();
    if (!row) {
      return row.error();
    }
    if (!*row) {
      return {};
    }
    const auto id = rows->integer(0);
    const auto device = rows->integer(1);
    ChunkHead head{id,
                   static_cast<Row>(device),
                   rows->integer(2),
                   rows->integer(3),
                   rows->integer(4),
                   rows->integer(5)};
    const bool possible = device >= 1 && device <= static_cast<std::int64_t>(devices) &&
                          id > last_id_ && head.first_ns <= head.last_ns && head.points >= 1 &&
                          head.points <= static_cast<std::int64_t>(kMaxChunkPoints);
    if (!possible || rows->integer(6) != sum_of(head) || !rows->ok() ||
        !budget.take(2 * sizeof(ChunkHead))) {
      return decayed(id, "its head fails its checksum");
    }
    remember(head);
  }
  return Error{ErrorKind::malformed, "more chunks than a store has"};
}

Result<void> ChunkTable::save(Database& database, const ChunkHead& head, std::string_view body) {
  auto write = database.prepare(
      "INSERT INTO chunk(id, device, first_ns, last_ns, points, body_sum, sum) "
      "VALUES(?, ?, ?, ?, ?, ?, ?)");
  if (!write) {
    return std::move(write).error();
  }
  auto done = write->bind(1, head.id)
                  .bind(2, std::int64_t{head.device})
                  .bind(3, head.first_ns)
                  .bind(4, head.last_ns)
                  .bind(5, head.points)
                  .bind(6, head.body_sum)
                  .bind(7, sum_of(head))
                  .run();
  if (!done) {
    return done;
  }
  auto write_body = database.prepare("INSERT INTO chunk_body(id, body) VALUES(?, ?)");
  if (!write_body) {
    return std::move(write_body).error();
  }
  return write_body->bind(1, head.id).bind_bytes(2, body).run();
}

Result<void> ChunkTable::save_summary(Database& database, const ChunkHead& head,
                                      std::string_view summary) {
  auto write = database.prepare("INSERT INTO summary(id, body, sum) VALUES(?, ?, ?)");
  if (!write) {
    return std::move(write).error();
  }
  return write->bind(1, head.id)
      .bind_bytes(2, summary)
      .bind(3, summary_sum_of(head, summary))
      .run();
}

void ChunkTable::remember(const ChunkHead& head) {
  if (by_device_.size() < head.device) {
    by_device_.resize(head.device);
  }
  by_device_[head.device - 1].push_back(head);
  ++count_;
  last_id_ = std::max(last_id_, head.id);
}

Result<void> ChunkTable::drop(Database& database, std::span<const std::int64_t> ids) {
  for (const std::string_view sql :
       {"DELETE FROM chunk WHERE id = ?", "DELETE FROM chunk_body WHERE id = ?",
        "DELETE FROM summary WHERE id = ?"}) {
    if (auto done = run_for_each(database, sql, ids); !done) {
      return done;
    }
  }
  return {};
}

void ChunkTable::forget(std::span<const std::int64_t> ids) {
  for (auto& heads : by_device_) {
    count_ -= static_cast<std::int64_t>(std::erase_if(
        heads, [ids](const ChunkHead& head) { return std::ranges::binary_search(ids, head.id); }));
  }
}

std::vector<std::int64_t> ChunkTable::ids() const {
  std::vector<std::int64_t> ids;
  ids.reserve(static_cast<std::size_t>(count_));
  for (const auto& heads : by_device_) {
    std::ranges::transform(heads, std::back_inserter(ids), &ChunkHead::id);
  }
  std::ranges::sort(ids);
  return ids;
}

Result<std::string> ChunkTable::summary(Database& database, const ChunkHead& head) {
  auto rows = ask(summary_rows_, database, "SELECT body, sum FROM summary WHERE id = ?", head);
  if (!rows) {
    return std::move(rows).error();
  }
  if (!*rows) {
    return std::string();
  }
  std::string summary(summary_rows_->bytes(0));
  const bool intact = summary_rows_->integer(1) == summary_sum_of(head, summary);
  const bool ok = summary_rows_->ok();
  summary_rows_->reset();
  return intact && ok ? Result<std::string>(std::move(summary))
                      : decayed(head.id, "its summary fails its checksum");
}

Result<std::string> ChunkTable::body(Database& database, const ChunkHead& head) {
  auto rows = ask(body_rows_, database, "SELECT body FROM chunk_body WHERE id = ?", head);
  if (!rows) {
    return std::move(rows).error();
  }
  std::string body(*rows ? body_rows_->bytes(0) : std::string_view{});
  const bool ok = body_rows_->ok();
  body_rows_->reset();
  if (!*rows || !ok || chunk_checksum(body) != head.body_sum) {
    return decayed(head.id, "its body fails its checksum");
  }
  return body;
}

Result<Columns> ChunkTable::columns(Database& database, const ChunkHead& head,
                                    std::optional<Row> metric) {
  const auto packed = body(database, head);
  if (!packed) {
    return packed.error();
  }
  auto columns = decode_chunk(*packed, metric);
  if (!columns) {
    return std::move(columns).error().during("chunk " + std::to_string(head.id));
  }
  const auto told = static_cast<std::size_t>(head.points);
  if (columns->points() > told || (!metric && columns->points() < told)) {
    return decayed(head.id, "its head tells of " + std::to_string(told) + " points, its body of " +
                                std::to_string(columns->points()));
  }
  return columns;
}

const std::vector<ChunkHead>& ChunkTable::of_device(Row device) const {
  static const std::vector<ChunkHead> kNone;
  return device >= 1 && device <= by_device_.size() ? by_device_[device - 1] : kNone;
}

}  // namespace rackproof::store
