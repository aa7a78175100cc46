#include "probes/hwmon/hwmon_parse.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "probes/hwmon/hwmon_attributes.h"
#include "schemas/text.h"

namespace rackproof::hwmon {
namespace {

constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kPoint = "auto_point";

struct KindRow {
  std::string_view kind;
  DeviceKind device;
};

constexpr std::array kKinds{
    KindRow{"temp", DeviceKind::temperature_sensor},
    KindRow{"in", DeviceKind::voltage_sensor},
    KindRow{"curr", DeviceKind::current_sensor},
    KindRow{"power", DeviceKind::power_sensor},
    KindRow{"fan", DeviceKind::fan},
    KindRow{"pwm", DeviceKind::sensor},
    KindRow{"energy", DeviceKind::sensor},
    KindRow{"humidity", DeviceKind::sensor},
    KindRow{"intrusion", DeviceKind::sensor},
    KindRow{"freq", DeviceKind::sensor},
};

/// Class directories and enumerated names of Linux buses: they move from boot to boot.
constexpr std::array<std::string_view, 14> kEnumerated{
    "hwmon",        "nvme", "phy", "ieee80211", "net",      "eth", "thermal",
    "thermal_zone", "i2c-", "drm", "card",      "mdio_bus", "usb", "virtual"};

bool is_enumeration(std::string_view component) {
  return std::ranges::any_of(kEnumerated, [&](auto prefix) {
    return component.starts_with(prefix) &&
           component.find_first_not_of(kDigits, prefix.size()) == std::string_view::npos;
  });
}

/// "4-0050": bus number, which moves, and address on it, which does not.
bool is_i2c_client(std::string_view component) {
  const auto dash = component.find('-');
  return dash != std::string_view::npos && dash != 0 && component.size() == dash + 5 &&
         component.substr(0, dash).find_first_not_of(kDigits) == std::string_view::npos &&
         component.find_first_not_of("0123456789abcdef", dash + 1) == std::string_view::npos;
}

bool names_a_place(std::string_view component) {
  return !component.empty() && component != "sys" && component != "devices" &&
         component != "class" && !is_enumeration(component) && !is_i2c_client(component);
}

/// Length of the run of `characters` at the start of `text`.
std::size_t run_of(std::string_view characters, std::string_view text) {
  return std::min(text.find_first_not_of(characters), text.size());
}

}  // namespace

std::optional<FileName> split_file_name(std::string_view file) {
  const auto letters = run_of("abcdefghijklmnopqrstuvwxyz", file);
  const auto number = run_of(kDigits, file.substr(letters));
  const auto channel = letters + number;
  if (letters == 0 || number == 0 || (channel != file.size() && file[channel] != '_')) {
    return std::nullopt;
  }
  FileName name{file.substr(0, letters), file.substr(0, channel), {}, {}};
  if (channel == file.size()) {
    return name;
  }
  name.attribute = file.substr(channel + 1);
  if (name.attribute.starts_with(kPoint)) {
    const auto end = kPoint.size() + run_of(kDigits, name.attribute.substr(kPoint.size()));
    if (end > kPoint.size() && end < name.attribute.size() && name.attribute[end] == '_') {
      name.point = name.attribute.substr(0, end);
      name.attribute.remove_prefix(end + 1);
    }
  }
  return name;
}

const AttributeRow* find_attribute(const FileName& name) {
  const auto kind = name.point.empty() ? name.kind : kPoint;
  for (const auto& row : attribute_rows()) {
    if (row.kind == kind && row.attribute == name.attribute) {
      return &row;
    }
  }
  return nullptr;
}

std::optional<DeviceKind> channel_kind(std::string_view kind) {
  for (const auto& row : kKinds) {
    if (row.kind == kind) {
      return row.device;
    }
  }
  return std::nullopt;
}

Reading parse_duty(std::string_view text) {
  constexpr std::int64_t kFull = 255;  // kernel hwmon sysfs interface: 0 to 255
  auto steps = parse_integer(text);
  if (!steps) {
    return std::move(steps).error();
  }
  if (*steps < 0 || *steps > kFull) {
    return Error{ErrorKind::out_of_range, "expected 0 to 255, got " + std::string(text)};
  }
  return static_cast<double>(*steps) / static_cast<double>(kFull);
}

Reading parse_humidity(std::string_view text) {
  auto value = parse_integer(text);
  if (!value) {
    return std::move(value).error();
  }
  return static_cast<double>(*value) / 1e5;
}

std::string stable_place(std::string_view device_path) {
  std::string place;
  std::string client;
  for (const auto part : split(device_path, '/')) {
    if (is_i2c_client(part)) {
      client = part.substr(part.find('-') + 1);
    }
    const bool bus_address = !pci_address_in(part).empty();
    if (!names_a_place(part) || (!bus_address && !pci_address_in(place).empty())) {
      continue;
    }
    place = part;
  }
  return client.empty() ? place : place + "+" + client;
}

}  // namespace rackproof::hwmon
