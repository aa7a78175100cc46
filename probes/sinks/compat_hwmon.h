#pragma once

#include "probes/sinks/compat_facts.h"

/// node_exporter's labels of hwmon chips and their channels; nothing for a device that is none.
namespace rackproof::compat {

[[nodiscard]] LabelText hwmon_chip(const Device& device, const CompatContext& context);
/// Of a channel that has a label.
[[nodiscard]] LabelText hwmon_label(const Device& device, const CompatContext& context);
[[nodiscard]] LabelText hwmon_sensor(const Device& device, const CompatContext& context);
/// The channel's label stands for its name where it has one.
[[nodiscard]] LabelText hwmon_labelled(const Device& device, const CompatContext& context);
/// Of the output whose curve has the device as its point of that number ('1' to '5').
[[nodiscard]] LabelText hwmon_point(char number, const Device& device,
                                    const CompatContext& context);

}  // namespace rackproof::compat
