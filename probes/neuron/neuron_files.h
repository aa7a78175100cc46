#pragma once

#include <span>
#include <string_view>

#include "probes/survey.h"

/// Which file of the Neuron driver gives which metric, by its path in the tree of drivers before
/// 2.31, below neuronN or neuronN/neuron_coreM.
///
/// In memory_usage `total` is what is in use now, a gauge; `present` is the last change and no
/// amount, and is not read. In status and other_info `total` is the counter.
namespace rackproof::neuron {

struct FileRow {
  std::string_view path;
  const Metric* metric = nullptr;
  ReadingParser parse = nullptr;
  std::string_view since = {};  ///< Driver release that brought it; "" = before any we know.
};

std::span<const FileRow> core_files();    ///< Executions, memory, the rest of one core.
std::span<const FileRow> device_files();  ///< Memory of the host that the device uses.

/// Error counts, which read 0 where the driver cannot read them. The first two take counts over
/// from one another: they come first.
std::span<const FileRow> ecc_files();

}  // namespace rackproof::neuron
