#pragma once

#include "tests/support/fixture_host.h"
#include "tests/support/neuron_tree.h"
#include "tests/support/temp_dir.h"

namespace rackproof::testing {

/// A machine with Neuron devices, made for one test: two cores each where the test does not say.
class NeuronHost {
 public:
  explicit NeuronHost(const NeuronTree& wanted = {}) : tree(small(wanted)), fixture(written()) {}

  void put(int device, std::string_view known, std::string_view text) const {
    write_neuron_file(root.path(), tree, device, known, text);
  }
  void remove(int device, std::string_view known) const {
    std::filesystem::remove(root.path() / neuron_file(tree, device, known));
  }
  void fail(NeuronFault fault, int device = 0) const {
    apply_fault(root.path(), tree, fault, device);
  }
  /// Directory of a device as the machine knows it.
  [[nodiscard]] std::string directory(int device) const {
    const auto file = neuron_file(tree, device, "core_count");
    return "/" + file.substr(0, file.rfind('/'));
  }
  [[nodiscard]] static std::string id(int device) {
    return "node/accelerator:" + neuron_serial(device);
  }

  TempDir root;
  NeuronTree tree;
  FixtureHost fixture;

 private:
  static NeuronTree small(NeuronTree wanted) {
    wanted.cores = wanted.cores > 0 ? wanted.cores : 2;
    return wanted;
  }
  const std::filesystem::path& written() {
    write_neuron_tree(root.path(), tree);
    return root.path();
  }
};

}  // namespace rackproof::testing
