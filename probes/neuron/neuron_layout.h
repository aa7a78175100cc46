#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "probes/machine/file_tree.h"
#include "probes/neuron/neuron_parse.h"
#include "schemas/result.h"

namespace rackproof::neuron {

/// Files below one directory, as paths relative to it, sorted.
struct Branch {
  std::string directory;
  std::vector<std::string> files;
};

struct CoreBranch {
  std::int64_t number = 0;
  Branch branch;
};

/// What lies below one device's directory. Driver 2.31 moved its files and does not say where to,
/// so that nothing is taken for granted: the tree is walked, and a file is found where older
/// drivers have it, or, from 2.31 on, where exactly one file bears the same last names.
struct Layout {
  DriverVersion driver;
  std::string driver_text;  ///< As /sys/module/neuron/version has it.
  Branch device;            ///< Without what belongs to a core.
  std::vector<CoreBranch> cores;
  bool cut_short = false;  ///< More files than any known driver makes; the rest was not looked at.
};

/// Follows no symbolic link: every device's tree has one that leads back to its class.
Layout walk(const FileTree& files, const std::string& directory, std::string_view driver);

/// Path of the file that drivers before 2.31 call `known`. Error{unsupported} "attribute absent"
/// when it is not there or several could be it; `since` is the release that brought it, or "".
Result<std::string> locate(const Layout& layout, const Branch& branch, std::string_view known,
                           std::string_view since);

/// The last names of a path that say what the file is: "success/total", "device_mem/tensors/peak",
/// "mem_ecc_corrected".
std::string_view tail_of(std::string_view path);

}  // namespace rackproof::neuron
