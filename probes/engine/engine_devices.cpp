#include "probes/engine/engine_devices.h"

#include <utility>

#include "probes/engine/engine_labels.h"
#include "schemas/catalogue.h"

namespace rackproof::engine {
namespace {

std::string text_in(const Labels& labels, std::string_view name) {
  const auto found = labels.find(name);
  return found == labels.end() ? "" : found->second;
}

}  // namespace

StoredMetric described(const std::string& name) {
  if (const auto* known = metrics::find(name)) {
    return {name, std::string(to_string(known->unit)),
            std::string(word_of(kMetricKinds, known->kind))};
  }
  const auto kind = name.ends_with("_total") ? MetricKind::counter : MetricKind::gauge;
  return {name, "", std::string(word_of(kMetricKinds, kind))};
}

Device device_of(const Labels& labels) {
  Device device;
  device.id = device_id(labels);
  device.kind =
      value_of(kDeviceKinds, std::string_view(text_in(labels, "kind"))).value_or(DeviceKind::node);
  const auto parent = text_in(labels, "parent");
  device.parent = parent.empty() ? "" : device_id(labels, parent);
  device.vendor = text_in(labels, "vendor");
  device.model = text_in(labels, "model");
  device.serial = text_in(labels, "serial");
  device.firmware = text_in(labels, "firmware");
  device.position = text_in(labels, "position");
  for (const auto* place : {"site", "rack", "node"}) {
    if (auto value = text_in(labels, place); !value.empty()) {
      device.attributes[place] = std::move(value);
    }
  }
  return device;
}

}  // namespace rackproof::engine
