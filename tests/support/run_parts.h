#pragma once

#include <memory>
#include <string>
#include <vector>

#include "certsuite/progress.h"
#include "certsuite/runner.h"
#include "probes/machine/clock.h"
#include "probes/machine/file_tree.h"
#include "probes/probe.h"
#include "tests/support/temp_dir.h"

namespace rackproof::testing {

/// Sees three devices, "node", "node/memory" and "node/cpu:0", and reads one value of the first.
class QuietProbe final : public Probe {
 public:
  explicit QuietProbe(const Host& host) : host_(host) {}
  [[nodiscard]] std::string_view name() const override { return "quiet"; }
  [[nodiscard]] std::chrono::milliseconds period() const override {
    return std::chrono::milliseconds(20);
  }
  Result<Discovery> discover() override;
  Result<ProbeReading> read() override;

 private:
  const Host& host_;
};

/// Remembers what it was told.
class RememberingProgress final : public ProgressListener {
 public:
  void run_started(const Plan& /*plan*/) override { said.emplace_back("run"); }
  void step_started(std::size_t /*index*/, const PlannedStep& step) override {
    said.push_back("start " + step.phase);
  }
  void tick(std::chrono::nanoseconds /*elapsed*/) override { ++ticks; }
  void step_finished(std::size_t /*index*/, const Step& step) override {
    said.push_back("end " + step.phase);
  }
  void run_finished(const RunRecord& /*record*/) override { said.emplace_back("over"); }

  std::vector<std::string> said;
  int ticks = 0;
};

/// Everything a run needs: an empty machine, one probe, an output directory, the test child in the
/// place of the program, and impatience.
class RunRig {
 public:
  explicit RunRig(std::vector<Phase> phases);

  RunSetup setup();
  /// Runs the plan; the run must be possible.
  RunRecord run(std::stop_token stop = {});

  TempDir machine;
  TempDir place;
  std::string state = place.at("state");
  std::string output = place.at("bundle");
  FileTree files;
  SystemClock clock;
  Host host{files, clock};
  std::vector<std::unique_ptr<Probe>> probes;
  Inventory inventory;
  Plan plan;
  RememberingProgress progress;
};

}  // namespace rackproof::testing
