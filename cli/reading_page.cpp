#include "cli/reading_page.h"

#include <optional>
#include <string_view>
#include <utility>

#include "cli/columns.h"
#include "schemas/encoding.h"
#include "schemas/json/json_writer.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

/// "47.5 Cel", or "- denied: /sys/...: permission denied".
std::string words_of(const Sample& sample) {
  if (const auto* why = std::get_if<Error>(&sample.reading)) {
    return "- " + std::string(to_string(why->kind)) + ": " + printable(why->message, 1000);
  }
  const auto* count = std::get_if<std::int64_t>(&sample.reading);
  auto text =
      count != nullptr ? std::to_string(*count) : format_double(std::get<double>(sample.reading));
  if (sample.metric->unit != Unit::one) {
    text += " " + std::string(to_string(sample.metric->unit));
  }
  return text;
}

JsonValue json_of_sample(const Devices& devices, const Sample& sample) {
  JsonObject object;
  object.add("device", devices[sample.device].id);
  object.add("metric", sample.metric->name);
  object.add("unit", to_string(sample.metric->unit));
  object.add("at", format_utc(sample.taken_at));
  if (const auto* why = std::get_if<Error>(&sample.reading)) {
    object.add("missing",
               JsonObject().add("reason", to_string(why->kind)).add("text", why->message).take());
  } else if (const auto* count = std::get_if<std::int64_t>(&sample.reading)) {
    object.add("value", *count);
  } else {
    object.add("value", std::get<double>(sample.reading));
  }
  return object.take();
}

JsonValue json_of_event(const Event& event) {
  return JsonObject()
      .add("at", format_utc(event.taken_at))
      .add("device", event.device)
      .add("source", event.source)
      .add("code", event.code)
      .add("severity", word_of(kSeverities, event.severity))
      .add("sequence", std::to_string(event.sequence))
      .add("text", event.text)
      .take();
}

JsonValue json_of_probe(const ProbeRecord& probe) {
  return JsonObject()
      .add("name", probe.name)
      .add("passes", std::to_string(probe.passes))
      .add("failures", std::to_string(probe.failures))
      .add("longestSeconds", probe.longest_seconds)
      .add("lastFailure", probe.last_failure)
      .take();
}

}  // namespace

std::string reading_text(const OneReading& reading) {
  constexpr std::size_t kMetricColumn = 46;
  std::string out;
  std::optional<DeviceHandle> device;
  for (const auto& sample : reading.samples) {
    if (device != sample.device) {
      device = sample.device;
      out += printable(reading.inventory.devices[*device].id) + "\n";
    }
    std::string line = "  " + std::string(sample.metric->name);
    line.resize(std::max(line.size() + 1, kMetricColumn), ' ');
    out += line + words_of(sample) + "\n";
  }
  for (const auto& event : reading.events) {
    if (event.severity != Severity::info) {
      out += wrapped(std::string(word_of(kSeverities, event.severity)) + " " + event.source + ": " +
                         printable(event.text, 1000),
                     "");
    }
  }
  return out;
}

std::string reading_json(const OneReading& reading, const std::string& root) {
  JsonArray readings;
  for (const auto& sample : reading.samples) {
    readings.add(json_of_sample(reading.inventory.devices, sample));
  }
  JsonArray events;
  for (const auto& event : reading.events) {
    events.add(json_of_event(event));
  }
  JsonArray probes;
  for (const auto& probe : reading.probes) {
    probes.add(json_of_probe(probe));
  }
  return write_json(JsonObject()
                        .add("format", "rackproof-reading/1")
                        .add("takenAt", format_utc(reading.inventory.taken_at))
                        .add("root", root)
                        .add("simulated", reading.inventory.simulated)
                        .add("readings", readings.take())
                        .add("events", events.take())
                        .add("probes", probes.take())
                        .take());
}

}  // namespace rackproof
