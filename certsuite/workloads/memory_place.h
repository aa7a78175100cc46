#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "probes/machine/file_tree.h"

namespace rackproof {

/// What the system tells of where a physical address lives. Without the controller's address
/// decoder that is never more than: its NUMA node, the memory controllers of that node's socket
/// where EDAC names them by socket, and the DIMM where the machine has exactly one.
class MemoryPlaces {
 public:
  /// Reads /sys/devices/system/{memory,node,cpu,edac/mc}; what is not there is left out.
  static MemoryPlaces read(const FileTree& files);

  /// "" where nothing is known, else for example ", on NUMA node 1, behind one of mc2, mc3".
  [[nodiscard]] std::string describe(std::uint64_t physical) const;
  /// "" unless there is exactly one DIMM: then it holds every address.
  [[nodiscard]] std::string only_dimm() const;

 private:
  struct Controller {
    std::string name;         ///< "mc0"
    std::string socket = {};  ///< "" where mc_name does not say.
    std::vector<std::string> dimms = {};
  };
  struct Node {
    std::string number;
    std::string socket = {};  ///< Of its processors; "" where they differ or do not say.
    std::vector<std::uint64_t> blocks = {};  ///< Ascending.
  };
  void add_node(const FileTree& files, const std::string& entry);
  [[nodiscard]] std::vector<std::string> controllers_of(const Node& node) const;

  std::uint64_t block_bytes_ = 0;
  std::vector<Node> nodes_;
  std::vector<Controller> controllers_;
};

/// Error counts of every DIMM that EDAC knows, to be compared before and after a stretch of work.
class DimmErrors {
 public:
  static DimmErrors read(const FileTree& files);

  /// "" where no count grew since `before`, else for example
  /// "mc0/dimm3 'DIMM_A1': 2 corrected, 1 uncorrected".
  [[nodiscard]] std::string grown_since(const DimmErrors& before) const;
  [[nodiscard]] bool empty() const { return rows_.empty(); }

 private:
  struct Row {
    std::string name;  ///< "mc0/dimm3 'label'"
    std::int64_t corrected = 0;
    std::int64_t uncorrected = 0;
  };

  void read_dimm(const FileTree& files, const std::string& controller, const std::string& part);

  std::vector<Row> rows_;
};

}  // namespace rackproof
