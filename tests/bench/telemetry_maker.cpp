#include "tests/bench/telemetry_maker.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <utility>

#include "tests/bench/accelerator_maker.h"
#include "tests/bench/host_maker.h"

namespace rackproof::bench {
namespace {

constexpr std::size_t kSecondsTogether = 60;  ///< In memory while a data set is written.

std::string two_digits(std::size_t number) {
  return (number < 10 ? "0" : "") + std::to_string(number);
}

/// When a group's readings are taken: its own place in the second, 0 to 3 ms late (most often 1 or
/// 2), once in a thousand seconds up to 80 ms more.
class StampMaker {
 public:
  explicit StampMaker(Chance& chance) : place_(static_cast<std::int64_t>(chance.between(0, 40))) {}

  std::int64_t next(Chance& chance, std::size_t second) {
    auto late = static_cast<std::int64_t>(2 * (chance.even() + chance.even()));
    if (chance.happens(0.001)) {
      late += static_cast<std::int64_t>(chance.between(0, 80));
    }
    const auto wanted = kFirstStamp + static_cast<std::int64_t>(second) * 1000 + place_ + late;
    last_ = std::max(wanted, last_ + 1);
    return last_;
  }

 private:
  std::int64_t place_;
  std::int64_t last_ = 0;
};

/// A chance of its own for each part of each node.
Chance chance_of(const TelemetryShape& shape, std::size_t node, std::size_t part) {
  Chance mixed(shape.seed * 0x100000001B3U + node);
  return Chance(mixed.bits() ^ (part * 0x9FB21C651E98DF25U));
}

}  // namespace

std::size_t TelemetryShape::series() const {
  return nodes * (accelerators * kAcceleratorMetrics + kHostMetrics);
}

struct TelemetryMaker::Node {
  Node(const TelemetryShape& shape, std::size_t number)
      : job_chance(chance_of(shape, number, 0)), host(chance_of(shape, number, 1)) {
    for (std::size_t i = 0; i < shape.accelerators; ++i) {
      accelerators.emplace_back(chance_of(shape, number, 2 + i));
      stamps.emplace_back(accelerators.back().chance());
    }
    stamps.emplace_back(host.chance());
  }

  Chance job_chance;
  Job job;
  HostMaker host;
  std::vector<AcceleratorMaker> accelerators;
  std::vector<StampMaker> stamps;  ///< By group.
};

TelemetryMaker::TelemetryMaker(const TelemetryShape& shape) : shape_(shape) {
  for (std::size_t node = 0; node < shape.nodes; ++node) {
    nodes_.push_back(std::make_unique<Node>(shape, node));
  }
}

TelemetryMaker::~TelemetryMaker() = default;
TelemetryMaker::TelemetryMaker(TelemetryMaker&&) noexcept = default;

std::vector<TelemetrySeries> TelemetryMaker::series() const {
  std::vector<TelemetrySeries> all;
  all.reserve(shape_.series());
  std::size_t group = 0;
  for (std::size_t node = 0; node < nodes_.size(); ++node) {
    const auto name = "node=rack0-n" + two_digits(node);
    for (std::size_t i = 0; i < shape_.accelerators; ++i, ++group) {
      for (const auto& metric : accelerator_metrics()) {
        all.push_back({group, std::string(metric.kind), std::string(metric.name),
                       name + ",accel=" + two_digits(i)});
      }
    }
    for (const auto& metric : nodes_[node]->host.metrics()) {
      all.push_back({group, std::string(metric.kind), metric.name,
                     name + (metric.labels.empty() ? "" : "," + metric.labels)});
    }
    ++group;
  }
  return all;
}

void TelemetryMaker::next(std::span<double> values, std::span<std::int64_t> stamps) {
  std::size_t value = 0;
  std::size_t group = 0;
  for (auto& node : nodes_) {
    node->job.next_second(node->job_chance);
    for (std::size_t i = 0; i < node->accelerators.size(); ++i) {
      auto& accelerator = node->accelerators[i];
      accelerator.next(node->job, second_, values.subspan(value).first<kAcceleratorMetrics>());
      stamps[group++] = node->stamps[i].next(accelerator.chance(), second_);
      value += kAcceleratorMetrics;
    }
    node->host.next(node->job, second_, values.subspan(value).first<kHostMetrics>());
    stamps[group++] = node->stamps.back().next(node->host.chance(), second_);
    value += kHostMetrics;
  }
  ++second_;
}

namespace {

/// Rows of `shape.seconds` numbers, of which a stretch at a time is there.
template <typename Number>
class RowsFile {
 public:
  RowsFile(const std::string& path, std::size_t rows, std::size_t length)
      : file_(path, std::ios::binary | std::ios::trunc), rows_(rows), length_(length) {}

  /// The numbers of the next second, one a row.
  void add(std::span<const Number> column) {
    held_.insert(held_.end(), column.begin(), column.end());
    if (++count_ == kSecondsTogether || first_ + count_ == length_) {
      write();
    }
  }
  [[nodiscard]] bool good() { return static_cast<bool>(file_.flush()); }

 private:
  void write() {
    std::vector<Number> row(count_);
    for (std::size_t r = 0; r < rows_; ++r) {
      for (std::size_t i = 0; i < count_; ++i) {
        row[i] = held_[i * rows_ + r];
      }
      file_.seekp(static_cast<std::streamoff>((r * length_ + first_) * sizeof(Number)));
      file_.write(reinterpret_cast<const char*>(row.data()),
                  static_cast<std::streamsize>(count_ * sizeof(Number)));
    }
    first_ += count_;
    count_ = 0;
    held_.clear();
  }

  std::ofstream file_;
  std::size_t rows_;
  std::size_t length_;
  std::size_t first_ = 0;
  std::size_t count_ = 0;
  std::vector<Number> held_;
};

bool write_lines(const TelemetryShape& shape, const TelemetryMaker& maker,
                 const std::string& directory) {
  std::ofstream series(directory + "/series.tsv");
  std::size_t id = 0;
  for (const auto& one : maker.series()) {
    series << id++ << '\t' << one.group << '\t' << one.kind << '\t' << one.metric << '\t'
           << one.labels << '\n';
  }
  std::ofstream meta(directory + "/meta.txt");
  meta << "nodes=" << shape.nodes << "\naccels=" << shape.accelerators
       << "\nnseries=" << shape.series() << "\nngroups=" << shape.groups()
       << "\nnsamples=" << shape.seconds << "\nt0_ms=" << kFirstStamp
       << "\nstep_ms=1000\nseed=" << shape.seed << "\n";
  return series.flush() && meta.flush();
}

}  // namespace

Result<void> make_telemetry_set(const TelemetryShape& shape, const std::string& directory) {
  std::error_code failure;
  std::filesystem::create_directories(directory, failure);
  TelemetryMaker maker(shape);
  RowsFile<double> values(directory + "/val.bin", shape.series(), shape.seconds);
  RowsFile<std::int64_t> stamps(directory + "/ts.bin", shape.groups(), shape.seconds);
  std::vector<double> now(shape.series());
  std::vector<std::int64_t> taken(shape.groups());
  for (std::size_t second = 0; second < shape.seconds; ++second) {
    maker.next(now, taken);
    values.add(now);
    stamps.add(taken);
  }
  if (!write_lines(shape, maker, directory) || !values.good() || !stamps.good()) {
    return Error{ErrorKind::io, directory + ": the data set could not be written"};
  }
  return {};
}

}  // namespace rackproof::bench
