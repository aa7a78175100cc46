#include "tests/bench/made_bundle.h"

#include <array>
#include <chrono>
#include <deque>
#include <filesystem>
#include <string_view>
#include <vector>

#include "certsuite/reading_stretches.h"
#include "reports/assemble.h"
#include "reports/bundle.h"
#include "reports/bundle_writer.h"
#include "reports/seal/checkpoint.h"
#include "reports/seal/key_file.h"
#include "reports/sealing.h"
#include "schemas/catalogue.h"
#include "schemas/journal_checkpoints.h"
#include "schemas/json/journal_json.h"
#include "schemas/store/store.h"
#include "schemas/toml/reference.h"

namespace rackproof::bench {
namespace {

constexpr std::string_view kDigest =
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

/// What has that digest.
constexpr const char* kPlan = "abc";

/// How what is made up is called where the criteria of the bench ask for it.
struct Renamed {
  std::string_view made;
  std::string_view metric;
};
constexpr std::array kRenamed{
    Renamed{"accel_temp_die_celsius", "temperature_celsius"},
    Renamed{"accel_power_watts", "power_watts"},
    Renamed{"accel_energy_millijoules_total", "accelerator_energy_joules_total"},
    Renamed{"accel_mem_used_bytes", "hbm_used_bytes"},
    Renamed{"accel_ecc_sbe_volatile_total", "hbm_ecc_correctable_total"},
    Renamed{"accel_ecc_dbe_volatile_total", "hbm_ecc_uncorrectable_total"},
    Renamed{"accel_pcie_replay_total", "pcie_replay_total"},
    Renamed{"accel_dram_active_ratio", "hbm_utilization_ratio"},
    Renamed{"accel_sm_active_ratio", "accelerator_utilization_ratio"},
};

struct Asked {
  std::string_view id;
  std::string_view metric;
  std::string_view statistic;
  std::string_view limit;  ///< What stands before basis and source.
};
constexpr std::array kAsked{
    Asked{"die-maximum", "temperature_celsius", "max", "at_most = { value = 105, unit = \"Cel\""},
    Asked{"die-steady", "temperature_celsius", "p99", "at_most = { value = 100, unit = \"Cel\""},
    Asked{"power", "power_watts", "p99", "at_most = { value = 1000, unit = \"W\""},
    Asked{"energy", "accelerator_energy_joules_total", "growth",
          "at_least = { value = 1, unit = \"J\""},
    Asked{"memory-used", "hbm_used_bytes", "mean", "at_least = { value = 1, unit = \"B\""},
    Asked{"memory-corrected", "hbm_ecc_correctable_total", "growth",
          "at_most = { value = 100000, unit = \"1\""},
    Asked{"memory-uncorrected", "hbm_ecc_uncorrectable_total", "growth",
          "at_most = { value = 0, unit = \"1\""},
    Asked{"replays", "pcie_replay_total", "growth", "at_most = { value = 100000, unit = \"1\""},
    Asked{"memory-busy", "hbm_utilization_ratio", "p05", "at_most = { value = 1, unit = \"ratio\""},
    Asked{"busy", "accelerator_utilization_ratio", "median",
          "at_most = { value = 1, unit = \"ratio\""},
};

std::string reference_toml(const TelemetryShape& shape) {
  const auto source = ", basis = \"derived\", source = \"made for the bench\" }\n";
  std::string text =
      "[reference]\nid = \"bench\"\nrevision = 1\ntitle = \"Racks that are made up\"\n"
      "status = \"draft\"\nmust_judge = [\"compute\"]\n\n[[identity]]\narchitecture = "
      "\"x86_64\"\n\n"
      "[[part]]\nkind = \"accelerator\"\ncount = { min = " +
      std::to_string(shape.nodes * shape.accelerators) + ", unit = \"1\"" + source +
      "\n[[phase]]\nid = \"work\"\nworkload = \"idle\"\ntier = [\"soak\"]\nseconds = { value = " +
      std::to_string(shape.seconds) + ", unit = \"s\"" + source;
  for (const auto& asked : kAsked) {
    text += "\n[[criterion]]\nid = \"" + std::string(asked.id) +
            "\"\nclass = \"compute\"\non = \"accelerator\"\nmetric = \"" +
            std::string(asked.metric) + "\"\nduring = \"work\"\nstatistic = \"" +
            std::string(asked.statistic) + "\"\n" + std::string(asked.limit) + source +
            "min_samples = 10\nrequired = true\n";
  }
  return text;
}

UtcTime time_of(std::int64_t milliseconds) {
  return UtcTime{std::chrono::milliseconds(milliseconds)};
}

/// The made-up racks as a run sees them.
struct Racks {
  Inventory inventory;
  std::vector<const Metric*> metrics;  ///< By series.
  std::vector<DeviceHandle> devices;   ///< By series.
  std::deque<std::string> names;
  std::deque<Metric> known;
};

const Metric* metric_of(const TelemetrySeries& series, Racks& racks) {
  for (const auto& renamed : kRenamed) {
    if (renamed.made == series.metric) {
      return metrics::find(renamed.metric);
    }
  }
  const auto name = series.labels.find("accel=") != std::string::npos
                        ? series.metric
                        : series.metric + "{" + series.labels + "}";
  for (const auto& known : racks.known) {
    if (known.name == name) {
      return &known;
    }
  }
  auto& added = racks.known.emplace_back();
  added.name = racks.names.emplace_back(name);
  added.kind = series.kind.starts_with("counter") ? MetricKind::counter : MetricKind::gauge;
  return &added;
}

/// Devices of an inventory are sorted by their names.
std::string two_digits(std::size_t number) {
  return (number < 10 ? "0" : "") + std::to_string(number);
}

Racks racks_of(const TelemetryShape& shape, const std::vector<TelemetrySeries>& series) {
  Racks racks;
  Device node;
  node.id = "node";
  node.attributes["architecture"] = "x86_64";
  racks.inventory.devices.push_back(node);
  for (std::size_t group = 0; group < shape.groups(); ++group) {
    Device device;
    const auto within = group % (shape.accelerators + 1);
    device.id = "node/n" + two_digits(group / (shape.accelerators + 1)) + "-" +
                (within < shape.accelerators ? two_digits(within) : "host");
    device.kind = within < shape.accelerators ? DeviceKind::accelerator : DeviceKind::processor;
    device.parent = "node";
    racks.inventory.devices.push_back(device);
  }
  for (const auto& each : series) {
    racks.metrics.push_back(metric_of(each, racks));
    racks.devices.push_back(static_cast<DeviceHandle>(each.group + 1));
  }
  racks.inventory.hostname = "bench";
  racks.inventory.boot_id = "11111111-2222-3333-4444-555555555555";
  racks.inventory.identity_source = "made up";
  racks.inventory.taken_at = time_of(kFirstStamp);
  racks.inventory.software = {{"kernel", "6.1.0"}};
  return racks;
}

/// The journal of the made-up run, as a run writes it.
struct MadeJournal {
  JournalEnd end;
  std::string lines;
  ReadingStretches stretches{std::nullopt};

  void tell(const JournalLine& line) { lines += encode_journal_line(line, end); }
  void tell(const std::vector<JournalLine>& all) {
    for (const auto& line : all) {
      tell(line);
    }
  }
};

/// What the whole journal comes to, with one checkpoint over all of it.
Result<JournalSummary> end_journal(MadeJournal& journal, const RunRecord& record,
                                   const std::string& key_path, BundleWriter& writer) {
  journal.tell(journal.stretches.close_all());
  journal.tell(record.steps[0]);
  journal.tell(RunEnded{record.finished, record.status});
  const TreeHead head{journal_origin(record.run_id),
                      {journal.end.tree.size(), journal.end.tree.root()}};
  const auto key = seal::load_private_key(key_path);
  const auto note = key ? seal::sign_checkpoint(head, *key) : key.error();
  if (!note) {
    return note.error();
  }
  for (auto done : {writer.write(bundle::kJournal, journal.lines),
                    writer.write(bundle::kCheckpoints, checkpoint_entry(*note))}) {
    if (!done) {
      return std::move(done).error();
    }
  }
  return JournalSummary{head.origin, head.tree.size, to_hex(head.tree.root), 1, 1};
}

Result<void> write_samples(const TelemetryShape& shape, TelemetryMaker& maker, const Racks& racks,
                           const std::string& directory, MadeJournal& journal) {
  const auto working = directory + ".working";
  auto store = Store::open(working, Store::Mode::create);
  if (!store) {
    return std::move(store).error();
  }
  std::vector<double> values(racks.metrics.size());
  std::vector<std::int64_t> stamps(shape.groups());
  for (std::size_t second = 0; second < shape.seconds; ++second) {
    maker.next(values, stamps);
    Samples samples;
    samples.reserve(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
      samples.push_back(
          {racks.devices[i], racks.metrics[i], time_of(stamps[racks.devices[i] - 1U]), values[i]});
    }
    auto done = (*store)->append(racks.inventory.devices, samples);
    journal.stretches.take(racks.inventory.devices, samples);
    journal.tell(journal.stretches.close(samples.back().taken_at));
    if (done && second % 10 == 9) {
      done = (*store)->flush();
    }
    if (!done) {
      return done;
    }
  }
  auto done = (*store)->export_to(directory + "/" + bundle::kSamples);
  if (done) {
    done = (*store)->close();
  }
  std::filesystem::remove(working);
  return done;
}

RunRecord record_of(const TelemetryShape& shape, const ResolvedReference& reference) {
  RunRecord record;
  record.run_id = "6f1c2b9e-1111-4222-8333-444455556666";
  record.suite_version = "0.1.0";
  record.suite_digest = kDigest;
  record.plan_digest = kDigest;
  record.reference_id = reference.architecture.id;
  record.reference_revision = reference.architecture.revision;
  record.reference_digest = reference.digest;
  record.tier = "soak";
  record.status = RunStatus::complete;
  record.root = "/";
  record.started = time_of(kFirstStamp);
  record.finished = time_of(kFirstStamp) + std::chrono::seconds(shape.seconds + 5);
  record.clock_source = "tsc";
  record.clock_at_start = ClockSync{.why = "made up"};
  record.clock_at_end = record.clock_at_start;
  record.command_line = {"rackproof", "certify"};
  record.site.issuer_name = "Example Integrator";
  record.site.customer = "Example";
  record.environment = {{"governor", "performance", ""}};
  Step step;
  step.phase = "work";
  step.workload = "idle";
  step.status = StepStatus::complete;
  step.started = record.started;
  step.measured_from = record.started;
  step.finished = record.started + std::chrono::seconds(shape.seconds + 2);
  step.planned_seconds = static_cast<double>(shape.seconds);
  step.command = "rackproof workload idle";
  record.steps = {step};
  record.probes = {{"made", static_cast<std::int64_t>(shape.seconds), 0, 0.01, ""}};
  return record;
}

Result<void> seal_both(const std::string& path, const std::string& key_path) {
  const auto key = seal::load_private_key(key_path);
  if (!key) {
    return key.error();
  }
  for (const auto role : {seal::Role::collector, seal::Role::certifier}) {
    if (auto done = seal_statement(path, role, *key); !done) {
      return done;
    }
  }
  return {};
}

}  // namespace

Result<void> make_bundle(const TelemetryShape& shape, const std::string& path,
                         const std::string& key_path) {
  const auto reference = load_reference({"bench.toml", reference_toml(shape)}, no_overlays);
  if (!reference) {
    return reference.error();
  }
  auto writer = BundleWriter::create(path);
  if (!writer) {
    return std::move(writer).error();
  }
  TelemetryMaker maker(shape);
  const auto racks = racks_of(shape, maker.series());
  auto record = record_of(shape, *reference);
  MadeJournal journal;
  journal.tell(RunBegan{record.started, record.run_id, "made", std::string(kDigest),
                        record.reference_digest, std::string(kDigest)});
  if (auto done = write_samples(shape, maker, racks, writer->directory(), journal); !done) {
    return done;
  }
  auto summary = end_journal(journal, record, key_path, *writer);
  if (!summary) {
    return std::move(summary).error();
  }
  record.journal = *std::move(summary);
  if (auto done = writer->write(bundle::kEvents, ""); !done) {
    return done;
  }
  const auto report =
      assemble({record, racks.inventory, *reference, kPlan, ""},
               {record.finished + std::chrono::seconds(5), std::string(kDigest)}, *writer);
  if (!report) {
    return report.error();
  }
  auto done = writer->finish();
  return done ? seal_both(path, key_path) : done;
}

}  // namespace rackproof::bench
