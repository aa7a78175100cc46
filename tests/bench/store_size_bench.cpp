// What samples cost in a store: bytes a sample of the whole file, bytes written for it, processor
// time and memory; bench_store_size DIR [SECONDS BETWEEN FLUSHES, 10] [FILE THAT IS TO STAY]. DIR
// holds what a generator
// of telemetry wrote: meta.txt (nseries, ngroups, nsamples), series.tsv (id, group, kind, metric,
// labels), ts.bin (int64 milliseconds, by group), val.bin (float64, by series). A group is a device
// here: what one reading pass stamps with one time. Every sample is read back and compared.

#include <algorithm>
#include <bit>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <sys/resource.h>

#include "schemas/store/store.h"
#include "schemas/text.h"

namespace rackproof::bench {
namespace {

struct SeriesLine {
  std::size_t group = 0;
  const Metric* metric = nullptr;
};

/// The data set; names live here.
struct DataSet {
  std::string directory;
  std::size_t samples = 0;  ///< Of each series.
  Devices devices;
  std::vector<SeriesLine> series;
  std::deque<std::string> names;
  std::deque<Metric> metrics;
};

std::map<std::string, std::size_t> meta_of(const std::string& directory) {
  std::map<std::string, std::size_t> meta;
  std::ifstream file(directory + "/meta.txt");
  for (std::string line; std::getline(file, line);) {
    const auto sign = line.find('=');
    const auto number = parse_unsigned(line.substr(sign + 1));
    meta[line.substr(0, sign)] = number ? static_cast<std::size_t>(*number) : 0;
  }
  return meta;
}

MetricKind kind_of(std::string_view kind) {
  return kind.starts_with("counter") ? MetricKind::counter : MetricKind::gauge;
}

/// Labels that tell a series from others of its device; the device's own stand in its id.
std::string name_of(std::string_view metric, std::string_view labels) {
  std::string name(metric);
  for (const auto label : split(labels, ',')) {
    if (!label.starts_with("node=") && !label.starts_with("accel=")) {
      name += "{" + std::string(label) + "}";
    }
  }
  return name;
}

DataSet read_lines(const std::string& directory) {
  DataSet set;
  set.directory = directory;
  auto meta = meta_of(directory);
  set.samples = meta["nsamples"];
  set.devices.resize(meta["ngroups"]);
  std::map<std::string, const Metric*> known;
  std::ifstream file(directory + "/series.tsv");
  for (std::string line; std::getline(file, line);) {
    const auto fields = split(line, '\t');
    const auto group = static_cast<std::size_t>(parse_unsigned(fields[1]).value());
    const auto name = name_of(fields[3], fields[4]);
    auto& metric = known[name];
    if (metric == nullptr) {
      set.names.push_back(name);
      auto& added = set.metrics.emplace_back();
      added.name = set.names.back();
      added.kind = kind_of(fields[2]);
      metric = &added;
    }
    set.series.push_back({group, metric});
    set.devices[group].id = "group-" + std::to_string(group);
  }
  return set;
}

/// `count` values of each of `rows` rows of `length`, from `first` on, row by row.
template <typename T>
std::vector<T> columns_of(const std::string& path, std::size_t rows, std::size_t length,
                          std::size_t first, std::size_t count) {
  std::vector<T> values(rows * count);
  std::ifstream file(path, std::ios::binary);
  for (std::size_t row = 0; row < rows; ++row) {
    file.seekg(static_cast<std::streamoff>((row * length + first) * sizeof(T)));
    file.read(reinterpret_cast<char*>(values.data() + row * count),
              static_cast<std::streamsize>(count * sizeof(T)));
  }
  return values;
}

struct Usage {
  double cpu_seconds = 0;
  double peak_megabytes = 0;
};

Usage usage_now() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
  };
  return {seconds(usage.ru_utime) + seconds(usage.ru_stime),
          static_cast<double>(usage.ru_maxrss) / 1024};
}

/// Bytes that this process has had written.
double bytes_written() {
  std::ifstream file("/proc/self/io");
  double bytes = 0;
  for (std::string word; file >> word;) {
    if (word == "wchar:") {
      file >> bytes;
    }
  }
  return bytes;
}

Point point_at(const std::vector<double>& values, const std::vector<std::int64_t>& stamps,
               std::size_t value, std::size_t stamp) {
  return {UtcTime{std::chrono::milliseconds(stamps[stamp])}, values[value]};
}

constexpr std::size_t kStretch = 60;  ///< Seconds that are held in memory.

/// Processor seconds that the store took; negative = failed.
double write_stretch(Store& store, const DataSet& set, std::size_t first, std::size_t every) {
  const auto count = std::min(kStretch, set.samples - first);
  const auto values =
      columns_of<double>(set.directory + "/val.bin", set.series.size(), set.samples, first, count);
  const auto stamps = columns_of<std::int64_t>(set.directory + "/ts.bin", set.devices.size(),
                                               set.samples, first, count);
  double taken = 0;
  for (std::size_t second = 0; second < count; ++second) {
    Samples samples;
    samples.reserve(set.series.size());
    for (std::size_t i = 0; i < set.series.size(); ++i) {
      const auto& [group, metric] = set.series[i];
      const auto point = point_at(values, stamps, i * count + second, group * count + second);
      samples.push_back({static_cast<DeviceHandle>(group), metric, point.taken_at, point.reading});
    }
    const auto before = usage_now().cpu_seconds;
    bool well = static_cast<bool>(store.append(set.devices, samples));
    if ((first + second + 1) % every == 0) {
      well = well && store.flush();
    }
    taken += usage_now().cpu_seconds - before;
    if (!well) {
      return -1;
    }
  }
  return taken;
}

/// Series that do not come back as they were.
std::size_t count_wrong(Store& store, const DataSet& set) {
  std::size_t wrong = 0;
  const auto stamps = columns_of<std::int64_t>(set.directory + "/ts.bin", set.devices.size(),
                                               set.samples, 0, set.samples);
  std::ifstream file(set.directory + "/val.bin", std::ios::binary);
  std::vector<double> values(set.samples);
  for (const auto& [group, metric] : set.series) {
    file.read(reinterpret_cast<char*>(values.data()),
              static_cast<std::streamsize>(values.size() * sizeof(double)));
    const auto read = store.read({set.devices[group].id, std::string(metric->name)},
                                 {UtcTime::min(), UtcTime::max()});
    bool same = read && read->size() == values.size();
    for (std::size_t i = 0; same && i < values.size(); ++i) {
      const auto* value = std::get_if<double>(&(*read)[i].reading);
      same = value != nullptr &&
             std::bit_cast<std::uint64_t>(*value) == std::bit_cast<std::uint64_t>(values[i]) &&
             (*read)[i].taken_at == point_at(values, stamps, i, group * set.samples + i).taken_at;
    }
    wrong += same ? 0U : 1U;
  }
  return wrong;
}

int measure(const std::string& directory, std::size_t every, const std::string& kept) {
  const auto set = read_lines(directory);
  const auto total = static_cast<double>(set.samples * set.series.size());
  if (total == 0) {
    std::cerr << directory << ": no data set\n";
    return EXIT_FAILURE;
  }
  const auto path = kept.empty()
                        ? std::filesystem::temp_directory_path() / "rackproof_store_size.db"
                        : std::filesystem::path(kept);
  std::filesystem::remove(path);
  auto store = Store::open(path.string(), Store::Mode::create);
  const auto written_before = bytes_written();
  double cpu = 0;
  for (std::size_t first = 0; store && first < set.samples; first += kStretch) {
    const auto taken = write_stretch(**store, set, first, every);
    if (taken < 0) {
      std::cerr << "a write failed\n";
      return EXIT_FAILURE;
    }
    cpu += taken;
  }
  const auto before = usage_now();
  if (!store || !(*store)->close()) {
    std::cerr << "the store failed\n";
    return EXIT_FAILURE;
  }
  const auto after = usage_now();
  cpu += after.cpu_seconds - before.cpu_seconds;
  const auto written = bytes_written() - written_before;
  std::printf("%zu series x %zu samples, a flush every %zu s\n", set.series.size(), set.samples,
              every);
  std::printf("%.4f B/sample in the file, %.2f B/sample written\n",
              static_cast<double>(std::filesystem::file_size(path)) / total, written / total);
  std::printf("%.1f ns of processor time a sample, %.0f MB peak resident memory\n",
              cpu / total * 1e9, after.peak_megabytes);
  auto again = Store::open_immutable(path.string());
  const auto wrong = again ? count_wrong(**again, set) : set.series.size();
  std::printf("%zu series did not come back as they were\n", wrong);
  if (kept.empty()) {
    std::filesystem::remove(path);
  }
  return wrong == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace
}  // namespace rackproof::bench

int main(int argc, char** argv) {
  if (argc < 2) {
    std::cerr << "usage: bench_store_size DIR [SECONDS BETWEEN FLUSHES] [FILE]\n";
    return 2;
  }
  const auto every = rackproof::parse_unsigned(argc > 2 ? argv[2] : "10");
  return every && *every > 0 ? rackproof::bench::measure(argv[1], static_cast<std::size_t>(*every),
                                                         argc > 3 ? argv[3] : "")
                             : 2;
}
