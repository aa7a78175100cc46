#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "probes/engine/engine_door.h"
#include "probes/machine/child_process.h"
#include "tests/support/temp_dir.h"

namespace rackproof::testing {

/// One series as an engine keeps it: labels with a __name__, and milliseconds with values.
struct FilledSeries {
  std::map<std::string, std::string> labels;
  std::vector<std::pair<std::int64_t, double>> samples;
};

/// A real VictoriaMetrics or Prometheus on 127.0.0.1 that holds the given series, a child of this
/// process with its data in a directory of its own. The test fails where it is not installed.
class FilledEngine {
 public:
  enum class Make { victoria_metrics, prometheus };

  FilledEngine(Make make, const std::vector<FilledSeries>& series);
  ~FilledEngine();
  FilledEngine(const FilledEngine&) = delete;
  FilledEngine& operator=(const FilledEngine&) = delete;
  FilledEngine(FilledEngine&&) = delete;
  FilledEngine& operator=(FilledEngine&&) = delete;

  [[nodiscard]] engine::EngineSettings settings() const;

 private:
  void start(const std::vector<std::string>& argv, const std::string& ready);
  [[nodiscard]] bool answers(const std::string& target) const;
  void import_lines(const std::vector<FilledSeries>& series) const;
  void make_blocks(const std::vector<FilledSeries>& series) const;

  TempDir directory_;
  std::string origin_;
  std::unique_ptr<ChildProcess> child_;
};

}  // namespace rackproof::testing
