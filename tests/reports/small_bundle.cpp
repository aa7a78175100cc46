#include "tests/reports/small_bundle.h"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <catch2/catch.hpp>

#include "reports/assemble.h"
#include "reports/bundle.h"
#include "reports/bundle_writer.h"
#include "reports/seal/envelope.h"
#include "reports/sealing.h"
#include "reports/test_order.h"
#include "schemas/catalogue.h"
#include "schemas/json/order_json.h"
#include "schemas/store/store.h"
#include "schemas/toml/reference.h"

namespace rackproof::testing {
namespace {

using namespace std::chrono_literals;

constexpr auto kTemperature = metrics::named("temperature_celsius");
constexpr auto kSeconds = 20;
/// SHA-256 of "abc".
const char* const kDigest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

const char* const kReferenceToml = R"([reference]
id = "tiny"
revision = 1
title = "A node with one sensor"
status = "draft"
must_judge = ["thermal"]

[[identity]]
architecture = "x86_64"

[[part]]
kind = "temperature_sensor"
count = { min = 1, unit = "1", basis = "derived", source = "made for tests" }

[[phase]]
id = "idle"
workload = "idle"
tier = ["quick"]
seconds = { value = 20, unit = "s", basis = "derived", source = "made for tests" }

[[criterion]]
id = "sensor-maximum"
class = "thermal"
on = "temperature_sensor"
metric = "temperature_celsius"
during = "idle"
statistic = "max"
at_most = { value = 85, unit = "Cel", basis = "derived", source = "made for tests" }
min_samples = 10
required = true
)";

Inventory small_inventory() {
  Device node;
  node.id = "node";
  node.attributes["architecture"] = "x86_64";
  Device sensor;
  sensor.id = "node/sensor";
  sensor.kind = DeviceKind::temperature_sensor;
  sensor.parent = "node";
  Inventory inventory;
  inventory.hostname = "n1";
  inventory.boot_id = "11111111-2222-3333-4444-555555555555";
  inventory.identity_source = "self-reported (DMI)";
  inventory.taken_at = small_start();
  inventory.devices = {node, sensor};
  inventory.software = {{"kernel", "6.1.0"}};
  return inventory;
}

Step idle_step() {
  Step step;
  step.phase = "idle";
  step.workload = "idle";
  step.status = StepStatus::complete;
  step.started = small_start();
  step.measured_from = small_start();
  step.finished = small_start() + std::chrono::seconds(kSeconds);
  step.planned_seconds = kSeconds;
  step.command = "rackproof workload idle";
  return step;
}

RunRecord small_record() {
  RunRecord record;
  record.run_id = "6f1c2b9e-1111-4222-8333-444455556666";
  record.suite_version = "0.1.0";
  record.suite_digest = kDigest;
  record.plan_digest = kDigest;
  record.tier = "quick";
  record.status = RunStatus::complete;
  record.root = "/";
  record.started = small_start();
  record.finished = small_start() + std::chrono::seconds(kSeconds);
  record.clock_source = "tsc";
  record.clock_at_start = ClockSync{SyncState::synchronised, "", 0.25, 12, 0.5};
  record.clock_at_end = ClockSync{SyncState::synchronised, "", -0.125, 14, 0.5};
  record.command_line = {"rackproof", "certify"};
  record.site.issuer_name = "Example Integrator";
  record.site.customer = "Example";
  record.environment = {{"governor", "performance", ""}};
  record.steps = {idle_step()};
  record.probes = {{"hwmon", 20, 0, 0.01, ""}};
  return record;
}

void write_samples(const SmallRun& run, const std::string& directory) {
  const auto working = directory + ".working";
  auto store = Store::open(working, Store::Mode::create);
  REQUIRE(store);
  auto samples = run.samples;
  for (int second = 0; run.samples.empty() && second < kSeconds; ++second) {
    samples.push_back(
        {1, kTemperature, run.record.started + std::chrono::seconds(second), run.celsius});
  }
  REQUIRE((*store)->append(run.inventory.devices, samples));
  REQUIRE((*store)->flush());
  if (!run.samples_of.empty()) {
    REQUIRE((*store)->set_note("run_id", run.samples_of));
  }
  REQUIRE((*store)->export_to(directory + "/" + bundle::kSamples));
  REQUIRE((*store)->close());
}

}  // namespace

UtcTime small_start() {
  return UtcTime(1795238220s);
}

SmallRun small_run() {
  SmallRun run;
  run.inventory = small_inventory();
  run.record = small_record();
  run.reference = kReferenceToml;
  return run;
}

SmallRun moved_to(UtcTime started, SmallRun run) {
  const auto by = started - run.record.started;
  run.inventory.taken_at += by;
  run.record.started += by;
  run.record.finished += by;
  for (auto& step : run.record.steps) {
    step.started += by;
    step.measured_from += by;
    step.finished += by;
  }
  return run;
}

void order(SmallRun& run, const seal::PrivateKey& vendor) {
  const auto reference = load_reference({"tiny.toml", run.reference}, no_overlays);
  REQUIRE(reference);
  TestOrder order;
  order.order_id = "5f1c2b9e-1111-4222-8333-444455556666";
  order.nonce = std::string(64, '5');
  order.issued = small_start() - 1h;
  order.expires = small_start() + 1h;
  order.vendor = "Example Chips";
  order.reference_id = reference->architecture.id;
  order.reference_revision = reference->architecture.revision;
  order.reference_digest = reference->digest;
  order.tier = run.record.tier;
  const auto envelope = seal::seal(encode_order_statement(order), vendor);
  REQUIRE(envelope);
  run.order = *envelope;
  run.record.order = mention_of(order, run.order);
}

SmallBundle::SmallBundle(const SmallRun& run)
    : path_(dir_.at("bundle")), key_(seal::PrivateKey::generate().value()) {
  const auto reference = load_reference({"tiny.toml", run.reference}, no_overlays);
  if (!reference) {
    FAIL(reference.error().message);
  }
  auto writer = BundleWriter::create(path_);
  REQUIRE(writer);
  write_samples(run, writer->directory());
  if (!run.journal.empty()) {
    REQUIRE(writer->write(bundle::kJournal, run.journal));
    REQUIRE(writer->write(bundle::kCheckpoints, run.checkpoints));
  }
  REQUIRE(writer->write(bundle::kEvents, ""));
  REQUIRE(writer->write("logs/idle.log", "nothing to say\n"));
  for (const auto& [member, bytes] : run.members) {
    REQUIRE(writer->write(member, bytes));
  }
  auto record = run.record;
  record.reference_id = reference->architecture.id;
  record.reference_revision = reference->architecture.revision;
  record.reference_digest = reference->digest;
  if (record.simulated) {
    record.clock_at_start = ClockSync{.why = "a captured tree has no clock"};
    record.clock_at_end = record.clock_at_start;
  }
  auto report = assemble({record, run.inventory, *reference, run.plan, run.site_toml, run.order},
                         {record.finished + 5s, kDigest, record.site.waivers}, *writer);
  if (!report) {
    FAIL(report.error().message);
  }
  report_ = *std::move(report);
  REQUIRE(writer->write(bundle::kHtml, "<p>a rendering</p>\n"));
  REQUIRE(writer->finish());
}

SmallBundle& SmallBundle::sealed() {
  for (const auto role : {seal::Role::collector, seal::Role::certifier}) {
    if (const auto done = seal_statement(path_, role, key_); !done) {
      FAIL(done.error().message);
    }
  }
  return *this;
}

Result<Verification> SmallBundle::verify(bool allow_simulated) const {
  return rackproof::verify(path_, {.trust = trusting(key_.public_key()),
                                   .now = small_start() + 10min,
                                   .allow_simulated = allow_simulated});
}

Standing SmallBundle::standing() const {
  const auto verified = verify();
  REQUIRE(verified);
  return standing_of(*verified);
}

std::string read_whole(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

void overwrite(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

void edit(const std::string& path, const std::function<void(std::string&)>& change) {
  auto bytes = read_whole(path);
  change(bytes);
  overwrite(path, bytes);
}

}  // namespace rackproof::testing
