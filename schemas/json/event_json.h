#pragma once

#include <string>
#include <string_view>

#include "schemas/event.h"
#include "schemas/result.h"

namespace rackproof {

/// One line of events.jsonl, newline included; every line says its format, "rackproof-event/1".
[[nodiscard]] std::string encode_event(const Event& event);
[[nodiscard]] std::string encode_events(const Events& events);

/// A whole events.jsonl; a failure names its line ("line 7: severity: unknown word 'bad'").
Result<Events> decode_events(std::string_view bytes);

}  // namespace rackproof
