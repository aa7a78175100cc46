#pragma once

#include <string>
#include <string_view>

#include "probes/sinks/exposition_text.h"
#include "schemas/inventory.h"

/// What every exposition says of the machine besides its readings. Pure.
namespace rackproof {

/// 1 for each reading without a value; labels device, metric, reason.
inline constexpr std::string_view kReadingMissing = "rackproof_reading_missing";
inline constexpr std::string_view kReadingMissingHelp =
    "1 for each reading that could not be had, and why.";
inline constexpr std::string_view kDeviceInfo = "rackproof_device_info";
inline constexpr std::string_view kSoftwareInfo = "rackproof_software_info";

/// device="...",kind="...": of every series of a device.
[[nodiscard]] std::string device_labels(const Device& device);
/// Of its line of kDeviceInfo.
[[nodiscard]] std::string device_info_labels(const Device& device);
[[nodiscard]] std::string software_info_labels(const SoftwareVersion& row);

void begin_device_info(ExpositionText& text);
void begin_software_info(ExpositionText& text);

}  // namespace rackproof
