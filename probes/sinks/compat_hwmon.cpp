#include "probes/sinks/compat_hwmon.h"

#include <algorithm>

#include "schemas/text.h"

namespace rackproof::compat {
namespace {

std::string_view last_part(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

std::string_view without_last_part(std::string_view path) {
  const auto slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

/// Lower case, and '_' for whatever is no letter, digit or colon; none at the ends.
std::string cleaned(std::string_view text) {
  auto clean = lower_case(text);
  for (auto& c : clean) {
    const bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == ':' || c == '_';
    c = kept ? c : '_';
  }
  const auto first = clean.find_first_not_of('_');
  if (first == std::string::npos) {
    return {};
  }
  return clean.substr(first, clean.find_last_not_of('_') - first + 1);
}

/// They name a chip by the bus and the name of its device; by its own name where it has none, and
/// by the kernel's number where it has neither (their end-to-end output).
std::string chip_name(const Device& chip, const CompatContext& context) {
  const auto path = fact(chip, "device_path");
  const auto last = last_part(path);
  if (last.starts_with("hwmon")) {
    return chip.model.empty() ? cleaned(last) : cleaned(chip.model);
  }
  auto name = cleaned(last_part(without_last_part(path))) + "_" + cleaned(last);
  const auto here = std::ranges::count_if(*context.devices, [&](const Device& other) {
    return other.kind == DeviceKind::sensor_chip && fact(other, "device_path") == path;
  });
  return here > 1 ? name + "_" + cleaned(chip.model) : name;
}

const Device* chip_of(const Device& channel, const CompatContext& context) {
  const auto* chip =
      channel.id.starts_with("node/hwmon:") ? device_named(channel.parent, context) : nullptr;
  return chip != nullptr && chip->kind == DeviceKind::sensor_chip ? chip : nullptr;
}

}  // namespace

LabelText hwmon_chip(const Device& device, const CompatContext& context) {
  if (!device.id.starts_with("node/hwmon:") || device.model.empty()) {
    return std::nullopt;
  }
  return labels({{"chip", chip_name(device, context)}, {"chip_name", device.model}});
}

LabelText hwmon_label(const Device& device, const CompatContext& context) {
  const auto* chip = chip_of(device, context);
  if (chip == nullptr || device.position.empty()) {
    return std::nullopt;
  }
  return labels({{"chip", chip_name(*chip, context)},
                 {"label", device.position},
                 {"sensor", fact(device, "channel")}});
}

LabelText hwmon_sensor(const Device& device, const CompatContext& context) {
  const auto* chip = chip_of(device, context);
  if (chip == nullptr) {
    return std::nullopt;
  }
  return labels({{"chip", chip_name(*chip, context)}, {"sensor", fact(device, "channel")}});
}

LabelText hwmon_labelled(const Device& device, const CompatContext& context) {
  const auto* chip = chip_of(device, context);
  if (chip == nullptr) {
    return std::nullopt;
  }
  const auto sensor = device.position.empty() ? fact(device, "channel") : device.position;
  return labels({{"chip", chip_name(*chip, context)}, {"sensor", sensor}});
}

LabelText hwmon_point(char number, const Device& device, const CompatContext& context) {
  if (!device.id.ends_with(std::string("/auto_point") + number)) {
    return std::nullopt;
  }
  const auto* output = device_named(device.parent, context);
  return output == nullptr ? std::nullopt : hwmon_sensor(*output, context);
}

}  // namespace rackproof::compat
