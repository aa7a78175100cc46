// What one reading a second costs: values for each second of processor time, of the collector with
// the Neuron probe over 16 Trainium2 devices on tmpfs, and of prometheus-node-exporter asked once a
// second for this machine. Whole processes, without their start. And the collector's resident
// memory, which includes the samples of nothing: its sink counts and forgets.

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <sys/resource.h>
#include <unistd.h>

#include "probes/collector.h"
#include "probes/factories.h"
#include "probes/machine/child.h"
#include "probes/machine/clock.h"
#include "probes/machine/file_tree.h"
#include "probes/machine/open_file_limit.h"
#include "schemas/text.h"
#include "tests/bench/bench_line.h"
#include "tests/bench/node_exporter.h"
#include "tests/support/neuron_tree.h"

namespace rackproof::bench {
namespace {

namespace fs = std::filesystem;

constexpr const char* kCost = "collector/node_exporter";
constexpr const char* kMemory = "collector/resident_memory";
constexpr int kSeconds = 20;
constexpr double kMemoryTarget = 30e6;  ///< Bytes.

struct Cost {
  std::int64_t values = 0;
  double cpu_seconds = 0;

  [[nodiscard]] double values_per_second() const {
    return cpu_seconds > 0 ? static_cast<double>(values) / cpu_seconds : 0;
  }
};

// ---- ours, in a process of its own ----

class CountingSink final : public SampleSink {
 public:
  Result<void> append(const Devices& /*devices*/, const Samples& samples) override {
    values += static_cast<std::int64_t>(
        std::ranges::count_if(samples, [](const Sample& each) { return has_value(each.reading); }));
    return {};
  }
  Result<void> append(const Events& /*events*/) override { return {}; }

  std::atomic<std::int64_t> values = 0;
};

double own_cpu_seconds() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

int collect(const std::string& root) {
  raise_open_file_limit();
  const auto tree = FileTree::open(root, FileChanges::in_place);
  if (!tree) {
    return EXIT_FAILURE;
  }
  const SystemClock clock;
  const Host host{*tree, clock};
  std::vector<std::unique_ptr<Probe>> probes;
  probes.push_back(make_neuron_probe(host));
  const auto inventory = take_inventory(host, probes);
  CountingSink sink;
  Collector collector(host, probes, inventory, sink);
  collector.start();
  if (!collector.read_now(std::chrono::seconds(10))) {  // discovery is part of the start
    return EXIT_FAILURE;
  }
  const auto before = own_cpu_seconds();
  const std::int64_t values_before = sink.values;
  std::this_thread::sleep_for(std::chrono::seconds(kSeconds));
  const auto records = collector.stop();
  const auto cpu_seconds = own_cpu_seconds() - before;
  if (!records) {
    return EXIT_FAILURE;
  }
  std::cout << sink.values - values_before << " " << format_double(cpu_seconds) << "\n";
  return EXIT_SUCCESS;
}

Result<Cost> our_cost(const std::string& root) {
  const auto self = own_executable();
  if (!self) {
    return self.error();
  }
  ChildCommand command;
  command.argv = {*self, "--collect", root};
  const auto child = run_child(command, {}, {});
  if (!child) {
    return child.error();
  }
  const auto told = words(child->output);
  const auto values = told.size() == 2 ? parse_integer(told[0])
                                       : Error{ErrorKind::malformed, "the collector told nothing"};
  const auto cpu = told.size() == 2 ? parse_double(told[1]) : Result<double>(0.0);
  if (!values || !cpu) {
    return !values ? values.error() : cpu.error();
  }
  tell({kMemory, 1e6 / static_cast<double>(child->peak_rss_bytes), 1e6 / kMemoryTarget, "1/MB"});
  return Cost{*values, *cpu};
}

void compare() {
  const auto root = fs::path("/dev/shm") / ("rackproof-bench-" + std::to_string(::getpid()));
  fs::remove_all(root);
  fs::create_directories(root);
  testing::write_neuron_tree(root, {.model = testing::NeuronModel::trn2, .cores = 3});
  const auto ours = our_cost(root.string());
  fs::remove_all(root);
  if (!ours) {
    tell_skipped(kCost, ours.error().message);
    return;
  }
  const auto rivals = run_exporter({}, kSeconds);
  if (!rivals) {
    tell_skipped(kCost, rivals.error().message);
    return;
  }
  const Cost theirs{rivals->values, rivals->cost.cpu_seconds};
  tell({kCost, ours->values_per_second(), theirs.values_per_second(), "values/s"});
}

}  // namespace
}  // namespace rackproof::bench

int main(int count, char** arguments) {
  const std::vector<std::string> words(arguments, arguments + count);
  if (words.size() == 3 && words[1] == "--collect") {
    return rackproof::bench::collect(words[2]);
  }
  rackproof::bench::compare();
  return EXIT_SUCCESS;
}
