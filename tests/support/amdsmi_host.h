#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "probes/amdsmi/amdsmi_probe.h"
#include "tests/support/amdgpu_tree.h"
#include "tests/support/fixture_host.h"
#include "tests/support/temp_dir.h"

namespace rackproof::testing {

/// A machine with two AMD cards, the first of them with a partition beside it, for the stand-in
/// library that a child of the real program loads. `behaviour` as in amdsmi_stand_in.h.
class AmdsmiHost {
 public:
  explicit AmdsmiHost(const std::string& behaviour) : fixture(written()) {
    options.source.program = RACKPROOF_PROGRAM;
    options.source.library = AMDSMI_STAND_IN_LIBRARY;
    options.source.environment = {"AMDSMI_STAND_IN=" + behaviour};
    // Long enough for a healthy child on a busy machine; what hangs is waited for as long.
    options.discovery_patience = std::chrono::seconds(behaviour == "hung_init" ? 1
                                                      : behaviour == "hung"    ? 5
                                                                               : 60);
    options.pass_patience = options.discovery_patience;
  }

  [[nodiscard]] std::unique_ptr<Probe> probe() const {
    return make_amdsmi_probe(fixture.host(), options);
  }

  TempDir root;
  FixtureHost fixture;
  AmdsmiOptions options;

 private:
  const std::filesystem::path& written() const {
    write_card(root, {0, "0000:3b:00.0", "4f2a8c19d3e07b65"});
    write_card(root, {1, "0000:3b:00.1", "4f2a8c19d3e07b65"});
    write_card(root, {2, "0000:5d:00.0", "70be11d2a4c8935f"});
    return root.path();
  }
};

}  // namespace rackproof::testing
