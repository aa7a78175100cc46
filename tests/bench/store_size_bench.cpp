// What samples cost in a store: bytes a sample of the whole file, bytes written for it, processor
// time, time and memory; store_size DIR|made:NODESxSECONDS [--every 10] [--keep FILE] [--json]
// [--unchecked]. DIR holds a data set (telemetry_set.h). Every so many seconds of data are flushed;
// time counts the store's calls alone, memory the whole process. Every sample of DIR is read back
// and compared, unless --unchecked says that it was before.

#include <bit>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <deque>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <malloc.h>

#include "schemas/json/json_value.h"
#include "schemas/json/json_writer.h"
#include "schemas/store/store.h"
#include "schemas/text.h"
#include "tests/bench/telemetry_feed.h"

namespace rackproof::bench {
namespace {

constexpr std::size_t kDevicesTogether = 272;  ///< In one append(): sixteen nodes.

struct Options {
  std::string data;
  std::size_t every = 10;
  std::string kept;  ///< "" = the file goes away.
  bool json = false;
  bool checked = true;
};

/// What is handed to the store together: some devices, and which series are theirs.
struct Batch {
  Devices devices;
  std::size_t first_group = 0;
  std::size_t first_series = 0;
  std::size_t end_series = 0;
};

/// The data set as a store takes it.
struct Layout {
  std::vector<Batch> batches;
  std::vector<const Metric*> metrics;  ///< By series, as the next.
  std::vector<std::uint32_t> groups;
  std::deque<std::string> names;
  std::deque<Metric> known;
};

struct Cost {
  double cpu_seconds = 0;
  double wall_seconds = 0;
  double bytes_written = 0;  ///< To the disk.
  double bytes_passed = 0;   ///< To write(2) and its like.
  double file_bytes = 0;
  double peak_bytes = 0;
};

MetricKind kind_of(std::string_view kind) {
  return kind.starts_with("counter") ? MetricKind::counter : MetricKind::gauge;
}

Layout layout_of(const TelemetrySet& set) {
  Layout layout;
  std::map<std::string, const Metric*> known;
  for (std::size_t i = 0; i < set.series.size(); ++i) {
    const auto& series = set.series[i];
    const auto batch = series.group / kDevicesTogether;
    if (layout.batches.size() <= batch) {
      layout.batches.push_back({{}, batch * kDevicesTogether, i, i});
    }
    auto& devices = layout.batches[batch].devices;
    devices.resize(series.group % kDevicesTogether + 1);
    devices.back().id = series.device();
    layout.batches[batch].end_series = i + 1;
    auto& metric = known[series.name()];
    if (metric == nullptr) {
      layout.names.push_back(series.name());
      auto& added = layout.known.emplace_back();
      added.name = layout.names.back();
      added.kind = kind_of(series.kind);
      metric = &added;
    }
    layout.metrics.push_back(metric);
    layout.groups.push_back(static_cast<std::uint32_t>(series.group));
  }
  return layout;
}

UtcTime time_of(std::int64_t milliseconds) {
  return UtcTime{std::chrono::milliseconds(milliseconds)};
}

/// A number of a file of lines "name: number".
double number_of(const char* path, std::string_view name) {
  std::ifstream file(path);
  double number = 0;
  for (std::string word; file >> word;) {
    if (word == name) {
      file >> number;
    }
  }
  return number;
}

double processor_seconds() {
  timespec now{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

/// The time that calls of the store take.
class StoreClock {
 public:
  template <typename Call>
  Result<void> time(const Call& call) {
    const auto began = std::chrono::steady_clock::now();
    const auto before = processor_seconds();
    auto done = call();
    cpu_seconds_ += processor_seconds() - before;
    wall_ += std::chrono::steady_clock::now() - began;
    return done;
  }
  [[nodiscard]] double cpu_seconds() const { return cpu_seconds_; }
  [[nodiscard]] double wall_seconds() const { return std::chrono::duration<double>(wall_).count(); }

 private:
  double cpu_seconds_ = 0;
  std::chrono::steady_clock::duration wall_{};
};

Samples samples_of(const Batch& batch, const Layout& layout, const Second& second) {
  Samples samples;
  samples.reserve(batch.end_series - batch.first_series);
  for (auto i = batch.first_series; i < batch.end_series; ++i) {
    const auto group = layout.groups[i];
    samples.push_back({static_cast<DeviceHandle>(group - batch.first_group), layout.metrics[i],
                       time_of(second.stamps[group]), second.values[i]});
  }
  return samples;
}

/// All batches of the next second.
Result<void> write_second(Store& store, TelemetryFeed& feed, const Layout& layout,
                          StoreClock& clock) {
  Second second;
  auto done = feed.next(second);
  for (const auto& batch : layout.batches) {
    if (!done) {
      break;
    }
    const auto samples = samples_of(batch, layout, second);
    done = clock.time([&] { return store.append(batch.devices, samples); });
  }
  return done;
}

/// From here on the peak of resident memory is what comes, and what is kept of the data set.
void begin_peak(TelemetryFeed& feed) {
  feed.forget_series();
  ::malloc_trim(0);
  std::ofstream("/proc/self/clear_refs") << "5";  // resets VmHWM (proc(5))
}

Result<void> write_all(Store& store, TelemetryFeed& feed, std::size_t every, StoreClock& clock) {
  const auto layout = layout_of(feed.set());
  begin_peak(feed);
  for (std::size_t i = 0; i < feed.set().samples; ++i) {
    auto done = write_second(store, feed, layout, clock);
    if (done && (i + 1) % every == 0) {
      done = clock.time([&] { return store.flush(); });
    }
    if (!done) {
      return std::move(done).error().during("second " + std::to_string(i));
    }
  }
  return clock.time([&] { return store.close(); });
}

bool is_same(const Series& read, std::span<const double> values,
             std::span<const std::int64_t> stamps) {
  bool same = read.size() == values.size();
  for (std::size_t i = 0; same && i < values.size(); ++i) {
    const auto* value = std::get_if<double>(&read[i].reading);
    same = value != nullptr &&
           std::bit_cast<std::uint64_t>(*value) == std::bit_cast<std::uint64_t>(values[i]) &&
           read[i].taken_at == time_of(stamps[i]);
  }
  return same;
}

/// Series that do not come back as they were; at least one where nothing can be read.
std::size_t count_wrong(const std::string& path, const std::string& directory) {
  auto store = Store::open_immutable(path);
  const auto set = read_telemetry_set(directory);
  const auto stamps = set ? stamps_of(*set, 0, set->samples) : set.error();
  if (!store || !stamps) {
    std::cerr << path << " or " << directory << " cannot be read\n";
    return 1;
  }
  std::size_t wrong = 0;
  for (std::size_t i = 0; i < set->rows; ++i) {
    const auto& series = set->series[i];
    const auto values = values_of_series(*set, i);
    const auto read =
        (*store)->read({series.device(), series.name()}, {UtcTime::min(), UtcTime::max()});
    const auto mine = std::span(*stamps).subspan(series.group * set->samples, set->samples);
    wrong += read && values && is_same(*read, *values, mine) ? 0U : 1U;
  }
  return wrong;
}

Result<Cost> write_store(TelemetryFeed& feed, const std::string& path, std::size_t every) {
  auto store = Store::open(path, Store::Mode::create);
  if (!store) {
    return std::move(store).error();
  }
  const auto written = number_of("/proc/self/io", "write_bytes:");
  const auto passed = number_of("/proc/self/io", "wchar:");
  StoreClock clock;
  if (auto done = write_all(**store, feed, every, clock); !done) {
    return std::move(done).error().during(path);
  }
  Cost cost;
  cost.cpu_seconds = clock.cpu_seconds();
  cost.wall_seconds = clock.wall_seconds();
  cost.bytes_written = number_of("/proc/self/io", "write_bytes:") - written;
  cost.bytes_passed = number_of("/proc/self/io", "wchar:") - passed;
  cost.file_bytes = static_cast<double>(std::filesystem::file_size(path));
  cost.peak_bytes = number_of("/proc/self/status", "VmHWM:") * 1024;
  return cost;
}

void tell(const TelemetrySet& set, const Cost& cost, std::size_t every) {
  const auto total = static_cast<double>(set.all_samples());
  std::printf("%zu series x %zu samples, a flush every %zu s\n", set.rows, set.samples, every);
  std::printf("%.4f B/sample in the file, %.2f B/sample written (%.2f passed to write)\n",
              cost.file_bytes / total, cost.bytes_written / total, cost.bytes_passed / total);
  std::printf("%.1f ns of processor time a sample, %.1f s in all, %.0f MB peak resident memory\n",
              cost.cpu_seconds / total * 1e9, cost.wall_seconds, cost.peak_bytes / 1e6);
}

void tell_json(const TelemetrySet& set, const Cost& cost, std::size_t wrong) {
  std::cout << write_json_line(JsonObject()
                                   .add("samples", set.all_samples())
                                   .add("cpu_seconds", cost.cpu_seconds)
                                   .add("wall_seconds", cost.wall_seconds)
                                   .add("bytes_written", cost.bytes_written)
                                   .add("bytes_passed", cost.bytes_passed)
                                   .add("file_bytes", cost.file_bytes)
                                   .add("peak_bytes", cost.peak_bytes)
                                   .add("wrong", wrong)
                                   .take());
}

int fail(const Error& why) {
  std::cerr << "store_size: " << why.message << "\n";
  return EXIT_FAILURE;
}

int measure(const Options& options) {
  auto feed = TelemetryFeed::open(options.data);
  if (!feed) {
    return fail(feed.error());
  }
  const auto path = options.kept.empty()
                        ? std::filesystem::temp_directory_path() / "rackproof_store_size.db"
                        : std::filesystem::path(options.kept);
  std::filesystem::remove(path);
  const auto cost = write_store(*feed, path.string(), options.every);
  if (!cost) {
    return fail(cost.error());
  }
  const auto& set = feed->set();
  const bool checks = options.checked && !set.directory.empty();
  const auto wrong = checks ? count_wrong(path.string(), set.directory) : 0;
  if (options.json) {
    tell_json(set, *cost, wrong);
  } else {
    tell(set, *cost, options.every);
    std::printf("%s\n",
                !checks
                    ? "not read back"
                    : (std::to_string(wrong) + " series did not come back as they were").c_str());
  }
  if (options.kept.empty()) {
    std::filesystem::remove(path);
  }
  return wrong == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

/// False for what is no option.
bool take(std::string_view name, std::string_view value, Options& options) {
  if (name == "--keep") {
    options.kept = value;
    return !value.empty();
  }
  const auto number = parse_unsigned(value);
  options.every = number ? static_cast<std::size_t>(*number) : 0;
  return name == "--every" && options.every > 0;
}

bool read_options(std::span<char* const> words, Options& options) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = words[i];
    if (word == "--json") {
      options.json = true;
    } else if (word == "--unchecked") {
      options.checked = false;
    } else if (!word.starts_with("--") && options.data.empty()) {
      options.data = word;
    } else if (++i == words.size() || !take(word, words[i], options)) {
      return false;
    }
  }
  return !options.data.empty();
}

}  // namespace
}  // namespace rackproof::bench

int main(int argc, char** argv) {
  rackproof::bench::Options options;
  if (!rackproof::bench::read_options({argv + 1, static_cast<std::size_t>(argc - 1)}, options)) {
    std::cerr << "usage: store_size DIR|made:NODESxSECONDS [--every 10] [--keep FILE] [--json] "
                 "[--unchecked]\n";
    return 2;
  }
  return rackproof::bench::measure(options);
}
