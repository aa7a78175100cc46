#include "schemas/json/journal_json.h"

#include <utility>

#include "schemas/json/json_writer.h"
#include "schemas/json/member_writer.h"
#include "schemas/json/run_record_members.h"
#include "schemas/json/strict_json.h"

namespace rackproof {

template <typename A>
void describe(A& archive, Described<A, SegmentBegan>& segment) {
  archive.field("at", segment.at);
  archive.field("bootId", segment.boot_id);
  archive.field("changes", segment.changes);
  archive.field("again", segment.again);
  archive.field("inventory", segment.inventory);
  archive.list("environment", segment.environment);
  archive.field("beforeUntil", segment.before_until);
}

template <typename A>
void describe(A& archive, Described<A, StepBegan>& step) {
  archive.field("at", step.at);
  archive.field("phase", step.phase);
  archive.field("workload", step.workload);
  archive.field("attempt", step.attempt);
}

template <typename A>
void describe(A& archive, Described<A, RunBegan>& run) {
  archive.field("at", run.at);
  archive.field("runId", run.run_id);
  archive.field("nonce", run.nonce);
  archive.field("suiteDigest", run.suite_digest);
  archive.field("referenceDigest", run.reference_digest);
  archive.field("planDigest", run.plan_digest);
}

template <typename A>
void describe(A& archive, Described<A, ReadingsKept>& kept) {
  archive.field("from", kept.from);
  archive.field("until", kept.until);
  archive.field("series", kept.series);
  archive.field("readings", kept.readings);
  archive.field("root", kept.root);
}

template <typename A>
void describe(A& archive, Described<A, LateReading>& reading) {
  archive.field("device", reading.device);
  archive.field("metric", reading.metric);
  archive.field("row", reading.row);
}

template <typename A>
void describe(A& archive, Described<A, ReadingsLate>& late) {
  archive.list("readings", late.readings);
  archive.field("leftOut", late.left_out);
}

template <typename A>
void describe(A& archive, Described<A, RunEnded>& run) {
  archive.field("at", run.at);
  archive.word("status", run.status, kRunStatuses);
}

namespace {

template <typename T>
struct Named {
  std::string_view event;
};

/// The words of "event"; the tests go through all of them.
constexpr std::tuple kEvents{Named<SegmentBegan>{"segment"},
                             Named<StepBegan>{"step_began"},
                             Named<Mismatch>{"mismatch"},
                             Named<Step>{"step"},
                             Named<Disturbance>{"disturbance"},
                             Named<RunBegan>{"run"},
                             Named<ReadingsKept>{"readings"},
                             Named<ReadingsLate>{"late"},
                             Named<RunEnded>{"end"}};

/// What a line says of its place.
struct Place {
  std::uint64_t sequence = 0;
  std::string before;
};

template <typename A>
void describe(A& archive, Described<A, Place>& place) {
  archive.field("sequence", place.sequence);
  archive.field("before", place.before);
}

void move_on(std::string_view line, JournalEnd& end) {
  const auto leaf = merkle_leaf(line);
  end.tree.add(leaf);
  end.last = to_hex(leaf);
}

Result<void> check_place(const Place& place, const JournalEnd& end) {
  const auto next = end.tree.size();
  const auto numbers = "line says it is number " + std::to_string(place.sequence) + " where " +
                       std::to_string(next) + " is next";
  if (place.sequence > next) {
    return Error{ErrorKind::malformed, numbers + ": lines are missing"};
  }
  if (place.sequence < next) {
    return Error{ErrorKind::malformed, numbers + ": the numbers went back"};
  }
  return place.before == end.last
             ? Result<void>()
             : Error{ErrorKind::malformed,
                     "not written after the line before it: one of the two was altered"};
}

template <typename T>
std::string encode(const T& told, const Place& place) {
  MemberWriter writer;
  writer.constant("event", std::get<Named<T>>(kEvents).event);
  describe(writer, told);
  describe(writer, place);
  return write_json_line(writer.take());
}

/// One line read, and where it says it stands.
struct Entry {
  JournalLine line;
  Place place;
};

/// Reads `value` as a T if that is what its event says.
template <typename T>
bool decode_as(const Named<T>& name, std::string_view event, const JsonValue& value,
               Result<Entry>& entry) {
  if (name.event != event) {
    return false;
  }
  std::optional<Error> failure;
  T told;
  Place place;
  MemberReader reader(value, "", failure);
  reader.constant("event", event);
  describe(reader, told);
  describe(reader, place);
  reader.finish();
  entry = failure ? Result<Entry>(*failure) : Result<Entry>(Entry{std::move(told), place});
  return true;
}

Result<Entry> decode(std::string_view text) {
  const auto value = parse_strict_json(text);
  if (!value) {
    return value.error();
  }
  const auto* event = value->find("event");
  const auto* word = event != nullptr ? event->if_string() : nullptr;
  Result<Entry> entry = Error{ErrorKind::malformed, "a line without a known 'event'"};
  if (word != nullptr) {
    std::apply([&](const auto&... name) { (decode_as(name, *word, *value, entry) || ...); },
               kEvents);
  }
  return entry;
}

}  // namespace

std::string encode_journal_line(const JournalLine& line, JournalEnd& end) {
  const Place place{end.tree.size(), end.last};
  auto text = std::visit([&place](const auto& told) { return encode(told, place); }, line);
  move_on(std::string_view(text).substr(0, text.size() - 1), end);
  return text;
}

Result<JournalLine> decode_journal_line(std::string_view text) {
  auto entry = decode(text);
  return entry ? Result<JournalLine>(std::move(entry->line))
               : Result<JournalLine>(std::move(entry).error());
}

Result<JournalLine> decode_journal_line(std::string_view text, JournalEnd& end) {
  auto entry = decode(text);
  if (!entry) {
    return std::move(entry).error();
  }
  if (auto placed = check_place(entry->place, end); !placed) {
    return std::move(placed).error();
  }
  move_on(text, end);
  return std::move(entry->line);
}

}  // namespace rackproof
