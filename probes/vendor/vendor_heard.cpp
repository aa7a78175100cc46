#include "probes/vendor/vendor_heard.h"

namespace rackproof::vendor {

Event HeardBook::note(DeviceHandle device, const std::string& id, const Heard& heard, UtcTime now) {
  auto& entry = entries_[{device, heard.number}];
  if (entry.count == 0) {
    entry.first = now;
  }
  entry.count += heard.times;
  const auto meaning = meaning_(heard.number);
  Event event;
  event.device = id;
  event.taken_at = now;
  event.source = source_;
  event.code = meaning.code;
  event.severity = meaning.severity;
  event.text = meaning.name + ": " + std::to_string(heard.times) + " now, " +
               std::to_string(entry.count) + " since " + format_utc(entry.first);
  if (!heard.text.empty()) {
    event.text += "; " + heard.text;
  }
  event.sequence = ++events_;
  return event;
}

std::int64_t HeardBook::total(DeviceHandle device, const Metric* counter) const {
  std::int64_t total = 0;
  for (const auto& [key, entry] : entries_) {
    total += key.first == device && meaning_(key.second).counter == counter ? entry.count : 0;
  }
  return total;
}

}  // namespace rackproof::vendor
