#pragma once

#include <string>
#include <vector>

#include "probes/machine/file_tree.h"
#include "schemas/result.h"

namespace rackproof::nvml {

/// PCI addresses ("0000:9b:00.0") of the functions that NVIDIA's driver would drive: vendor 10de,
/// class 03 (display and 3D controllers). Sorted. None where there is no PCI bus.
Result<std::vector<std::string>> find_functions(const FileTree& files);

}  // namespace rackproof::nvml
