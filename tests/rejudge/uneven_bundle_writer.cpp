// Writes an unsealed bundle of a run whose numbers are hard to get twice the same, to the directory
// that RACKPROOF_WRITE_TO names: readings that no binary fraction is, every statistic of them, a
// guard band from an instrument's uncertainty and from the spread of windows. Which verdicts come
// out is of no interest here, only that they come out to the last bit on every build.

#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>

#include <catch2/catch.hpp>

#include "schemas/catalogue.h"
#include "schemas/toml/site_file.h"
#include "tests/reports/small_bundle.h"

using namespace rackproof;

namespace {

constexpr auto kTemperature = metrics::named("temperature_celsius");
constexpr auto kRate = metrics::named("gemm_exact_flops_per_second");
constexpr int kReadings = 200;
constexpr int kWindows = 37;

constexpr const char* kReference = R"([reference]
id = "uneven"
revision = 1
title = "A node with one sensor and one rate, and every statistic of both"
status = "draft"
must_judge = ["thermal"]

[[phase]]
id = "idle"
workload = "idle"
tier = ["quick"]
seconds = { value = 20, unit = "s", basis = "derived", source = "made for tests" }
)";

constexpr const char* kSite = R"([issuer]
name = "Example Integrator"

[[instrument]]
id = "PT100-3"
quantity = "temperature"
calibrated = "2026-03-01"
due = "2027-03-01"
metric = "temperature_celsius"
expanded_uncertainty = { value = 0.37, unit = "Cel" }
)";

struct Asked {
  const char* statistic;
  double at_most;
};
/// Limits that lie close to what comes out, so that a last bit could turn a verdict.
constexpr std::array kAsked{
    Asked{"min", 47.01}, Asked{"max", 48.03},  Asked{"mean", 47.52}, Asked{"median", 47.53},
    Asked{"p01", 47.02}, Asked{"p05", 47.07},  Asked{"p95", 47.98},  Asked{"p99", 48.02},
    Asked{"first", 47},  Asked{"last", 47.72}, Asked{"drift", 0.01},
};

struct Subject {
  const char* name;
  const char* device;
  const char* read;  ///< The line of a criterion that names the metric.
  double scale;
  double expanded;  ///< U, nearly: what a guard band takes from a limit.
  const char* unit;
};
constexpr std::array kSubjects{
    Subject{"sensor", "temperature_sensor", "metric = \"temperature_celsius\"", 1, 0.37, "Cel"},
    Subject{"rate", "node", "measurement = \"gemm_exact_flops_per_second\"", 1e9, 9.66e7, "FLOP/s"},
};

std::string criterion(const Subject& of, const Asked& asked) {
  const std::string id = std::string(of.name) + "-" + asked.statistic;
  return "\n[[criterion]]\nid = \"" + id + "\"\nclass = \"thermal\"\non = \"" + of.device + "\"\n" +
         of.read + "\nduring = \"idle\"\nstatistic = \"" + asked.statistic +
         "\"\nat_most = { value = " + std::to_string(asked.at_most * of.scale + of.expanded) +
         ", unit = \"" + of.unit +
         "\", basis = \"derived\", source = \"made for tests\" }\nrule = \"guard_band\"\n"
         "required = true\n";
}

std::string reference() {
  std::string text = kReference;
  for (const auto& asked : kAsked) {
    for (const auto& subject : kSubjects) {
      text += criterion(subject, asked);
    }
  }
  return text;
}

/// 0 to 1, the same everywhere, in no order.
double uneven(int place) {
  constexpr int kPrime = 7919;
  constexpr int kOther = 977;
  return static_cast<double>(place * kPrime % kOther) / kOther;
}

Samples samples() {
  constexpr std::chrono::milliseconds kApart(100);
  Samples all;
  for (int i = 0; i < kReadings; ++i) {
    all.push_back({1, kTemperature, testing::small_start() + i * kApart, 47.003 + uneven(i)});
  }
  for (int i = 0; i < kWindows; ++i) {
    const auto at = testing::small_start() + (5 * i + 1) * kApart;
    all.push_back({0, kRate, at, 47e9 + uneven(3 * i) * 1e9});
  }
  return all;
}

}  // namespace

TEST_CASE("an uneven bundle is written") {
  const char* const place = std::getenv("RACKPROOF_WRITE_TO");
  REQUIRE(place != nullptr);
  auto run = testing::small_run();
  run.reference = reference();
  run.samples = samples();
  run.site_toml = kSite;
  const auto site = load_site(kSite, "site.toml");
  REQUIRE(site);
  run.record.site = *site;
  const testing::SmallBundle bundle(run);
  std::filesystem::copy(bundle.path(), place, std::filesystem::copy_options::recursive);
}
