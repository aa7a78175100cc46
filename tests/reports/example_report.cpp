#include "tests/reports/example_report.h"

#include <chrono>
#include <cmath>
#include <utility>

#include "certsuite/criteria/grounds.h"
#include "tests/support/documents.h"

namespace rackproof::testing {
namespace {

using namespace std::chrono_literals;

constexpr UtcTime kStart{1795238220s};
constexpr auto kRunSeconds = 48;
constexpr auto kProcessors = 16;
const std::string kDigest(64, 'd');

Step step(const std::string& phase, const std::string& workload, int from, int to) {
  Step made;
  made.phase = phase;
  made.workload = workload;
  made.status = StepStatus::complete;
  made.started = kStart + std::chrono::seconds(from);
  made.measured_from = made.started + 1s;
  made.finished = kStart + std::chrono::seconds(to);
  made.planned_seconds = to - from;
  made.seed = 0x9E3779B97F4A7C15U + static_cast<std::uint64_t>(from);
  made.self_check = SelfCheck::correct;
  made.canary = {true, true};
  made.checks = 48211;
  made.log = "logs/" + phase + ".log";
  made.command = "rackproof workload " + workload + " --seed " + std::to_string(made.seed) +
                 " --seconds " + std::to_string(to - from);
  return made;
}

Quantity limit(double value, Unit unit, Basis basis, const char* source) {
  Quantity made;
  made.value = value;
  made.unit = unit;
  made.basis = basis;
  made.source = source;
  return made;
}

Criterion criterion(const char* id, const char* of_class, DeviceKind on, const char* metric,
                    Statistic statistic) {
  Criterion made;
  made.id = id;
  made.criterion_class = of_class;
  made.on = on;
  made.metric = metric;
  made.statistic = statistic;
  return made;
}

Verdict verdict(const Criterion& of, const std::string& device, Outcome outcome, Unit unit,
                std::optional<double> observed) {
  Verdict made;
  made.criterion = of.id;
  made.criterion_class = of.criterion_class;
  made.device = device;
  made.required = of.required;
  made.outcome = outcome;
  made.unit = unit;
  made.observed = observed;
  made.readable = observed ? 24 : 0;
  made.grounds = criteria::grounds_of(of);
  return made;
}

}  // namespace

Result<std::vector<SeriesKey>> ExampleSeries::keys() {
  std::vector<SeriesKey> names;
  for (const auto& [key, points] : all) {
    names.push_back(key);
  }
  return names;
}

Result<Series> ExampleSeries::read(const SeriesKey& key, TimeRange range) {
  if (spoiled == key) {
    return Error{ErrorKind::malformed, "a chunk fails its checksum"};
  }
  Series inside;
  for (const auto& point : all[key]) {
    if (range.contains(point.taken_at)) {
      inside.push_back(point);
    }
  }
  return inside;
}

Result<Point> ExampleSeries::last(const SeriesKey& key) {
  return all[key].back();
}

ExampleReport::ExampleReport()
    : report(example_report()), record(example_run_record()), inventory(example_inventory()) {
  report.site.instruments.pop_back();
  report.site.customer = kHostile;
  report.title = "Compliance report";
  report.not_covered = {"accelerators: none was found"};
  report.site.waivers = {
      {"cpu-sdc-answers", "Jo <QA>", "2027-01-31", "a known part & on order"},
      {"cpu-sdc-answers", "Kim", "2020-01-31", "long ago"},
  };
  record.started = kStart;
  record.finished = kStart + std::chrono::seconds(kRunSeconds);
  record.site = report.site;
  record.probes = {{"hwmon", 48, 1, 0.0123, kHostile}, {"cpu", 48, 0, 0.004, ""}};
  record.disturbances = {{"clock_step", "the wall clock moved by 3.2 s", "compile", kStart + 41s}};
  inventory.hostname = "rack7-node3";
  manifest = example_manifest();
  subjects = {{"inventory.json", std::string(64, 'a')}, {"manifest.json", std::string(64, 'b')}};
  add_steps();
  add_devices();
  add_series();
  add_verdicts();
}

ReportView ExampleReport::view() {
  return {report,       record,
          inventory,    reference,
          manifest,     subjects,
          series,       {kDigest, "SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"},
          {kDigest, ""}};
}

void ExampleReport::add_steps() {
  record.steps = {step("gemm-exact", "gemm_exact", 2, 8), step("mem-triad", "mem_triad", 9, 14),
                  step("cpu-sdc", "cpu_sdc", 15, 28), step("storage", "storage", 29, 35),
                  step("compile", "compile_corpus", 36, 46)};
  record.steps[0].facts = {{"kernel", "Haswell <b>bold</b>", ""}, {"threads", "16", "1"}};
  auto& wrong = record.steps[2];
  wrong.self_check = SelfCheck::wrong_answer;
  wrong.mismatch_count = 3;
  wrong.mismatches = {{"node/cpu:11", kHostile, "0x9f4e2a10", "0x9f4e2a11", "0x00000001", 4.217}};
  auto& skipped = record.steps[3];
  skipped = Step{};
  skipped.phase = "storage";
  skipped.workload = "storage";
  skipped.reason = "the scratch directory is on tmpfs: O_DIRECT is not offered there";
}

void ExampleReport::add_devices() {
  for (int i = 0; i < kProcessors; ++i) {
    Device cpu;
    cpu.id = "node/cpu:" + std::to_string(i);
    cpu.kind = DeviceKind::cpu;
    cpu.parent = "node";
    cpu.vendor = "GenuineIntel";
    cpu.model = "Example Processor 9000 @ 2.10GHz";
    inventory.devices.push_back(std::move(cpu));
  }
}

void ExampleReport::add_series() {
  const std::string sensor = "node/sensor_chip:coretemp@platform/temp1";
  for (int second = 0; second < kRunSeconds; ++second) {
    const auto at = kStart + std::chrono::seconds(second);
    const auto heat = 41.0 + 22.0 * (1 - std::exp(-second / 11.0)) + std::sin(second * 1.3);
    const bool broke = second > 30 && second < 35;
    series.all[{sensor, "temperature_celsius"}].push_back(
        {at, broke ? Reading(Error{ErrorKind::malformed, kHostile}) : Reading(heat)});
    series.all[{"node/sensor_chip:nvme@pci-0000:3b/temp1", "nvme_composite_temperature_celsius"}]
        .push_back({at, Reading(36.0 + second / 12.0)});
    series.all[{"node/memory", "memory_ecc_correctable_total"}].push_back(
        {at, Reading(std::int64_t{second < 20 ? 7 : 9})});
    series.all[{"node/memory", "memory_ecc_uncorrectable_total"}].push_back(
        {at, Reading(std::int64_t{0})});
    for (int i = 0; i < kProcessors; ++i) {
      const auto hertz = 2.1e9 + 1e8 * i + (second > 2 ? 8e8 : 0) - 2e6 * second;
      series.all[{"node/cpu:" + std::to_string(i), "cpu_frequency_hertz"}].push_back(
          {at, Reading(hertz)});
    }
  }
  for (int window = 0; window < 20; ++window) {
    series.all[{"node/memory", "mem_triad_bytes_per_second"}].push_back(
        {kStart + 10s + window * 200ms, Reading(1.21e10 + 2e8 * std::sin(window))});
    series.all[{"node", "gemm_exact_flops_per_second"}].push_back(
        {kStart + 3s + window * 250ms, Reading(4.1e11 + 5e9 * std::cos(window * 2))});
  }
}

void ExampleReport::add_verdicts() {
  auto triad = criterion("memory-triad-rate", "memory", DeviceKind::memory,
                         "mem_triad_bytes_per_second", Statistic::p05);
  triad.measurement = true;
  triad.during = "mem-triad";
  triad.rule = DecisionRule::guard_band;
  triad.at_least = limit(6.4, Unit::gigabyte_per_second, Basis::secondary,
                         "JEDEC JESD79-3, DDR3-800: 800 MT/s x 8 B");
  triad.min_samples = 20;
  auto sdc = criterion("cpu-sdc-answers", "compute", DeviceKind::cpu, "cpu_sdc_mismatch_count",
                       Statistic::max);
  sdc.during = "cpu-sdc";
  sdc.at_most = limit(0, Unit::one, Basis::derived, "each kernel has one right answer");
  sdc.note = "each logical processor by itself";
  auto heat = criterion("chip-temperature", "thermal", DeviceKind::temperature_sensor,
                        "temperature_celsius", Statistic::p99);
  heat.at_most = limit(85, Unit::celsius, Basis::vendor, kHostile);
  auto power = criterion("power", "power", DeviceKind::power_domain, "power_watts", Statistic::max);
  power.required = false;
  reference.criteria = {triad, sdc, heat, power};
  reference.id = "host-x86_64";

  auto good = verdict(triad, "node/memory", Outcome::pass, Unit::byte_per_second, 1.194e10);
  good.at_least = 6.4e9;
  good.accept_at_least = 6.48e9;
  good.uncertainty = 8e7;
  good.reason = "p05 of 20 windows is 11.94 GB/s, at least 6.48 GB/s";
  report.judgement.verdicts = {good};
  for (const int cpu : {0, 1, 11}) {
    const bool wrong = cpu == 11;
    auto one = verdict(sdc, "node/cpu:" + std::to_string(cpu),
                       wrong ? Outcome::fail : Outcome::pass, Unit::one, wrong ? 3 : 0);
    one.at_most = 0;
    one.accept_at_most = 0;
    one.reason = wrong ? "max of 24 windows is 3, above 0" : "max of 24 windows is 0, at most 0";
    report.judgement.verdicts.push_back(one);
  }
  auto hot = verdict(heat, "node/sensor_chip:coretemp@platform/temp1", Outcome::inconclusive,
                     Unit::celsius, 63.2);
  hot.at_most = 85;
  hot.accept_at_most = 85;
  hot.missing = 4;
  hot.reason = kHostile;
  auto unjudged = verdict(power, "", Outcome::not_judged, Unit::watt, std::nullopt);
  unjudged.reason = "no power_domain is here: nothing to bind";
  auto invalid =
      verdict(heat, "node/sensor_chip:nvme@pci-0000:3b/temp1", Outcome::invalid, Unit::celsius, 40);
  invalid.at_most = 85;
  invalid.accept_at_most = 85;
  invalid.reason = "the clock stepped under the run";
  report.judgement.verdicts.push_back(hot);
  report.judgement.verdicts.push_back(invalid);
  report.judgement.verdicts.push_back(unjudged);
  report.judgement.overall = Outcome::fail;
  report.judgement.because = {"cpu-sdc-answers on node/cpu:11 is FAIL: max of 24 windows is 3"};
}

}  // namespace rackproof::testing
