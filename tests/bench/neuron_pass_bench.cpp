// One reading pass of the Neuron probe over 16 Trainium2 devices, about 3,000 files, from the first
// pread to samples in the queue, against nothing but one pread of each file that the pass reads,
// all already open. Both in files a second. On tmpfs with a generated tree; then the same way of
// reading over files of the real /sys that hold a number.

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "probes/attribute_reader.h"
#include "probes/factories.h"
#include "probes/machine/clock.h"
#include "probes/machine/open_file_limit.h"
#include "probes/reading_parse.h"
#include "probes/sample_queue.h"
#include "schemas/catalogue.h"
#include "tests/bench/bench_line.h"
#include "tests/bench/neuron_ground.h"
#include "tests/support/neuron_tree.h"

namespace rackproof::bench {
namespace {

namespace fs = std::filesystem;

constexpr int kPasses = 200;
constexpr std::size_t kQueueLimit = 1U << 20U;

double median(std::vector<double> values) {
  std::ranges::nth_element(values, values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2));
  return values[values.size() / 2];
}

double seconds_of(const Clock& clock, const std::function<void()>& work) {
  const auto start = clock.monotonic();
  work();
  return std::chrono::duration<double>(clock.monotonic() - start).count();
}

/// Passes of ours and of the rival's by turns, so that what disturbs one disturbs the other.
/// `ours` gives the samples of one pass to the queue; emptying it is the writer's part.
void compare(const std::string& bench, const Paths& paths,
             const std::function<void(SampleQueue&)>& ours) {
  const SystemClock clock;
  Preads rival(paths);
  if (!rival.all_open()) {
    tell_skipped(bench, "not all files could be opened; see ulimit -Hn");
    return;
  }
  std::vector<double> our_seconds;
  std::vector<double> rival_seconds;
  std::size_t bytes = 0;
  SampleQueue queue(kQueueLimit);
  for (int pass = -5; pass < kPasses; ++pass) {
    const auto theirs = seconds_of(clock, [&] { bytes += rival.pass(); });
    const auto mine = seconds_of(clock, [&] { ours(queue); });
    const auto samples = queue.take_all().samples.size();
    if (samples < paths.size() / 2 || bytes == 0) {
      tell_skipped(bench, "a pass gave too few samples");
      return;
    }
    if (pass >= 0) {  // those before only warm up
      rival_seconds.push_back(theirs);
      our_seconds.push_back(mine);
    }
  }
  const auto files = static_cast<double>(paths.size());
  tell({bench, files / median(our_seconds), files / median(rival_seconds), "files/s"});
}

void compare_tree() {
  constexpr const char* kBench = "neuron_pass/tmpfs";
  if (!MemoryDirectory::is_possible()) {
    tell_skipped(kBench, "no /dev/shm");
    return;
  }
  const MemoryDirectory directory;
  testing::write_neuron_tree(directory.path(), {.model = testing::NeuronModel::trn2, .cores = 3});
  const auto tree = FileTree::open(directory.path().string(), FileChanges::in_place);
  if (!tree) {
    tell_skipped(kBench, tree.error().message);
    return;
  }
  const SystemClock clock;
  const Host host{*tree, clock};
  const auto probe = make_neuron_probe(host);
  if (!probe->discover()) {
    tell_skipped(kBench, "the probe found no device");
    return;
  }
  compare(kBench, files_of_a_pass(host, directory.path()), [&](SampleQueue& queue) {
    auto reading = probe->read();
    if (reading) {
      queue.push({std::move(reading->samples), std::move(reading->events)});
    }
  });
}

/// Files of /sys that hold one number, no more than the node of Trainium devices has; of places
/// where reading asks no hardware.
Paths numbers_in_sysfs(const FileTree& machine) {
  constexpr std::size_t kMost = 3000;
  Paths paths;
  for (const auto* place : {"/sys/devices/system/cpu", "/sys/devices/system/node",
                            "/sys/devices/virtual/net", "/sys/devices/virtual/block"}) {
    std::error_code failure;
    fs::recursive_directory_iterator entry(place, fs::directory_options::skip_permission_denied,
                                           failure);
    while (!failure && entry != fs::recursive_directory_iterator() && paths.size() < kMost) {
      std::error_code unknown;
      const auto path = entry->path().string();
      const auto text = entry->symlink_status(unknown).type() == fs::file_type::regular
                            ? machine.read_text(path)
                            : Result<std::string>(std::string());
      if (text && has_value(parse_count(*text))) {
        paths.insert(path);
      }
      entry.increment(failure);
    }
  }
  return paths;
}

void compare_sysfs() {
  constexpr const char* kBench = "neuron_pass/sysfs";
  constexpr auto kMetric = metrics::named("neuron_status_success_total");
  constexpr std::size_t kFew = 100;
  const auto machine = FileTree::open("/");
  if (!machine) {
    tell_skipped(kBench, machine.error().message);
    return;
  }
  const auto paths = numbers_in_sysfs(*machine);
  if (paths.size() < kFew) {
    tell_skipped(kBench, "fewer than 100 files of /sys hold a number");
    return;
  }
  Attributes attributes;
  for (const auto& path : paths) {
    attributes.push_back({0, kMetric, path, parse_count});
  }
  const SystemClock clock;
  KeptFiles files(*machine, open_file_limit() / 2);
  const AttributeReader reader(std::move(attributes), files);
  compare(kBench, paths, [&](SampleQueue& queue) {
    Samples samples;
    samples.reserve(reader.size());
    reader.read(files, clock, samples);
    queue.push({std::move(samples), {}});
  });
}

}  // namespace
}  // namespace rackproof::bench

int main() {
  rackproof::raise_open_file_limit();
  rackproof::bench::compare_tree();
  rackproof::bench::compare_sysfs();
  return EXIT_SUCCESS;
}
