#include "tests/bench/telemetry_set.h"

#include <fstream>
#include <utility>

#include "schemas/text.h"

namespace rackproof::bench {
namespace {

constexpr const char* kNode = "node";
constexpr const char* kAccelerator = "accel";

std::string plain(std::string_view coded) {
  std::string text;
  for (std::size_t i = 0; i < coded.size(); ++i) {
    const auto byte = coded[i] == '%' ? parse_hex(coded.substr(i + 1, 2))
                                      : Error{ErrorKind::absent, "no percent sign"};
    text += byte ? static_cast<char>(*byte) : coded[i];
    i += byte ? 2U : 0U;
  }
  return text;
}

std::map<std::string, std::string> labels_of(std::string_view text) {
  std::map<std::string, std::string> labels;
  for (const auto label : split(text, ',')) {
    if (const auto sign = label.find('='); sign != std::string_view::npos) {
      labels[std::string(label.substr(0, sign))] = plain(label.substr(sign + 1));
    }
  }
  return labels;
}

Result<std::map<std::string, std::size_t>> meta_of(const std::string& directory) {
  std::map<std::string, std::size_t> meta;
  std::ifstream file(directory + "/meta.txt");
  for (std::string line; std::getline(file, line);) {
    const auto sign = line.find('=');
    if (const auto number = parse_unsigned(line.substr(sign + 1))) {
      meta[line.substr(0, sign)] = static_cast<std::size_t>(*number);
    }
  }
  if (meta["nsamples"] == 0 || meta["nseries"] == 0 || meta["ngroups"] == 0) {
    return Error{ErrorKind::malformed, directory + "/meta.txt: no data set"};
  }
  return meta;
}

/// A stretch of each of the rows of a file.
struct Stretch {
  std::size_t rows = 0;
  std::size_t length = 0;  ///< Of a row.
  std::size_t first = 0;
  std::size_t count = 0;
};

template <typename Number>
Result<std::vector<Number>> numbers_of(const std::string& path, const Stretch& stretch) {
  const auto& [rows, length, first, count] = stretch;
  std::vector<Number> numbers(rows * count);
  std::ifstream file(path, std::ios::binary);
  for (std::size_t row = 0; row < rows; ++row) {
    file.seekg(static_cast<std::streamoff>((row * length + first) * sizeof(Number)));
    file.read(reinterpret_cast<char*>(numbers.data() + row * count),
              static_cast<std::streamsize>(count * sizeof(Number)));
  }
  if (!file) {
    return Error{ErrorKind::io, path + ": too short"};
  }
  return numbers;
}

}  // namespace

std::string SetSeries::device() const {
  const auto node = labels.find(kNode);
  const auto accelerator = labels.find(kAccelerator);
  const auto id = node == labels.end() ? "group-" + std::to_string(group) : node->second;
  return accelerator == labels.end() ? id : id + "/accel:" + accelerator->second;
}

std::string SetSeries::name() const {
  std::string further;
  for (const auto& [label, value] : labels) {
    if (label != kNode && label != kAccelerator) {
      further += (further.empty() ? "" : ",") + label + "=" + value;
    }
  }
  return further.empty() ? metric : metric + "{" + further + "}";
}

Result<TelemetrySet> read_telemetry_set(const std::string& directory) {
  auto meta = meta_of(directory);
  if (!meta) {
    return std::move(meta).error();
  }
  TelemetrySet set;
  set.directory = directory;
  set.samples = (*meta)["nsamples"];
  set.groups = (*meta)["ngroups"];
  set.rows = (*meta)["nseries"];
  std::ifstream file(directory + "/series.tsv");
  for (std::string line; std::getline(file, line);) {
    const auto fields = split(line, '\t');
    const auto group = fields.size() == 5 ? parse_unsigned(fields[1])
                                          : Error{ErrorKind::malformed, "no five fields"};
    if (!group || *group >= set.groups) {
      return Error{ErrorKind::malformed, directory + "/series.tsv: '" + line + "'"};
    }
    set.series.push_back({static_cast<std::size_t>(*group), std::string(fields[2]),
                          std::string(fields[3]), labels_of(fields[4])});
  }
  if (set.series.size() != set.rows) {
    return Error{ErrorKind::malformed, directory + "/series.tsv: not as many lines as series"};
  }
  return set;
}

Result<std::vector<double>> values_of(const TelemetrySet& set, std::size_t first,
                                      std::size_t count) {
  return numbers_of<double>(set.directory + "/val.bin", {set.rows, set.samples, first, count});
}

Result<std::vector<std::int64_t>> stamps_of(const TelemetrySet& set, std::size_t first,
                                            std::size_t count) {
  return numbers_of<std::int64_t>(set.directory + "/ts.bin",
                                  {set.groups, set.samples, first, count});
}

Result<std::vector<double>> values_of_series(const TelemetrySet& set, std::size_t series) {
  const auto all = set.all_samples();
  return numbers_of<double>(set.directory + "/val.bin",
                            {1, all, series * set.samples, set.samples});
}

}  // namespace rackproof::bench
