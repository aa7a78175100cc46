// mem_pattern's rate of checked bytes, as the workload tells it, against stressapptest with the
// same buffer and as many threads.
//
// What is counted: each byte of payload once. stressapptest copies pages while it sums them up, and
// its "Memory Copy" figure counts every copied byte twice, as read and as written, in MiB
// (src/worker.h, CopyThread::GetMemoryCopiedData), so its payload is half of that. mem_pattern
// reads and checks a block and then overwrites it: as much traffic for each byte that it counts. -W
// is stressapptest's SIMD copy, the faster one.

#include <string>
#include <string_view>

#include "certsuite/workloads/memory_budget.h"
#include "certsuite/workloads/team.h"
#include "probes/machine/child.h"
#include "probes/machine/file_tree.h"
#include "schemas/text.h"
#include "tests/bench/bench_line.h"
#include "tests/bench/workload_run.h"

namespace rackproof::bench {
namespace {

constexpr const char* kBench = "mem_pattern/stressapptest";
constexpr double kMebibyte = 1 << 20;
constexpr int kMebibytes = 512;  ///< Far past any cache, touched soon even where pages come slowly.
constexpr const char* kSeconds = "20";

/// Mean rate over all windows: every pattern has its share.
double mean_rate(const WorkloadRun& run) {
  double bytes = 0;
  double seconds = 0;
  for (const auto& window : run.windows) {
    if (window.metric == "mem_pattern_bytes_per_second") {
      bytes += window.value * window.seconds;
      seconds += window.seconds;
    }
  }
  return seconds > 0 ? bytes / seconds : 0;
}

Result<double> our_rate() {
  const auto files = FileTree::open("/");
  if (!files) {
    return files.error();
  }
  const auto available = memory_budget(*files);
  if (!available) {
    return available.error();
  }
  const double share = kMebibytes * kMebibyte / static_cast<double>(*available);
  const auto run =
      run_workload({"mem_pattern", "--seconds", kSeconds, "--parameter",
                    "memory_share=" + format_double(share), "--parameter", "fade_seconds=0"});
  if (!run) {
    return run.error();
  }
  const auto region = parse_double(run->fact("region_bytes"));
  if (!region || *region < 0.95 * kMebibytes * kMebibyte) {
    return Error{ErrorKind::out_of_range,
                 "the region was only " + run->fact("region_bytes") + " B"};
  }
  return mean_rate(*run);
}

/// From "Stats: Memory Copy: 536828.00M at 53681.66MB/s".
Result<double> payload_rate(std::string_view output) {
  constexpr std::string_view kLine = "Memory Copy: ";
  constexpr std::string_view kAt = "M at ";
  const auto line = output.find(kLine);
  const auto at = line == std::string_view::npos ? line : output.find(kAt, line);
  if (at == std::string_view::npos) {
    return Error{ErrorKind::malformed, "stressapptest told no memory copy rate"};
  }
  const auto number = output.substr(at + kAt.size());
  const auto rate = parse_double(number.substr(0, number.find("MB/s")));
  if (!rate) {
    return rate.error();
  }
  return *rate * kMebibyte / 2;
}

Result<double> rival_rate() {
  if (!find_program("stressapptest")) {
    return Error{ErrorKind::absent, "rival missing: Debian package stressapptest"};
  }
  ChildCommand command;
  command.argv = {"stressapptest",
                  "-s",
                  "8",
                  "-M",
                  std::to_string(kMebibytes),
                  "-m",
                  std::to_string(allowed_processors().size()),
                  "-W"};
  command.environment = {"PATH=/usr/bin:/bin"};
  const auto ended = run_child(command, {}, {});
  if (!ended) {
    return ended.error();
  }
  if (ended->exit_code != 0) {
    return Error{ErrorKind::io, "stressapptest did not end well"};
  }
  return payload_rate(ended->output);
}

int compare() {
  const auto ours = our_rate();
  const auto rival = rival_rate();
  for (const auto* each : {&ours, &rival}) {
    if (!*each) {
      tell_skipped(kBench, each->error().message);
      return 0;
    }
  }
  tell({kBench, *ours, *rival, "B/s"});
  return 0;
}

}  // namespace
}  // namespace rackproof::bench

int main() {
  return rackproof::bench::compare();
}
