#include "probes/sinks/machine_info.h"

namespace rackproof {

std::string device_labels(const Device& device) {
  return label_text("device", device.id) + "," +
         label_text("kind", word_of(kDeviceKinds, device.kind));
}

std::string device_info_labels(const Device& device) {
  auto text = device_labels(device);
  text += "," + label_text("parent", device.parent);
  text += "," + label_text("vendor", device.vendor);
  text += "," + label_text("model", device.model);
  text += "," + label_text("serial", device.serial);
  text += "," + label_text("firmware", device.firmware);
  text += "," + label_text("position", device.position);
  return text;
}

std::string software_info_labels(const SoftwareVersion& row) {
  return label_text("name", row.name) + "," + label_text("version", row.version);
}

void begin_device_info(ExpositionText& text) {
  text.family(kDeviceInfo, SeriesType::info, "", "What a device is.");
}

void begin_software_info(ExpositionText& text) {
  text.family(kSoftwareInfo, SeriesType::info, "", "What runs on the node.");
}

}  // namespace rackproof
