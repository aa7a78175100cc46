#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "schemas/device.h"

namespace rackproof::store {

/// All of a device but its id, as the details of its row. A fact longer than 64 KiB is cut.
[[nodiscard]] std::string write_details(const Device& device);

/// The device `id` with those details; nothing when they are not what write_details() gives.
[[nodiscard]] std::optional<Device> read_details(std::string_view id, std::string_view details);

}  // namespace rackproof::store
