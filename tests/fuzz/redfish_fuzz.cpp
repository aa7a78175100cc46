// Whatever a BMC answers, a walk over it ends, asks for nothing outside /redfish/v1, and gives
// finite readings of known parts or reasons.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <set>
#include <string>
#include <string_view>

#include "probes/redfish/redfish_device.h"
#include "probes/redfish/redfish_fields.h"
#include "probes/redfish/redfish_members.h"
#include "probes/redfish/redfish_time.h"
#include "probes/redfish/redfish_tree.h"
#include "probes/redfish/redfish_uri.h"
#include "schemas/encoding.h"

using namespace rackproof;
using namespace rackproof::redfish;

namespace {

void require(bool condition) {
  if (!condition) {
    std::abort();
  }
}

void require_readings(const RedfishReadings& readings) {
  for (const auto& reading : readings) {
    require(reading.metric != nullptr);
    if (const auto* why = std::get_if<Error>(&reading.reading)) {
      require(!why->message.empty());
      require(printable(why->message, why->message.size() * 4) == why->message);
    } else {
      require(std::isfinite(as_double(reading.reading)));
    }
  }
}

/// As every document type that has fields.
void read_as_all(const JsonValue& document) {
  for (const auto tables : {environment_fields(), facility_fields(), processor_fields(),
                            port_fields(), legacy_fields()}) {
    for (const auto& table : tables) {
      const Place place{0, std::string(table.type), std::nullopt};
      require_readings(read_document(place, "/redfish/v1/x", document));
      const auto device = device_of_document(table.type, document, "/redfish/v1/x", "node/bmc");
      require(!device || device->id == "node/bmc/x");
    }
  }
}

/// A service that gives the same answer to everything.
void walk(const std::string& body) {
  std::set<std::string, std::less<>> asked;
  const Fetch fetch = [&](std::string_view uri) -> Result<std::string> {
    require(local_page(uri).has_value());
    require(asked.emplace(uri).second);
    return body;
  };
  WalkLimits limits;
  limits.documents = 20;
  const auto tree = walk_redfish(fetch, limits);
  if (!tree) {
    return;
  }
  require(asked.size() <= limits.documents);
  require_readings(tree->readings);
  for (const auto& reading : tree->readings) {
    require(reading.device < tree->devices.size());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {  // NOLINT
  const std::string text(reinterpret_cast<const char*>(data), size);
  static_cast<void>(parse_iso_duration(text));
  static_cast<void>(parse_offset_time(text));
  const auto uri = local_uri(text);
  require(!uri || uri->starts_with(kServiceRoot));
  const auto document = parse_document(text);
  if (!document) {
    require(!document.error().message.empty());
    return 0;
  }
  read_as_all(*document);
  walk(text);
  return 0;
}
