#include "tests/support/neuron_tree.h"

#include <array>
#include <cstdlib>
#include <fstream>
#include <iostream>

namespace rackproof::testing {
namespace {

namespace fs = std::filesystem;

struct Model {
  std::string_view name;
  NeuronModel model;
  int devices;
  int cores;
  std::string_view arch;
  std::string_view core_arch;
  std::string_view instance;
  std::string_view device_name;
  std::string_view pci_device;
};

// clang-format off
constexpr std::array kModels{
    Model{"trn1", NeuronModel::trn1, 16, 2, "NDv2", "NCv2", "Trn1", "Trainium1", "0x7164"},
    Model{"inf2", NeuronModel::inf2, 12, 2, "NDv3", "NCv2", "Inf2", "Inferentia2", "0x7264"},
    Model{"trn2", NeuronModel::trn2, 16, 8, "NDv3", "NCv3", "Trn2", "Trainium2", "0x7364"},
    Model{"trn2-ultraserver", NeuronModel::trn2_ultraserver, 16, 8, "NDv3", "NCv3", "Trn2", "Trainium2", "0x7364"},
    Model{"trn3", NeuronModel::trn3, 16, 8, "NDv4", "NCv4", "Trn3", "Trainium3", "0x7564"},
};

constexpr std::array<std::string_view, 24> kStatuses{
    "success", "failure", "timeout", "exec_bad_input", "hw_error", "execute_completed_with_error",
    "execute_completed_with_num_error", "generic_error", "resource_error", "resource_nc_error",
    "execute_failed_to_queue", "invalid_error", "unsupported_neff_version", "oob_error",
    "hw_collectives_error", "hw_hbm_ue_error", "hw_nc_ue_error", "hw_dma_abort_error",
    "execute_sw_nq_overflow", "execute_sw_semaphore_error", "execute_sw_event_error",
    "execute_sw_psum_collision", "execute_sw_sequencer_fatal", "hw_repairable_hbm_ue_error",
};
constexpr std::array<std::string_view, 11> kDeviceMemory{
    "collectives", "constants", "dma_rings", "driver_memory", "model_code",
    "model_shared_scratchpad", "nonshared_scratchpad", "notifications", "runtime_memory", "tensors",
    "uncategorized",
};
constexpr std::array<std::string_view, 8> kHostMemory{
    "application_memory", "constants", "dma_buffers", "dma_rings", "driver_memory",
    "notifications", "tensors", "uncategorized",
};
constexpr std::array<std::string_view, 6> kOther{
    "flop_count", "inference_count", "model_load_count", "nc_time_in_use", "reset_req_count",
    "reset_fail_count",
};

struct Fault {
  std::string_view name;
  NeuronFault fault;
};

constexpr std::array kFaults{
    Fault{"ecc-uncorrectable", NeuronFault::ecc_uncorrectable},
    Fault{"repair-pending", NeuronFault::repair_pending},
    Fault{"repair-failed", NeuronFault::repair_failed},
    Fault{"dead", NeuronFault::dead},
    Fault{"unhealthy-link", NeuronFault::unhealthy_link},
    Fault{"election-busy", NeuronFault::election_busy},
    Fault{"election-fell-back", NeuronFault::election_fell_back},
};
// clang-format on

const Model& model_of(const NeuronTree& tree) {
  for (const auto& model : kModels) {
    if (model.model == tree.model) {
      return model;
    }
  }
  std::abort();
}

void put(const fs::path& file, std::string_view text) {
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  if (!out.is_open()) {
    fs::create_directories(file.parent_path());
    out.open(file, std::ios::binary | std::ios::trunc);
  }
  out << text;
  if (!out.flush()) {
    std::cerr << "cannot write " << file << "\n";
    std::abort();
  }
}

std::string pci_address(int device) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  return std::string("0000:") + kDigits[static_cast<std::size_t>(device / 16 + 10)] +
         kDigits[static_cast<std::size_t>(device % 16)] + ":00.0";
}

/// Driver "2.MINOR...": the minor number.
int minor_of(const NeuronTree& tree) {
  return std::atoi(tree.driver.substr(2).c_str());
}

std::string directory_of(const NeuronTree& tree, int device) {
  const auto name = "neuron" + std::to_string(device);
  return tree.moved ? "sys/devices/pci0000:00/" + pci_address(device) + "/neuron_device/" + name
                    : "sys/devices/virtual/neuron_device/" + name;
}

/// The invented place of a file of the old tree.
std::string moved_place(std::string known) {
  const auto replace = [&known](std::string_view from, std::string_view to) {
    const auto at = known.find(from);
    if (at != std::string::npos) {
      known.replace(at, from.size(), to);
    }
  };
  replace("neuron_core", "cores/core");
  replace("info/architecture/", "identity/");
  replace("info/", "identity/");
  replace("stats/hardware/health_status/", "health/");
  replace("stats/hardware/", "errors/ecc/");
  replace("stats/power/", "telemetry/power/");
  replace("stats/memory_usage/", "memory/");
  replace("stats/", "counters/");
  return known;
}

/// Numbers that differ from file to file, so that a mix-up shows.
class Writer {
 public:
  Writer(const fs::path& root, const NeuronTree& tree, int device)
      : root_(root), tree_(tree), device_(device) {}

  void text(std::string_view known, std::string_view line) const {
    put(root_ / neuron_file(tree_, device_, known), line);
  }

  void status(const std::string& core) const {
    for (std::size_t i = 0; i < kStatuses.size(); ++i) {
      const auto directory = core + "/stats/status/" + std::string(kStatuses[i]);
      text(directory + "/total", (i == 0 ? "88154" : "0") + std::string("\n"));
      text(directory + "/present", "1\n");
    }
    for (const auto name : kOther) {
      const auto directory = core + "/stats/other_info/" + std::string(name);
      text(directory + "/total", "0\n");
      text(directory + "/present", "0\n");
    }
  }

  void hardware_errors(const std::string& core) const {
    for (const auto status : kStatuses) {
      if (status.starts_with("hw_")) {
        text(core + "/stats/status/" + std::string(status) + "/total", "0\n");
      }
    }
  }

  template <std::size_t N>
  void memory(const std::string& directory, const std::array<std::string_view, N>& names) const {
    for (std::size_t i = 0; i < names.size(); ++i) {
      usage(directory + "/" + std::string(names[i]), 1000 * (i + 1));
    }
    usage(directory, 500 * N * (N + 1));
  }

 private:
  void usage(const std::string& directory, std::size_t bytes) const {
    text(directory + "/total", std::to_string(bytes) + "\n");
    text(directory + "/present", "64\n");
    text(directory + "/peak", std::to_string(2 * bytes) + "\n");
  }

  const fs::path& root_;
  const NeuronTree& tree_;
  int device_;
};

void write_errors(const Writer& write, const NeuronTree& tree) {
  write.text("stats/hardware/sram_ecc_uncorrected", "0\n");
  write.text("stats/hardware/mem_ecc_uncorrected", "0\n");
  write.text("stats/hardware/mem_ecc_repairable_uncorrected", "0\n");
  if (minor_of(tree) < 30) {
    return;
  }
  write.text("stats/hardware/sram_ecc_corrected", "2\n");
  write.text("stats/hardware/mem_ecc_corrected", "7\n");
  if (tree.model != NeuronModel::trn1 && tree.model != NeuronModel::inf2) {
    write.text("stats/hardware/health_status/unhealthy_components", "\n");
    write.text("stats/hardware/health_status/healthcheck_heartbeat", "41\n");
  }
}

std::string connected(const NeuronTree& tree, int device) {
  std::string list;
  for (const auto peer : neighbours(tree, device)) {
    list += (list.empty() ? "" : ", ") + std::to_string(peer);
  }
  return list + "\n";
}

void write_device(const fs::path& root, const NeuronTree& tree, int device) {
  const auto& model = model_of(tree);
  const Writer write(root, tree, device);
  write.text("core_count", std::to_string(core_count(tree)));
  write.text("connected_devices", connected(tree, device));
  write.text("reset", "2\n");
  write.text("info/notify_delay", "-1\n");
  write.text("info/serial_number", neuron_serial(device) + "\n");
  write.text("info/architecture/arch_type", std::string(model.arch) + "\n");
  write.text("info/architecture/instance_type", std::string(model.instance) + "\n");
  write.text("info/architecture/device_name", std::string(model.device_name) + "\n");
  write_errors(write, tree);
  write.text("stats/power/utilization",
             "POWER_STATUS_VALID," + std::to_string(tree.epoch) + ",0.86,25.00,18.86\n");
  if (minor_of(tree) >= 29) {
    write.text("stats/power/utilization_raw", "0,18.50\n1,unavailable\n");
  }
  write.memory("stats/memory_usage/host_mem", kHostMemory);
  for (int core = 0; core < core_count(tree); ++core) {
    const auto name = "neuron_core" + std::to_string(core);
    write.text(name + "/info/architecture/arch_type", std::string(model.core_arch) + "\n");
    if (tree.lean) {
      write.hardware_errors(name);
      continue;
    }
    write.status(name);
    write.memory(name + "/stats/memory_usage/device_mem", kDeviceMemory);
    write.text(name + "/stats/memory_usage/host_mem/total", "4096\n");
    write.text(name + "/stats/memory_usage/host_mem/present", "0\n");
    write.text(name + "/stats/memory_usage/host_mem/peak", "8192\n");
  }
  const auto own = root / directory_of(tree, device);
  fs::create_directories(root / "sys/class/neuron_device");
  fs::create_symlink("/sys/class/neuron_device", own / "subsystem");
  fs::create_symlink("/" + directory_of(tree, device),
                     root / "sys/class/neuron_device" / own.filename());
  const auto bus = root / "sys/bus/pci/devices" / pci_address(device);
  put(bus / "vendor", "0x1d0f\n");
  put(bus / "device", std::string(model.pci_device) + "\n");
}

void write_class(const fs::path& root, const NeuronTree& tree) {
  const auto directory = root / "sys/class/neuron_device";
  const bool ultra = tree.model == NeuronModel::trn2_ultraserver;
  put(directory / "node_id_2", ultra ? "1\n" : "-1\n");
  put(directory / "node_id_4", ultra ? "3\n" : "-1\n");
  put(directory / "server_id_2", ultra ? "00c0ffee00000002\n" : "0000000000000000\n");
  put(directory / "server_id_4", ultra ? "00c0ffee00000004\n" : "0000000000000000\n");
  put(directory / "ultraserver_mode", ultra ? "1,2\n" : "\n");
}

void write_ecc(const fs::path& root, const NeuronTree& tree, int device, std::string_view plain,
               std::string_view repairable) {
  write_neuron_file(root, tree, device, "stats/hardware/mem_ecc_uncorrected", plain);
  write_neuron_file(root, tree, device, "stats/hardware/mem_ecc_repairable_uncorrected",
                    repairable);
}

void kill_device(const fs::path& root, const NeuronTree& tree, int device) {
  write_neuron_file(root, tree, device, "info/serial_number", "\n");
  write_ecc(root, tree, device, "0\n", "0\n");
  for (const auto* file : {"sram_ecc_uncorrected", "sram_ecc_corrected", "mem_ecc_corrected"}) {
    const auto known = std::string("stats/hardware/") + file;
    if (fs::exists(root / neuron_file(tree, device, known))) {
      write_neuron_file(root, tree, device, known, "0\n");
    }
  }
}

}  // namespace

std::optional<NeuronModel> neuron_model(std::string_view name) {
  for (const auto& model : kModels) {
    if (model.name == name) {
      return model.model;
    }
  }
  return std::nullopt;
}

std::optional<NeuronFault> neuron_fault(std::string_view name) {
  for (const auto& fault : kFaults) {
    if (fault.name == name) {
      return fault.fault;
    }
  }
  return std::nullopt;
}

int device_count(const NeuronTree& tree) {
  return tree.devices > 0 ? tree.devices : model_of(tree).devices;
}

int core_count(const NeuronTree& tree) {
  return tree.cores > 0 ? tree.cores : model_of(tree).cores;
}

std::vector<int> neighbours(const NeuronTree& tree, int device) {
  if (tree.model == NeuronModel::trn3 || device_count(tree) == 1) {
    return {};
  }
  const int count = device_count(tree);
  if (tree.model == NeuronModel::inf2 || count != 16) {
    return count == 2 ? std::vector<int>{1 - device}
                      : std::vector<int>{(device + count - 1) % count, (device + 1) % count};
  }
  const int row = device / 4;
  const int column = device % 4;
  return {(row + 3) % 4 * 4 + column, row * 4 + (column + 3) % 4, (row + 1) % 4 * 4 + column,
          row * 4 + (column + 1) % 4};
}

std::string neuron_serial(int device) {
  return std::string("00a1b2c3d4e5f6") + std::to_string(10 + device);
}

std::string neuron_file(const NeuronTree& tree, int device, std::string_view known) {
  const auto place = tree.moved ? moved_place(std::string(known)) : std::string(known);
  return directory_of(tree, device) + "/" + place;
}

void write_neuron_tree(const fs::path& root, const NeuronTree& tree) {
  put(root / "GENERATED", "Not a capture of any machine: made by rackproof's generator, model " +
                              std::string(model_of(tree).name) + ", driver " + tree.driver +
                              (tree.moved ? ", places of files invented\n" : "\n"));
  put(root / "sys/module/neuron/version", tree.driver + "\n");
  for (int device = 0; device < device_count(tree); ++device) {
    write_device(root, tree, device);
  }
  write_class(root, tree);
}

void write_neuron_file(const fs::path& root, const NeuronTree& tree, int device,
                       std::string_view known, std::string_view text) {
  put(root / neuron_file(tree, device, known), text);
}

void apply_fault(const fs::path& root, const NeuronTree& tree, NeuronFault fault, int device) {
  const auto directory = root / "sys/class/neuron_device";
  switch (fault) {
    case NeuronFault::ecc_uncorrectable:
    case NeuronFault::repair_failed:
      return write_ecc(root, tree, device, "3\n", "0\n");
    case NeuronFault::repair_pending:
      return write_ecc(root, tree, device, "0\n", "3\n");
    case NeuronFault::dead:
      return kill_device(root, tree, device);
    case NeuronFault::unhealthy_link:
      return write_neuron_file(root, tree, device,
                               "stats/hardware/health_status/unhealthy_components",
                               "link_intraserver\n");
    case NeuronFault::election_busy:
      put(directory / "node_id_2", "busy\n");
      return put(directory / "node_id_4", "busy\n");
    case NeuronFault::election_fell_back:
      return put(directory / "node_id_4", "invalid\n");
  }
}

}  // namespace rackproof::testing
