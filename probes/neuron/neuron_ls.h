#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/result.h"

namespace rackproof::neuron {

/// What `neuron-ls -j` says of one device. It has no architecture field.
struct LsDevice {
  std::int64_t number = 0;
  std::string pci_address;  ///< dddd:bb:dd.f; "" when the tool gives none.
  std::string numa_node;    ///< As the tool gives it, a text.
  std::int64_t cores = 0;
  std::int64_t memory_bytes = 0;
  std::int64_t processes = 0;  ///< How many use it; what they are is not kept.
  std::optional<std::vector<std::int64_t>> connected;  ///< Nothing where the tool says null.

  bool operator==(const LsDevice&) const = default;
};

using LsDevices = std::vector<LsDevice>;

/// The array that the tool prints. Unknown members are passed over; a number that is missing or of
/// another type is Error{malformed}.
Result<LsDevices> parse_neuron_ls(std::string_view bytes);

/// Gives what the tool prints.
using LsReader = std::function<Result<std::string>()>;

/// Runs the tool of this machine as a child, at most 5 s. Error{absent} when it is not installed.
Result<std::string> run_neuron_ls();

}  // namespace rackproof::neuron
