// What an agent costs that reads every probe each second and stores what it read.
//
// On this machine, against prometheus-node-exporter asked once a second, in processor time. The
// same readings: series that our /metrics has under node_exporter's own names and labels
// (docs/compat.md) and its page has too. Ours is all that the agent costs, whatever else it reads;
// the rival runs with nothing but those of its collectors that give one of these series. Beside it,
// per value: all values of ours that are found in the store, all values of its page with its
// default collectors.
//
// And over 16 Trainium2 devices in memory, whose files stay open as those of sysfs do, against one
// pread a second of each of the same files; and the memory of the agent on both, at rest and filled
// with ten minutes, of which the store holds as many readings in memory as it may.

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "cli/agent_station.h"
#include "probes/machine/clock.h"
#include "probes/machine/http_session.h"
#include "probes/machine/open_file_limit.h"
#include "schemas/text.h"
#include "tests/bench/agent_children.h"
#include "tests/bench/bench_line.h"
#include "tests/bench/neuron_ground.h"
#include "tests/bench/node_exporter.h"
#include "tests/support/neuron_tree.h"

namespace rackproof::bench {
namespace {

constexpr int kSeconds = 20;
constexpr int kFill = 660;              ///< Seconds: chunks are written some times.
constexpr double kMemoryTarget = 20e6;  ///< Bytes.

/// Which of its collectors gives which names (node_exporter 1.5).
struct Collector {
  std::string_view prefix;
  std::string_view name;
};

// clang-format off
constexpr std::array kCollectors{
    Collector{"node_cooling_device_", "thermal_zone"}, Collector{"node_cpu_core_throttles", "cpu"},
    Collector{"node_cpu_package_throttles", "cpu"},    Collector{"node_cpu_scaling_", "cpufreq"},
    Collector{"node_edac_", "edac"},                   Collector{"node_hwmon_", "hwmon"},
    Collector{"node_infiniband_", "infiniband"},       Collector{"node_memory_", "meminfo"},
    Collector{"node_network_", "netclass"},            Collector{"node_network_receive_", "netdev"},
    Collector{"node_network_transmit_", "netdev"},     Collector{"node_nvme_", "nvme"},
    Collector{"node_pressure_", "pressure"},           Collector{"node_rapl_", "rapl"},
    Collector{"node_thermal_zone_", "thermal_zone"},   Collector{"node_uname_", "uname"},
};
// clang-format on

std::vector<std::string> collectors_for(const std::set<std::string>& series) {
  std::set<std::string> names;
  for (const auto& each : series) {
    const auto* best = static_cast<const Collector*>(nullptr);
    for (const auto& collector : kCollectors) {
      const bool fits = each.starts_with(collector.prefix);
      best = fits && (best == nullptr || collector.prefix.size() > best->prefix.size()) ? &collector
                                                                                        : best;
    }
    if (best != nullptr) {
      names.insert("--collector." + std::string(best->name));
    }
  }
  std::vector<std::string> words{"--collector.disable-defaults", "--web.disable-exporter-metrics"};
  words.insert(words.end(), names.begin(), names.end());
  return words;
}

/// Our own page of this machine, under their names.
Result<std::string> our_page() {
  const SystemClock clock;
  AgentConfig config;
  config.listen = "127.0.0.1:0";
  config.exposition.compat = {CompatSet::node_exporter};
  auto station = AgentStation::prepare(config, clock);
  auto begun = station ? (*station)->begin() : Result<void>(station.error());
  if (!begun) {
    return begun.error();
  }
  std::this_thread::sleep_for(std::chrono::seconds(4));
  auto session = HttpSession::open({"http://" + (*station)->address(), PeerProof::plain, ""});
  HttpRequest request;
  request.target = "/metrics";
  auto answer = session ? session->ask(request) : Result<HttpAnswer>(std::move(session).error());
  const auto ended = (*station)->end();
  if (!answer || !ended) {
    return !answer ? answer.error() : ended.error();
  }
  return std::move(answer->body);
}

/// What went wrong first; "" = nothing did.
template <typename... Results>
std::string trouble_of(const Results&... results) {
  std::string first;
  const auto look = [&first](const auto& result) {
    first = first.empty() && !result ? result.error().message : first;
  };
  (look(results), ...);
  return first;
}

void tell_memory(const std::string& name, double bytes) {
  tell({name, 1e6 / bytes, 1e6 / kMemoryTarget, "1/MB"});
}

double per_second(double count) {
  return count / kSeconds;
}

void compare_host() {
  constexpr const char* kSame = "agent/node_exporter";
  const auto page = our_page();
  const auto whole = run_exporter({}, kSeconds);
  const auto ours = run_station("/", kSeconds);
  if (const auto trouble = trouble_of(page, whole, ours); !trouble.empty()) {
    tell_skipped(kSame, trouble);
    return;
  }
  const auto own = series_in(*page, "node_");
  const auto theirs = series_in(whole->page, "node_");
  std::set<std::string> same;
  std::ranges::set_intersection(own, theirs, std::inserter(same, same.end()));
  const auto rival = run_exporter(collectors_for(same), kSeconds);
  const auto kept = rival ? series_in(rival->page, "node_") : std::set<std::string>();
  if (!rival || same.empty() || !std::ranges::includes(kept, same)) {
    tell_skipped(kSame, rival ? "no series are the same, or its collectors give fewer"
                              : rival.error().message);
    return;
  }
  const auto readings = static_cast<double>(same.size()) * kSeconds;
  tell({kSame, readings / ours->cpu_seconds, readings / rival->cost.cpu_seconds, "readings/s"});
  tell({"agent/node_exporter_each_value", static_cast<double>(ours->values) / ours->cpu_seconds,
        static_cast<double>(whole->values) / whole->cost.cpu_seconds, "values/s"});
  tell({"agent/seconds_between_wake_ups", 1 / per_second(ours->wake_ups),
        1 / per_second(rival->cost.wake_ups), "s"});
  tell_memory("agent/resident_memory", ours->resident_bytes);
}

void compare_trainium() {
  constexpr const char* kPread = "agent/trainium_preads";
  if (!MemoryDirectory::is_possible()) {
    tell_skipped(kPread, "no /dev/shm");
    return;
  }
  const MemoryDirectory directory;
  testing::write_neuron_tree(directory.path(), {.model = testing::NeuronModel::trn2, .cores = 3});
  const auto root = directory.path().string();
  const auto rival = run_preads(root, kSeconds);
  const auto ours = run_station(root, kSeconds);
  const auto filled = run_filling(root, kFill);
  if (const auto trouble = trouble_of(rival, ours, filled); !trouble.empty()) {
    tell_skipped(kPread, trouble);
    return;
  }
  const auto files = static_cast<double>(rival->values);
  tell({kPread, files / ours->cpu_seconds, files / rival->cpu_seconds, "files/s"});
  tell({"agent/trainium_seconds_between_wake_ups", 1 / per_second(ours->wake_ups),
        1 / per_second(rival->wake_ups), "s"});
  tell_memory("agent/trainium_resident_memory", ours->resident_bytes);
  tell_memory("agent/trainium_filled_memory", filled->resident_bytes);
}

}  // namespace
}  // namespace rackproof::bench

int main(int count, char** arguments) {
  const std::vector<std::string> words(arguments, arguments + count);
  if (words.size() == 4) {
    return rackproof::bench::run_as_child(words);
  }
  rackproof::raise_open_file_limit();
  rackproof::bench::compare_host();
  rackproof::bench::compare_trainium();
  return EXIT_SUCCESS;
}
