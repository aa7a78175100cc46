#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rackproof::testing {

enum class NeuronModel { trn1, inf2, trn2, trn2_ultraserver, trn3 };

std::optional<NeuronModel> neuron_model(std::string_view name);

/// A tree like the one that the Neuron driver makes, by what its source and guides say: no whole
/// tree of a real machine is public. The file GENERATED at its root says so.
///
/// `moved`: driver 2.31 put its files elsewhere and does not say where. The places used here are
/// invented; what they test is that a probe finds by name what it cannot find by place.
struct NeuronTree {
  NeuronModel model = NeuronModel::trn2;
  std::string driver = "2.30.2.0";
  bool moved = false;
  int devices = 0;                  ///< 0 = as many as the instance has.
  int cores = 0;                    ///< Of each device; 0 = as many as it has.
  bool lean = false;                ///< Of a core only what tells a hardware error.
  std::int64_t epoch = 1795238220;  ///< End of the minute of the power lines: FrozenClock's start.
};

int device_count(const NeuronTree& tree);
int core_count(const NeuronTree& tree);

/// Neighbours in the order of the driver's list: up, left, down, right in the 4 x 4 torus of Trn1
/// and Trn2, before and after in Inf2's ring, none for Trn3, which hangs on switches.
std::vector<int> neighbours(const NeuronTree& tree, int device);

std::string neuron_serial(int device);

/// Path, relative to the root, of what drivers before 2.31 call `known` below neuronN
/// ("stats/hardware/mem_ecc_uncorrected", "neuron_core1/stats/status/success/total").
std::string neuron_file(const NeuronTree& tree, int device, std::string_view known);

/// Makes the tree below `root`.
void write_neuron_tree(const std::filesystem::path& root, const NeuronTree& tree);

/// Writes one file of it anew.
void write_neuron_file(const std::filesystem::path& root, const NeuronTree& tree, int device,
                       std::string_view known, std::string_view text);

/// What can be wrong with a device, or with the node for the election's.
enum class NeuronFault {
  ecc_uncorrectable,  ///< 3 uncorrectable HBM errors.
  repair_pending,     ///< The same 3, repairable: the other file reads 0.
  repair_failed,      ///< They count as uncorrectable again.
  dead,               ///< Registers cannot be read: no serial number, every error count 0.
  unhealthy_link,     ///< The device lists link_intraserver.
  election_busy,
  election_fell_back,  ///< Two nodes instead of four.
};

std::optional<NeuronFault> neuron_fault(std::string_view name);

void apply_fault(const std::filesystem::path& root, const NeuronTree& tree, NeuronFault fault,
                 int device);

}  // namespace rackproof::testing
