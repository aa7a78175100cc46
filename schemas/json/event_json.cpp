#include "schemas/json/event_json.h"

#include <utility>

#include "schemas/json/json_writer.h"
#include "schemas/json/member_writer.h"
#include "schemas/json/strict_json.h"
#include "schemas/text.h"

namespace rackproof {

template <typename A>
void describe(A& archive, Described<A, Event>& event) {
  archive.format("format", "rackproof-event", 1);
  archive.field("at", event.taken_at);
  archive.field("device", event.device);
  archive.field("source", event.source);
  archive.field("code", event.code);
  archive.word("severity", event.severity, kSeverities);
  archive.field("sequence", event.sequence);
  archive.field("text", event.text);
}

std::string encode_event(const Event& event) {
  return write_json_line(to_json(event));
}

std::string encode_events(const Events& events) {
  std::string text;
  for (const auto& event : events) {
    text += encode_event(event);
  }
  return text;
}

Result<Events> decode_events(std::string_view bytes) {
  Events events;
  std::size_t number = 0;
  if (!bytes.empty() && bytes.back() != '\n') {
    return Error{ErrorKind::malformed, "the last line does not end"};
  }
  for (const auto line : lines(bytes)) {
    const auto where = "line " + std::to_string(++number);
    const auto json = parse_strict_json(line);
    if (!json) {
      return json.error().during(where);
    }
    auto event = from_json<Event>(*json, "");
    if (!event) {
      return std::move(event).error().during(where);
    }
    events.push_back(*std::move(event));
  }
  return events;
}

}  // namespace rackproof
