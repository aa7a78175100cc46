#include <array>
#include <string_view>
#include <variant>

#include "probes/vendor/vendor_reply.h"
#include "schemas/json/json_writer.h"

namespace rackproof::vendor {
namespace {

JsonValue json_of_error(const Error& why) {
  return JsonObject().add("reason", to_string(why.kind)).add("text", why.message).take();
}

JsonValue json_of_facts(const Facts& facts) {
  JsonObject object;
  for (const auto& [name, value] : facts) {
    object.add(name, value);
  }
  return object.take();
}

JsonValue json_of_reading(const Reading& reading) {
  if (const auto* why = std::get_if<Error>(&reading)) {
    return json_of_error(*why);
  }
  if (const auto* count = std::get_if<std::int64_t>(&reading)) {
    return json_of(*count);
  }
  return json_of(std::get<double>(reading));
}

struct Writer {
  JsonObject& object;

  void operator()(const SystemReply& system) const {
    object.add("driver", system.driver);
    object.add("library", system.library);
    object.add("devices", system.devices);
    object.add("lacking", system.lacking);
  }

  void operator()(const DeviceReply& device) const {
    object.add("index", device.index);
    object.add("address", device.address);
    object.add("model", device.model);
    object.add("serial", device.serial);
    object.add("firmware", device.firmware);
    object.add("position", device.position);
    object.add("attributes", json_of_facts(device.attributes));
    JsonArray parts;
    for (const auto& part : device.parts) {
      parts.add(JsonObject()
                    .add("at", part.at)
                    .add("kind", word_of(kDeviceKinds, part.kind))
                    .add("attributes", json_of_facts(part.attributes))
                    .take());
    }
    object.add("parts", parts.take());
    JsonArray readings;
    for (const auto& reading : device.readings) {
      readings.add(JsonArray()
                       .add(reading.at)
                       .add(reading.metric->name)
                       .add(json_of_reading(reading.reading))
                       .take());
    }
    object.add("readings", readings.take());
  }

  void operator()(const EndReply& end) const {
    JsonArray heard;
    for (const auto& one : end.heard) {
      heard.add(JsonArray().add(one.index).add(one.number).add(one.text).take());
    }
    object.add("heard", heard.take());
  }

  void operator()(const Error& why) const { object.add("error", json_of_error(why)); }
};

}  // namespace

std::string write_reply(const Reply& reply) {
  constexpr std::array<std::string_view, 4> kWords{"system", "device", "end", "failure"};
  JsonObject object;
  object.add("says", kWords.at(reply.said.index()));
  object.add("pass", reply.pass);
  std::visit(Writer{object}, reply.said);
  return write_json_line(object.take());
}

}  // namespace rackproof::vendor
