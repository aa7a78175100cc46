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

namespace {

template <typename T>
struct Named {
  std::string_view event;
};

/// The words of "event"; the tests go through all of them.
constexpr std::tuple kEvents{Named<SegmentBegan>{"segment"}, Named<StepBegan>{"step_began"},
                             Named<Mismatch>{"mismatch"}, Named<Step>{"step"},
                             Named<Disturbance>{"disturbance"}};

template <typename T>
std::string encode(const T& told) {
  MemberWriter writer;
  writer.constant("event", std::get<Named<T>>(kEvents).event);
  describe(writer, told);
  return write_json_line(writer.take());
}

/// Reads `value` as a T if that is what its event says.
template <typename T>
bool decode_as(const Named<T>& name, std::string_view event, const JsonValue& value,
               Result<JournalLine>& line) {
  if (name.event != event) {
    return false;
  }
  std::optional<Error> failure;
  T told;
  MemberReader reader(value, "", failure);
  reader.constant("event", event);
  describe(reader, told);
  reader.finish();
  line = failure ? Result<JournalLine>(*failure) : Result<JournalLine>(std::move(told));
  return true;
}

}  // namespace

std::string encode_journal_line(const JournalLine& line) {
  return std::visit([](const auto& told) { return encode(told); }, line);
}

Result<JournalLine> decode_journal_line(std::string_view text) {
  const auto value = parse_strict_json(text);
  if (!value) {
    return value.error();
  }
  const auto* event = value->find("event");
  const auto* word = event != nullptr ? event->if_string() : nullptr;
  Result<JournalLine> line = Error{ErrorKind::malformed, "a line without a known 'event'"};
  if (word != nullptr) {
    std::apply([&](const auto&... name) { (decode_as(name, *word, *value, line) || ...); },
               kEvents);
  }
  return line;
}

}  // namespace rackproof
