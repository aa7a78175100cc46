#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tests/bench/telemetry_job.h"

namespace rackproof::bench {

inline constexpr std::size_t kHostMetrics = 300;

struct HostMetric {
  std::string name;
  std::string_view kind;
  std::string labels;  ///< "cpu=0,mode=user": what tells it from others of that name; may be "".
};

/// One made-up host: processors, memory, disks, network, sensors, second by second.
class HostMaker {
 public:
  explicit HostMaker(Chance chance);

  /// kHostMetrics of them, in the order of the values.
  [[nodiscard]] const std::vector<HostMetric>& metrics() const { return metrics_; }
  void next(const Job& job, std::size_t second, std::span<double, kHostMetrics> values);
  [[nodiscard]] Chance& chance() { return chance_; }

 private:
  static constexpr std::size_t kCpus = 16;
  static constexpr std::size_t kModes = 8;

  /// A cpu's time by mode, in hundredths of a second.
  struct CpuTimes {
    std::array<double, kModes> ticks{};
    double load = 0.1;
  };

  /// What a signal may look at.
  struct Now {
    const Job& job;
    std::size_t second;
    Chance& chance;
  };
  using Signal = std::function<double(const Now&)>;

  void add(std::string name, std::string_view kind, std::string labels, Signal signal);
  void add_cpus();
  void add_memory();
  void add_memory_line(std::string_view name, double share, double pages);
  void add_disk(int disk);
  void add_disk_counter(std::string_view counter, const std::string& labels, double rate);
  void add_network(int port);
  void add_traffic(int port, std::size_t which);
  void add_filesystem(int mount);
  void add_free(const std::string& name, const std::string& labels, double share, double unit);
  void add_sensors();
  void add_supply();
  void add_load(const std::string& name, double share);
  void add_rest();
  void next_of_cpu(const Job& job, CpuTimes& cpu);

  Chance chance_;
  std::vector<HostMetric> metrics_;
  std::array<CpuTimes, kCpus> cpus_;
  std::vector<Signal> signals_;  ///< Of what follows the cpus.
};

}  // namespace rackproof::bench
