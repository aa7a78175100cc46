#pragma once

#include "probes/sinks/compat_facts.h"

/// node_exporter's labels of memory controllers and what hangs on them; nothing for a device that
/// is none.
namespace rackproof::compat {

[[nodiscard]] LabelText edac_controller(const Device& device, const CompatContext& context);
[[nodiscard]] LabelText edac_csrow(const Device& device, const CompatContext& context);
/// Of a controller: what its counters could not place.
[[nodiscard]] LabelText edac_unknown_row(const Device& device, const CompatContext& context);
[[nodiscard]] LabelText edac_channel(const Device& device, const CompatContext& context);

}  // namespace rackproof::compat
