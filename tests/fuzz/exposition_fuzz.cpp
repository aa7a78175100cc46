// Whatever a scraper's headers say, one of two formats is chosen; and whatever stands in the names
// of a device, in its facts and in an event, the exposition stays whole: a reader of expositions
// takes it, and finds in it as many series as there are for a harmless device.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "probes/machine/clock.h"
#include "probes/outside/openmetrics_text.h"
#include "probes/sinks/exposition_answer.h"
#include "schemas/catalogue.h"

using namespace rackproof;

namespace {

void require(bool condition) {
  if (!condition) {
    std::abort();
  }
}

Device device_called(const std::string& text) {
  Device device;
  device.id = text;
  device.kind = DeviceKind::accelerator;
  device.vendor = text;
  device.model = text;
  device.serial = text;
  device.position = text;
  return device;
}

std::size_t series_with(const std::string& text, ExpositionFormat format) {
  const SystemClock clock;
  Inventory inventory;
  inventory.hostname = text;
  inventory.software = {{text, text}};
  const auto made = Exposition::make(clock, {.labels = {{"site", text}}}, inventory);
  require(made.has_value());
  const auto now = clock.now();
  const Sample sample{0, metrics::named("temperature_celsius"), now, 1.5};
  require((*made)->append({device_called(text)}, Samples{sample}).has_value());
  require((*made)->append({{text, now, text, text, Severity::error, text, 1}}).has_value());
  const auto told = (*made)->text(format);
  const auto read = outside::parse_openmetrics(told);
  require(read.has_value());
  return read->series.size();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto newline = bytes.find('\n');
  static_cast<void>(takes_gzip(bytes.substr(0, newline)));
  const auto format = format_for(bytes.substr(0, newline));
  const std::string text(bytes.substr(0, 1000));
  require(series_with(text, format) == series_with("harmless", format));
  return 0;
}
