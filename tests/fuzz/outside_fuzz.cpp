// Whatever a program or an exporter prints, and whatever stands in a sources file: a number that
// the metric can have, or a reason in printable words; and what was read in one way reads so again.

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "probes/outside/openmetrics_text.h"
#include "probes/outside/reading_json.h"
#include "probes/outside/ready_maps.h"
#include "probes/outside/series_mapper.h"
#include "probes/outside/source_file.h"
#include "probes/outside/source_map_toml.h"
#include "schemas/encoding.h"

using namespace rackproof;
using namespace rackproof::outside;

namespace {

void require(bool condition) {
  if (!condition) {
    std::abort();
  }
}

void require_words(const Error& why) {
  require(!why.message.empty());
  require(printable(why.message, why.message.size() * 4) == why.message);
}

void require_reading(const Reading& reading) {
  if (const auto* why = std::get_if<Error>(&reading)) {
    return require_words(*why);
  }
  require(std::isfinite(as_double(reading)));
}

void require_gathered(const Gathered& all) {
  for (const auto& reading : all.readings) {
    require(reading.device < all.devices.size() && reading.metric != nullptr);
    require_reading(reading.reading);
    if (has_value(reading.reading) && reading.metric->kind == MetricKind::counter) {
      require(as_double(reading.reading) >= 0);
    }
  }
  for (const auto& device : all.devices) {
    require(device.id.starts_with("node"));
    require(printable(device.id, device.id.size() * 4) == device.id);
  }
}

const SourceMap& map_of_nodes() {
  static const auto kMap = [] {
    for (const auto& ready : ready_maps()) {
      if (ready.name == "node_exporter") {
        return load_source_map(ready.text, "m").value();
      }
    }
    std::abort();
  }();
  return kMap;
}

void expositions(std::string_view text) {
  for (const auto dialect : {Dialect::automatic, Dialect::prometheus, Dialect::openmetrics}) {
    const auto found = parse_openmetrics(text, dialect);
    if (!found) {
      require_words(found.error());
      continue;
    }
    for (const auto& series : found->series) {
      require(!series.name.empty() && series.family < found->families.size());
      require_reading(series.value);
    }
    require_gathered(SeriesMapper(map_of_nodes(), "node").told(*found));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {  // NOLINT
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  expositions(text);
  const auto json = parse_reading_json(text, "node/source:x", SiteMetrics{});
  if (json) {
    require_gathered(*json);
  } else {
    require_words(json.error());
  }
  const auto sources = load_source_file(text, "s.toml");
  if (!sources) {
    require_words(sources.error());
  }
  return 0;
}
