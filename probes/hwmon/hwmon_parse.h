#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "probes/survey.h"
#include "schemas/device.h"

/// Names and texts of /sys/class/hwmon. Pure.
namespace rackproof::hwmon {

/// "temp1_crit_alarm" -> temp, temp1, "", crit_alarm; "pwm1_auto_point2_temp" -> pwm, pwm1,
/// auto_point2, temp; "pwm1" -> pwm, pwm1, "", "". Views into the file name.
struct FileName {
  std::string_view kind;       ///< Letters in front of the channel number.
  std::string_view channel;    ///< Letters and number.
  std::string_view point;      ///< "auto_pointN" or "".
  std::string_view attribute;  ///< What follows; "" is the channel's own value.

  bool operator==(const FileName&) const = default;
};

/// Nothing for files that name no channel (name, uevent, update_interval).
std::optional<FileName> split_file_name(std::string_view file);

/// The metric and the parser of one attribute of one kind of channel.
struct AttributeRow {
  std::string_view kind;
  std::string_view attribute;
  const Metric* metric;
  ReadingParser parse;
};

/// nullptr: this release has no metric for it.
const AttributeRow* find_attribute(const FileName& name);

/// What a channel of that kind is; nothing for a kind that the kernel's interface does not know.
std::optional<DeviceKind> channel_kind(std::string_view kind);

/// 0 to 255 steps of a PWM output as a share of full drive; anything else is out_of_range.
Reading parse_duty(std::string_view text);

/// Thousandths of a per cent as a share of one.
Reading parse_humidity(std::string_view text);

/// The part of a canonical device path that survives a reboot and tells the chip from its likes:
/// the last component that is no enumeration ("hwmon3", "nvme0", "phy0", "i2c-4"). A PCI address
/// is preferred to any other component; an I2C client is its adapter's place, "+" and its address.
/// "" when the path holds none.
std::string stable_place(std::string_view device_path);

}  // namespace rackproof::hwmon
