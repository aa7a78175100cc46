// What a run's journal costs beside the store: processor time of hashing every reading of a node
// with 16 accelerators, 1,020 a second, minute by minute and line by line onto the disk; held
// against the store that keeps the same readings, and against plain SHA-256 of the same text.

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <deque>
#include <filesystem>
#include <functional>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "certsuite/reading_stretches.h"
#include "probes/machine/journal_file.h"
#include "schemas/digest.h"
#include "schemas/json/journal_json.h"
#include "schemas/reading_leaf.h"
#include "schemas/store/store.h"
#include "tests/bench/bench_line.h"
#include "tests/bench/telemetry_maker.h"

namespace rackproof::bench {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kSeconds = 600;
constexpr std::size_t kFlushEvery = 2;  ///< Seconds, as a run does.
constexpr double kShareOfAProcessor = 0.01;
constexpr int kRounds = 3;

/// Ten minutes of one node, as a collector hands them on.
struct Readings {
  Devices devices;
  std::deque<std::string> names;
  std::deque<Metric> metrics;
  std::vector<Samples> seconds;
  std::size_t count = 0;
};

const Metric* metric_named(const std::string& name, Readings& readings) {
  const auto found = std::find_if(readings.metrics.begin(), readings.metrics.end(),
                                  [&name](const Metric& each) { return each.name == name; });
  if (found != readings.metrics.end()) {
    return &*found;
  }
  auto& added = readings.metrics.emplace_back();
  added.name = readings.names.emplace_back(name);
  added.kind = MetricKind::gauge;
  return &added;
}

void make(Readings& readings) {
  const TelemetryShape shape{.nodes = 1, .seconds = kSeconds};
  TelemetryMaker maker(shape);
  const auto series = maker.series();
  readings.devices.resize(shape.groups());
  for (std::size_t i = 0; i < readings.devices.size(); ++i) {
    readings.devices[i].id = "node/made:" + std::to_string(i);
  }
  std::vector<const Metric*> metrics;
  for (const auto& each : series) {
    const bool host = each.group + 1 == shape.groups();
    metrics.push_back(metric_named(host ? each.metric + each.labels : each.metric, readings));
  }
  std::vector<double> values(series.size());
  std::vector<std::int64_t> stamps(shape.groups());
  for (std::size_t second = 0; second < kSeconds; ++second) {
    maker.next(values, stamps);
    auto& samples = readings.seconds.emplace_back();
    for (std::size_t i = 0; i < series.size(); ++i) {
      const auto group = series[i].group;
      samples.push_back({static_cast<DeviceHandle>(group), metrics[i],
                         UtcTime{std::chrono::milliseconds(stamps[group])}, values[i]});
    }
    readings.count += samples.size();
  }
}

/// Processor time of `work`, the least of some rounds; negative where it failed.
double cpu_seconds(const std::function<bool()>& work) {
  double least = -1;
  for (int round = 0; round < kRounds; ++round) {
    const auto began = std::clock();
    if (!work()) {
      return -1;
    }
    const auto took = static_cast<double>(std::clock() - began) / CLOCKS_PER_SEC;
    least = least < 0 ? took : std::min(least, took);
  }
  return least;
}

bool store_alone(const Readings& readings, const std::string& directory) {
  fs::remove_all(directory);
  fs::create_directories(directory);
  auto store = Store::open(directory + "/samples.db", Store::Mode::create);
  bool good = store.has_value();
  for (std::size_t second = 0; good && second < readings.seconds.size(); ++second) {
    good = (*store)->append(readings.devices, readings.seconds[second]).has_value();
    if (good && second % kFlushEvery == 0) {
      good = (*store)->flush().has_value();
    }
  }
  return good && (*store)->close();
}

bool journal_alone(const Readings& readings, const std::string& directory) {
  fs::remove_all(directory);
  fs::create_directories(directory);
  auto file = JournalFile::open(directory + "/journal.jsonl", 0);
  bool good = file.has_value();
  ReadingStretches stretches(std::nullopt);
  JournalEnd end;
  for (const auto& samples : readings.seconds) {
    stretches.take(readings.devices, samples);
    for (const auto& line : stretches.close(samples.back().taken_at)) {
      good = good && file->append(encode_journal_line(line, end));
    }
  }
  for (const auto& line : stretches.close_all()) {
    good = good && file->append(encode_journal_line(line, end));
  }
  return good && end.tree.size() >= kSeconds / 60;
}

/// The same rows as one text.
std::string rows_of(const Readings& readings) {
  std::string text;
  for (const auto& samples : readings.seconds) {
    for (const auto& sample : samples) {
      append_stamp(text, sample.taken_at);
      append_value(text, sample.reading);
    }
  }
  return text;
}

int fail(const std::string& why) {
  tell_skipped("journal", why);
  return EXIT_FAILURE;
}

int measure(const std::string& directory) {
  Readings readings;
  make(readings);
  const auto store = cpu_seconds([&] { return store_alone(readings, directory); });
  const auto journal = cpu_seconds([&] { return journal_alone(readings, directory); });
  fs::remove_all(directory);
  if (store <= 0 || journal <= 0) {
    return fail("the store or the journal could not be written");
  }
  const auto rows = rows_of(readings);
  const auto hash = cpu_seconds([&] { return sha256(rows) != Sha256Digest{}; });
  const auto count = static_cast<double>(readings.count);
  tell({"journal/node_cpu", kSeconds / journal, 1 / kShareOfAProcessor, "s/CPU s"});
  tell({"journal/store", count / journal / 1e6, count / store / 1e6, "Msamples/CPU s"});
  std::cerr << "hashed: " << static_cast<double>(rows.size()) / count << " bytes a reading\n";
  tell({"journal/sha256", count / journal / 1e6, count / hash / 1e6, "Msamples/CPU s"});
  return EXIT_SUCCESS;
}

}  // namespace
}  // namespace rackproof::bench

int main() {
  const auto here = std::filesystem::read_symlink("/proc/self/exe").parent_path();
  return rackproof::bench::measure((here / "journal_bench.part").string());
}
