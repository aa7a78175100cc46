#include "tests/bench/telemetry_maker.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <catch2/catch.hpp>

#include "probes/machine/child.h"
#include "tests/bench/telemetry_entropy.h"
#include "tests/bench/telemetry_set.h"
#include "tests/support/captures.h"
#include "tests/support/source_dir.h"
#include "tests/support/temp_dir.h"

namespace rackproof::bench {
namespace {

// The judge is a generator that was there before ours: 256 nodes of one accelerator for 300 s, as
// eight runs of 32 nodes with the seeds 1 to 8. Of so many nodes' jobs 55 % train, give or take
// 3 %, and with them goes what the fabric's counters cost: an eighth is what chance may make.
constexpr std::size_t kRuns = 8;
constexpr std::size_t kNodes = 32;
constexpr std::size_t kSeconds = 300;
constexpr double kShare = 0.12;

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

EntropyByMetric committed_figures() {
  const auto text =
      text_of(std::filesystem::path(testing::source_dir()) / "tests/bench/judge_entropy.tsv");
  auto figures = parse_entropy(text);
  REQUIRE(figures);
  REQUIRE(figures->size() > 100);
  return *std::move(figures);
}

/// What is made, series by series.
struct Made {
  std::vector<TelemetrySeries> series;
  std::vector<std::vector<double>> values;        ///< By series.
  std::vector<std::vector<std::int64_t>> stamps;  ///< By group.
};

Made make(const TelemetryShape& shape) {
  TelemetryMaker maker(shape);
  Made made;
  made.series = maker.series();
  made.values.resize(shape.series());
  made.stamps.resize(shape.groups());
  std::vector<double> values(shape.series());
  std::vector<std::int64_t> stamps(shape.groups());
  for (std::size_t second = 0; second < shape.seconds; ++second) {
    maker.next(values, stamps);
    for (std::size_t i = 0; i < values.size(); ++i) {
      made.values[i].push_back(values[i]);
    }
    for (std::size_t i = 0; i < stamps.size(); ++i) {
      made.stamps[i].push_back(stamps[i]);
    }
  }
  return made;
}

void add(EntropyTally& tally, const Made& made) {
  for (const auto& stamps : made.stamps) {
    tally.add_stamps(stamps);
  }
  for (std::size_t i = 0; i < made.series.size(); ++i) {
    tally.add(made.series[i].metric, made.values[i]);
  }
}

/// Ours, of as many nodes. The seeds are others than the judge's: the same would promise nothing.
const EntropyByMetric& our_figures() {
  static const auto figures = [] {
    EntropyTally tally;
    for (std::size_t run = 0; run < kRuns; ++run) {
      add(tally,
          make({.nodes = kNodes, .accelerators = 1, .seconds = kSeconds, .seed = 101 + run}));
    }
    return tally.figures().by_metric;
  }();
  return figures;
}

std::string in_lines(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) {
    text += word + "\n";
  }
  return text;
}

bool names(const std::vector<std::string>& found, const std::string& metric) {
  return std::ranges::any_of(
      found, [&](const std::string& words) { return words.starts_with(metric + ":"); });
}

void run(const std::vector<std::string>& argv) {
  ChildCommand command;
  command.argv = argv;
  command.environment = {"PATH=/usr/local/bin:/usr/bin:/bin"};
  const auto ended = run_child(command, {}, {});
  REQUIRE(ended);
  INFO(ended->error_output);
  REQUIRE(ended->exit_code == 0);
}

/// The judge's, of its own output.
EntropyByMetric judge_figures(const std::filesystem::path& source) {
  const testing::TempDir directory;
  const auto program = directory.at("judge");
  run({"g++", "-std=c++17", "-O2", "-o", program, source.string()});
  EntropyTally tally;
  for (std::size_t seed = 1; seed <= kRuns; ++seed) {
    const auto out = directory.at("data");
    run({program, out, std::to_string(kNodes), std::to_string(kSeconds), "1",
         std::to_string(seed)});
    const auto set = read_telemetry_set(out);
    REQUIRE(set);
    const auto stamps = stamps_of(*set, 0, set->samples);
    REQUIRE(stamps);
    for (std::size_t group = 0; group < set->groups; ++group) {
      tally.add_stamps(std::span(*stamps).subspan(group * kSeconds, kSeconds));
    }
    for (std::size_t i = 0; i < set->series.size(); ++i) {
      tally.add(set->series[i].metric, values_of_series(*set, i).value());
    }
  }
  return tally.figures().by_metric;
}

TEST_CASE("telemetry maker: each metric costs an ideal coder what the judge's costs", "[bench]") {
  const auto found = differences(our_figures(), committed_figures(), kShare);
  INFO(in_lines(found));
  CHECK(found.empty());
}

TEST_CASE("telemetry maker: the judge itself still gives the figures that are kept of it",
          "[bench]") {
  const auto source = testing::capture("../tools/gen_telemetry.cpp");
  if (!source) {
    return;
  }
  const auto judge = judge_figures(*source);
  const auto kept = committed_figures();
  REQUIRE(judge.size() == kept.size());
  for (const auto& [metric, bytes] : judge) {
    INFO(metric);
    REQUIRE(kept.contains(metric));
    CHECK(std::fabs(kept.at(metric) - bytes) < 1e-5);
  }
  const auto found = differences(our_figures(), judge, kShare);
  INFO(in_lines(found));
  CHECK(found.empty());
}

TEST_CASE(
    "telemetry maker: power told in hundredths of a watt, counters without their low digits "
    "and stamps without jitter are noticed",
    "[bench]") {
  auto made = make({.nodes = kNodes, .accelerators = 1, .seconds = kSeconds, .seed = 7});
  for (std::size_t i = 0; i < made.series.size(); ++i) {
    const auto& metric = made.series[i].metric;
    const double step = metric == "accel_power_watts"           ? 0.01
                        : metric == "accel_pcie_tx_bytes_total" ? 65536
                                                                : 0;
    for (auto& value : made.values[i]) {
      value = step > 0 ? std::nearbyint(value / step) * step : value;
    }
  }
  for (auto& stamps : made.stamps) {
    for (std::size_t i = 0; i < stamps.size(); ++i) {
      stamps[i] = kFirstStamp + static_cast<std::int64_t>(i) * 1000;
    }
  }
  EntropyTally tally;
  add(tally, made);

  const auto found = differences(tally.figures().by_metric, committed_figures(), kShare);

  CHECK(names(found, "accel_pcie_tx_bytes_total"));
  CHECK(names(found, "accel_power_watts"));
  CHECK(names(found, "stamps"));
}

TEST_CASE("telemetry maker: a metric that only one of the two has is a difference", "[bench]") {
  auto figures = committed_figures();
  CHECK(differences(figures, figures, kShare).empty());
  figures.erase("accel_fan_percent");
  figures["accel_fan_ratio"] = 0.03;

  const auto found = differences(figures, committed_figures(), kShare);

  CHECK(found.size() == 2);
  CHECK(names(found, "accel_fan_percent"));
  CHECK(names(found, "accel_fan_ratio"));
}

TEST_CASE("telemetry maker: the same seed gives the same bytes, another one gives others",
          "[bench]") {
  const TelemetryShape shape{.nodes = 2, .accelerators = 2, .seconds = 30, .seed = 5};
  auto other = shape;
  other.seed = 6;

  const auto first = make(shape);

  CHECK(first.values == make(shape).values);
  CHECK(first.stamps == make(shape).stamps);
  CHECK(first.values != make(other).values);
  CHECK(first.stamps != make(other).stamps);
}

TEST_CASE("telemetry maker: no two nodes and no two accelerators are alike", "[bench]") {
  const auto made = make({.nodes = 2, .accelerators = 2, .seconds = 60, .seed = 1});
  std::vector<std::vector<double>> energies;
  for (std::size_t i = 0; i < made.series.size(); ++i) {
    if (made.series[i].metric == "accel_energy_millijoules_total") {
      energies.push_back(made.values[i]);
    }
  }
  REQUIRE(energies.size() == 4);
  std::ranges::sort(energies);
  CHECK(std::ranges::adjacent_find(energies) == energies.end());
}

TEST_CASE("telemetry maker: stamps grow within a series and stay near their second", "[bench]") {
  const auto made = make({.nodes = 1, .accelerators = 1, .seconds = 300, .seed = 3});
  REQUIRE(made.stamps.size() == 2);
  for (const auto& stamps : made.stamps) {
    CHECK(std::ranges::is_sorted(stamps, std::ranges::less_equal()));
    for (std::size_t i = 0; i < stamps.size(); ++i) {
      const auto late = stamps[i] - kFirstStamp - static_cast<std::int64_t>(i) * 1000;
      CHECK((late >= 0 && late < 130));
    }
  }
}

TEST_CASE("telemetry maker: a data set on disk reads back as it was made", "[bench]") {
  const TelemetryShape shape{.nodes = 2, .accelerators = 1, .seconds = 70, .seed = 9};
  const testing::TempDir directory;
  REQUIRE(make_telemetry_set(shape, directory.at("set")));
  const auto made = make(shape);

  const auto set = read_telemetry_set(directory.at("set"));

  REQUIRE(set);
  REQUIRE(set->samples == 70);
  REQUIRE(set->groups == 4);
  REQUIRE(set->series.size() == made.series.size());
  CHECK(set->series[0].device() == "rack0-n00/accel:00");
  CHECK(set->series[45].name() == "host_cpu_seconds_total{cpu=0,mode=user}");
  CHECK(set->series[45].device() == "rack0-n00");
  const auto stamps = stamps_of(*set, 65, 5);
  REQUIRE(stamps);
  CHECK((*stamps)[3 * 5] == made.stamps[3][65]);
  for (std::size_t i = 0; i < made.values.size(); ++i) {
    CHECK(values_of_series(*set, i).value() == made.values[i]);
  }
}

}  // namespace
}  // namespace rackproof::bench
