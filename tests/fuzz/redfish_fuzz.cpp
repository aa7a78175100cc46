// Whatever a BMC answers, a walk over it ends, asks for nothing outside /redfish/v1, and gives
// finite readings of known parts or reasons; and whatever its logs and streams say becomes events
// that a terminal can show.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "probes/redfish/bmc_event.h"
#include "probes/redfish/event_log.h"
#include "probes/redfish/event_stream.h"
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
  for (const auto& uri : tree->logs) {
    require(local_uri(uri).has_value());
  }
  for (const auto& reading : tree->readings) {
    require(reading.device < tree->devices.size());
  }
}

void require_event(const BmcEvent& event) {
  require(!event.code.empty() && event.code.size() <= 80);
  require(printable(event.text, event.text.size() * 4) == event.text);
  require(event.origin.empty() || event.origin.starts_with(kServiceRoot));
  require(is_same_event(event, event) || event.stamp.empty() || event.message.empty());
}

/// A log whose every page, and a stream whose every frame, is the same.
void read_events(const std::string& body) {
  const Fetch fetch = [&body](std::string_view uri) -> Result<std::string> {
    require(local_page(uri).has_value());
    return body;
  };
  EventLog log("/redfish/v1/x/Entries");
  for (int pass = 0; pass < 3; ++pass) {
    const auto news = log.read(fetch);
    require(pass > 0 || news.events.empty());
    for (const auto& event : news.events) {
      require_event(event);
    }
  }
}

/// Torn in two anywhere, a stream has the same frames.
void read_stream(const std::string& text) {
  EventStreamParser whole;
  const auto frames = whole.feed(text);
  EventStreamParser torn;
  const auto middle = text.size() / 2;
  auto parts = torn.feed(std::string_view(text).substr(0, middle));
  for (auto& frame : torn.feed(std::string_view(text).substr(middle))) {
    parts.push_back(std::move(frame));
  }
  require(parts == frames);
  require(torn.left_out() == whole.left_out());
  for (const auto& frame : frames) {
    const auto document = parse_document(frame.data);
    for (const auto& event :
         document ? events_of_message(*document, 100) : std::vector<BmcEvent>()) {
      require_event(event);
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {  // NOLINT
  const std::string text(reinterpret_cast<const char*>(data), size);
  static_cast<void>(parse_iso_duration(text));
  static_cast<void>(parse_offset_time(text));
  const auto uri = local_uri(text);
  require(!uri || uri->starts_with(kServiceRoot));
  read_stream(text);
  const auto document = parse_document(text);
  if (!document) {
    require(!document.error().message.empty());
    return 0;
  }
  read_as_all(*document);
  walk(text);
  read_events(text);
  return 0;
}
