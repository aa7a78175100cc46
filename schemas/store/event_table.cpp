#include "schemas/store/event_table.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "schemas/store/bytes.h"

namespace rackproof::store {
namespace {

std::string cut(const std::string& text) {
  return std::string(cut_text(text, kLongestEventText));
}

std::int64_t sum_of(std::int64_t id, const Event& event) {
  ByteWriter out;
  out.signed_number(id);
  out.signed_number(event.taken_at.time_since_epoch().count());
  for (const std::string_view text :
       {std::string_view(event.device), std::string_view(event.source),
        std::string_view(event.code), word_of(kSeverities, event.severity),
        std::string_view(event.text)}) {
    out.text(text);
  }
  out.number(event.sequence);
  return checksum(out.bytes());
}

Error decayed() {
  return Error{ErrorKind::malformed, "event: a row fails its checksum or is missing"};
}

std::optional<Event> event_from(Statement& row, std::int64_t id) {
  Event event;
  event.taken_at = UtcTime{std::chrono::nanoseconds(row.integer(1))};
  event.device = row.text(2);
  event.source = row.text(3);
  event.code = row.text(4);
  const auto severity = value_of(kSeverities, row.text(5));
  event.severity = severity.value_or(Severity::info);
  event.text = row.text(6);
  event.sequence = static_cast<std::uint64_t>(row.integer(7));
  if (!severity || row.integer(0) != id || row.integer(8) != sum_of(id, event) || !row.ok()) {
    return std::nullopt;
  }
  return event;
}

std::size_t cost_of(const Event& event) {
  return sizeof(Event) + event.device.size() + event.source.size() + event.code.size() +
         event.text.size();
}

}  // namespace

void EventTable::keep(const Events& events) {
  for (const auto& event : events) {
    Event kept = event;
    kept.device = cut(event.device);
    kept.source = cut(event.source);
    kept.code = cut(event.code);
    kept.text = cut(event.text);
    waiting_.push_back(std::move(kept));
  }
}

Result<void> EventTable::save(Database& database) const {
  auto write = database.prepare(
      "INSERT INTO event(id, taken_ns, device, source, code, severity, text, sequence, sum) "
      "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)");
  if (!write) {
    return std::move(write).error();
  }
  std::int64_t id = last_id_;
  for (const auto& event : waiting_) {
    ++id;
    auto done = write->bind(1, id)
                    .bind(2, std::int64_t{event.taken_at.time_since_epoch().count()})
                    .bind(3, event.device)
                    .bind(4, event.source)
                    .bind(5, event.code)
                    .bind(6, word_of(kSeverities, event.severity))
                    .bind(7, event.text)
                    .bind(8, static_cast<std::int64_t>(event.sequence))
                    .bind(9, sum_of(id, event))
                    .run();
    if (!done) {
      return done;
    }
  }
  return {};
}

void EventTable::saved() {
  saved_count_ += static_cast<std::int64_t>(waiting_.size());
  last_id_ += static_cast<std::int64_t>(waiting_.size());
  waiting_.clear();
}

Result<void> EventTable::find_end(Database& database) {
  const auto last = database.number("SELECT coalesce(max(id), 0) FROM event");
  last_id_ = last ? *last : 0;
  return last ? Result<void>() : Result<void>(last.error());
}

Result<std::int64_t> EventTable::drop_before(Database& database, std::int64_t taken_ns) {
  auto rows = database.prepare(
      "DELETE FROM event WHERE id IN (SELECT id FROM (SELECT id, taken_ns FROM event ORDER BY id "
      "LIMIT 5000) WHERE taken_ns < ? LIMIT 500) RETURNING id");
  if (!rows) {
    return std::move(rows).error();
  }
  rows->bind(1, taken_ns);
  for (std::int64_t count = 0;; ++count) {
    const auto row = rows->step();
    if (!row) {
      return row.error();
    }
    if (!*row) {
      return count;
    }
  }
}

Result<Events> EventTable::read(Database& database, TimeRange range, Budget budget) const {
  auto rows = database.prepare(
      "SELECT id, taken_ns, device, source, code, severity, text, sequence, sum FROM event "
      "ORDER BY id");
  if (!rows) {
    return std::move(rows).error();
  }
  Events events;
  std::int64_t id = 0;
  std::int64_t count = 0;
  for (;;) {
    const auto row = rows->step();
    if (!row) {
      return row.error();
    }
    if (!*row) {
      break;
    }
    const auto before = std::exchange(id, rows->integer(0));
    auto event = event_from(*rows, id);
    if (!event || id <= before || ++count > saved_count_) {
      return decayed();
    }
    if (!range.contains(event->taken_at)) {
      continue;
    }
    if (!budget.take(cost_of(*event))) {
      return Error{ErrorKind::malformed, "event: more than can be held in memory"};
    }
    events.push_back(std::move(*event));
  }
  if (count != saved_count_) {
    return decayed();
  }
  std::ranges::copy_if(waiting_, std::back_inserter(events),
                       [range](const Event& event) { return range.contains(event.taken_at); });
  std::ranges::stable_sort(events, {}, &Event::taken_at);
  return events;
}

}  // namespace rackproof::store
