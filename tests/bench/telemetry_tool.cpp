// Data sets of telemetry (telemetry_set.h), made and told to others:
//   telemetry_tool make DIR NODES SECONDS [ACCELERATORS, 16] [SEED, 1]
//   telemetry_tool entropy DIR [--metrics]     what an ideal coder would need, in bytes a sample
//   telemetry_tool import-lines DIR            JSON lines for VictoriaMetrics' /api/v1/import
//   telemetry_tool write-requests DIR SAMPLES  remote write requests, each of so many samples of
//                                              each series of one node, behind its length in four
//                                              bytes
//   telemetry_tool thin DIR EVERY OUT          every so manieth sample: as if read less often

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "probes/sinks/protobuf.h"
#include "probes/sinks/remote_write_codec.h"
#include "schemas/json/json_value.h"
#include "schemas/json/json_writer.h"
#include "schemas/text.h"
#include "tests/bench/telemetry_entropy.h"
#include "tests/bench/telemetry_maker.h"
#include "tests/bench/telemetry_set.h"

namespace rackproof::bench {
namespace {

constexpr std::size_t kSamplesTogether = 60;  ///< Of each series, in memory at a time.

int fail(const Error& why) {
  std::cerr << "telemetry_tool: " << why.message << "\n";
  return EXIT_FAILURE;
}

int ended(const Result<void>& done) {
  return done ? EXIT_SUCCESS : fail(done.error());
}

int make(std::span<const std::string_view> words) {
  std::array<std::size_t, 4> numbers{0, 0, 16, 1};
  if (words.size() < 3 || words.size() > 5) {
    return 2;
  }
  for (std::size_t i = 1; i < words.size(); ++i) {
    const auto number = parse_unsigned(words[i]);
    if (!number) {
      return fail(number.error());
    }
    numbers[i - 1] = static_cast<std::size_t>(*number);
  }
  return ended(
      make_telemetry_set({numbers[0], numbers[2], numbers[1], numbers[3]}, std::string(words[0])));
}

int entropy(const TelemetrySet& set, bool metrics) {
  const auto figures = entropy_of(set);
  if (!figures) {
    return fail(figures.error());
  }
  if (metrics) {
    std::cout << format_entropy(figures->by_metric);
  } else {
    std::printf("{\"values\": %.5f, \"stamps\": %.5f}\n", figures->values, figures->stamps);
  }
  return EXIT_SUCCESS;
}

JsonValue json_of_labels(const SetSeries& series) {
  JsonObject labels;
  labels.add("__name__", series.metric);
  for (const auto& [name, value] : series.labels) {
    labels.add(name, value);
  }
  return labels.take();
}

/// "1,2,3"
template <typename Number, typename Format>
void add_numbers(std::string& line, std::span<const Number> numbers, const Format& format) {
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    line += i == 0 ? "" : ",";
    line += format(numbers[i]);
  }
}

int import_lines(const TelemetrySet& set) {
  const auto stamps = stamps_of(set, 0, set.samples);
  if (!stamps) {
    return fail(stamps.error());
  }
  for (std::size_t i = 0; i < set.series.size(); ++i) {
    const auto values = values_of_series(set, i);
    if (!values) {
      return fail(values.error());
    }
    auto labels = write_json_line(json_of_labels(set.series[i]));
    labels.pop_back();
    std::string line = "{\"metric\":" + labels + ",\"values\":[";
    add_numbers<double>(line, *values, format_double);
    line += "],\"timestamps\":[";
    add_numbers<std::int64_t>(
        line, std::span(*stamps).subspan(set.series[i].group * set.samples, set.samples),
        [](std::int64_t stamp) { return std::to_string(stamp); });
    line += "]}\n";
    std::fwrite(line.data(), 1, line.size(), stdout);
  }
  return std::fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

std::string write_labels(const SetSeries& series) {
  std::vector<WriteLabel> labels{{"__name__", series.metric}};
  for (const auto& [name, value] : series.labels) {
    labels.push_back({name, value});
  }
  return encode_write_labels(labels);
}

/// A TimeSeries (prometheus/prompb types.proto): its labels, then its samples.
void add_time_series(std::string& request, std::string_view labels, std::span<const double> values,
                     std::span<const std::int64_t> stamps) {
  std::string series(labels);
  for (std::size_t i = 0; i < values.size(); ++i) {
    std::string sample;
    protobuf::put_double(sample, 1, values[i]);
    protobuf::put_varint(sample, 2, static_cast<std::uint64_t>(stamps[i]));
    protobuf::put_bytes(series, 2, sample);
  }
  protobuf::put_bytes(request, 1, series);
}

void put_request(const std::string& request) {
  const auto block = snappy_block(request);
  const auto length = static_cast<std::uint32_t>(block.size());
  std::fwrite(&length, sizeof length, 1, stdout);
  std::fwrite(block.data(), 1, block.size(), stdout);
}

std::string_view node_of(const SetSeries& series) {
  const auto found = series.labels.find("node");
  return found == series.labels.end() ? std::string_view() : found->second;
}

/// What of a data set is in memory: `count` samples of each series.
struct Stretch {
  std::size_t count = 0;
  std::vector<double> values;
  std::vector<std::int64_t> stamps;
};

/// A request for each node, of the samples from `first` of the stretch on.
void put_requests(const TelemetrySet& set, std::span<const std::string> labels,
                  const Stretch& stretch, std::size_t first, std::size_t each) {
  const auto count = std::min(each, stretch.count - first);
  std::string request;
  for (std::size_t i = 0; i < set.rows; ++i) {
    const auto group = set.series[i].group;
    add_time_series(request, labels[i],
                    std::span(stretch.values).subspan(i * stretch.count + first, count),
                    std::span(stretch.stamps).subspan(group * stretch.count + first, count));
    if (i + 1 == set.rows || node_of(set.series[i + 1]) != node_of(set.series[i])) {
      put_request(request);
      request.clear();
    }
  }
}

int write_requests(const TelemetrySet& set, std::string_view samples) {
  const auto each = parse_unsigned(samples);
  if (!each || *each == 0 || *each > kSamplesTogether) {
    return 2;
  }
  const auto step = static_cast<std::size_t>(*each);
  const auto together = kSamplesTogether / step * step;
  std::vector<std::string> labels;
  std::ranges::transform(set.series, std::back_inserter(labels), write_labels);
  for (std::size_t first = 0; first < set.samples; first += together) {
    const auto count = std::min(together, set.samples - first);
    auto values = values_of(set, first, count);
    auto stamps = stamps_of(set, first, count);
    if (!values || !stamps) {
      return fail(values ? stamps.error() : values.error());
    }
    const Stretch stretch{count, *std::move(values), *std::move(stamps)};
    for (std::size_t i = 0; i < count; i += step) {
      put_requests(set, labels, stretch, i, step);
    }
  }
  return std::fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

/// Every `every`th number of each row of a file.
template <typename Number>
bool thin_file(const std::vector<Number>& numbers, std::size_t length, std::size_t every,
               const std::string& path) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  std::vector<Number> kept;
  for (std::size_t row = 0; row < numbers.size(); row += length) {
    kept.clear();
    for (std::size_t i = 0; i < length; i += every) {
      kept.push_back(numbers[row + i]);
    }
    file.write(reinterpret_cast<const char*>(kept.data()),
               static_cast<std::streamsize>(kept.size() * sizeof(Number)));
  }
  return static_cast<bool>(file.flush());
}

int thin(const TelemetrySet& set, std::string_view every_word, const std::string& out) {
  const auto every = parse_unsigned(every_word);
  if (!every || *every == 0) {
    return 2;
  }
  const auto step = static_cast<std::size_t>(*every);
  const auto values = values_of(set, 0, set.samples);
  const auto stamps = stamps_of(set, 0, set.samples);
  if (!values || !stamps) {
    return fail(values ? stamps.error() : values.error());
  }
  std::error_code failure;
  std::filesystem::create_directories(out, failure);
  std::filesystem::copy_file(set.directory + "/series.tsv", out + "/series.tsv",
                             std::filesystem::copy_options::overwrite_existing, failure);
  std::ofstream meta(out + "/meta.txt");
  meta << "nseries=" << set.rows << "\nngroups=" << set.groups
       << "\nnsamples=" << (set.samples + step - 1) / step << "\nstep_ms=" << step * 1000 << "\n";
  const bool well = !failure && meta.flush() &&
                    thin_file(*values, set.samples, step, out + "/val.bin") &&
                    thin_file(*stamps, set.samples, step, out + "/ts.bin");
  return well ? EXIT_SUCCESS : fail({ErrorKind::io, out + ": could not be written"});
}

int run(std::span<const std::string_view> words) {
  if (words.size() < 2) {
    return 2;
  }
  const auto command = words[0];
  if (command == "make") {
    return make(words.subspan(1));
  }
  const auto set = read_telemetry_set(std::string(words[1]));
  if (!set) {
    return fail(set.error());
  }
  if (command == "entropy") {
    return entropy(*set, words.back() == "--metrics");
  }
  if (command == "import-lines") {
    return import_lines(*set);
  }
  if (command == "thin" && words.size() == 4) {
    return thin(*set, words[2], std::string(words[3]));
  }
  return command == "write-requests" && words.size() == 3 ? write_requests(*set, words[2]) : 2;
}

}  // namespace
}  // namespace rackproof::bench

int main(int argc, char** argv) {
  const std::vector<std::string_view> words(argv + 1, argv + argc);
  const int ended = rackproof::bench::run(words);
  if (ended == 2) {
    std::cerr << "usage: telemetry_tool make|entropy|import-lines|write-requests|thin DIR ...\n";
  }
  return ended;
}
