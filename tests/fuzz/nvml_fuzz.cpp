// Whatever the child that calls NVML says, and whatever bits a field value holds, the parent gets a
// number in the range that the quantity can have, or a reason in printable words.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <variant>

#include "probes/nvml/nvml_fields.h"
#include "probes/nvml/xid_line.h"
#include "probes/vendor/vendor_reply.h"
#include "probes/vendor/vendor_request.h"
#include "schemas/encoding.h"

using namespace rackproof;
using namespace rackproof::nvml;
using namespace rackproof::vendor;

namespace {

void require(bool condition) {
  if (!condition) {
    std::abort();
  }
}

void require_words(std::string_view text) {
  require(printable(text, text.size() * 4) == text);
}

void require_reading(const Reading& reading, const Metric& metric) {
  if (const auto* why = std::get_if<Error>(&reading)) {
    require(!why->message.empty());
    return require_words(why->message);
  }
  const double value = as_double(reading);
  require(std::isfinite(value));
  require(metric.unit == Unit::celsius || value >= 0);
  require(metric.unit != Unit::ratio || value <= 1);
}

void reply(std::string_view text) {
  const auto parsed = parse_reply(text);
  if (!parsed) {
    return require_words(parsed.error().message);
  }
  require(parsed->pass >= 0);
  const auto* device = std::get_if<DeviceReply>(&parsed->said);
  if (device == nullptr) {
    return;
  }
  require_words(device->model);
  for (const auto& reading : device->readings) {
    require(reading.metric != nullptr);
    require_reading(reading.reading, *reading.metric);
    require(reading.at.empty() ||
            std::ranges::find(device->parts, reading.at, &PartReply::at) != device->parts.end());
  }
  const auto again = parse_reply(write_reply(*parsed));
  require(again.has_value());
}

void fields(std::string_view bytes) {
  FieldValue value;
  std::memcpy(&value, bytes.data(), std::min(bytes.size(), sizeof(value)));
  for (const auto rows : {device_fields(), link_fields()}) {
    for (const auto& row : rows) {
      require_reading(field_reading(row, value), *row.metric);
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {  // NOLINT
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  reply(text);
  fields(text);
  if (const auto line = parse_xid_line(text)) {
    require_words(line->address);
    require(line->xid >= 0 && line->address.size() >= std::string_view("0000:00:00.0").size());
  }
  if (const auto request = parse_request(text)) {
    require(parse_request(write_request(*request)).has_value());
  }
  return 0;
}
