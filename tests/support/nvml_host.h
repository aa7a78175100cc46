#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "probes/nvml/nvml_probe.h"
#include "tests/support/fixture_host.h"
#include "tests/support/temp_dir.h"

namespace rackproof::testing {

inline constexpr auto kFirstGpu = "node/accelerator:0000:9b:00.0";
inline constexpr auto kSecondGpu = "node/accelerator:0000:db:00.0";

/// A machine with two NVIDIA GPUs on its bus, for the stand-in library that a child of the real
/// program loads. `behaviour` as in nvml_stand_in.cpp; "old" is the old library, healthy.
class NvmlHost {
 public:
  explicit NvmlHost(const std::string& behaviour) : fixture(written()) {
    const bool old = behaviour == "old";
    options.source.program = RACKPROOF_PROGRAM;
    options.source.library = old ? NVML_STAND_IN_OLD_LIBRARY : NVML_STAND_IN_LIBRARY;
    options.source.environment = {"NVML_STAND_IN=" + (old ? "healthy" : behaviour)};
    // Long enough for a healthy child on a busy machine; what hangs is waited for as long.
    options.discovery_patience = std::chrono::seconds(behaviour == "hung_init" ? 1
                                                      : behaviour == "hung"    ? 5
                                                                               : 60);
    options.pass_patience = options.discovery_patience;
  }

  [[nodiscard]] std::unique_ptr<Probe> probe() const {
    return make_nvml_probe(fixture.host(), options);
  }

  static void put_function(const TempDir& root, const std::string& address,
                           const std::string& vendor, const std::string& kind) {
    const auto directory = "sys/bus/pci/devices/" + address;
    root.write(directory + "/vendor", vendor + "\n");
    root.write(directory + "/class", kind + "\n");
  }

  TempDir root;
  FixtureHost fixture;
  NvmlOptions options;

 private:
  const std::filesystem::path& written() const {
    put_function(root, "0000:00:1f.0", "0x8086", "0x060100");
    put_function(root, "0000:9b:00.0", "0x10de", "0x030200");
    put_function(root, "0000:db:00.0", "0x10de", "0x030200");
    return root.path();
  }
};

}  // namespace rackproof::testing
