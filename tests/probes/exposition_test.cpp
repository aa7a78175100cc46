#include "probes/sinks/exposition.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include <catch2/catch.hpp>

#include "schemas/catalogue.h"
#include "tests/support/exposition_parts.h"
#include "tests/support/told_series.h"

using namespace rackproof;
using namespace std::chrono_literals;
using testing::ExpositionScene;
using testing::ToldSeries;

namespace {

ToldSeries told(const ExpositionScene& scene,
                ExpositionFormat format = ExpositionFormat::openmetrics) {
  return ToldSeries(scene.exposition->text(format));
}

/// What must be read back for a sample.
double expected(const Sample& sample) {
  return as_double(sample.reading) * exposition_name(*sample.metric).factor;
}

using ByDevice = std::map<std::pair<std::string, std::string>, double>;

/// The series' name and its label `device` to its value; one without such a label is left out.
void add_to(ByDevice& values, const outside::ForeignSeries& series) {
  const auto label = std::ranges::find(series.labels, "device", &outside::Label::name);
  if (label != series.labels.end() && has_value(series.value)) {
    values[{std::string(series.name), label->value}] = as_double(series.value);
  }
}

Event event(std::string device, std::string code, UtcTime at) {
  return {std::move(device), at, "kmsg", std::move(code), Severity::error, "text", 1};
}

}  // namespace

TEST_CASE("exposition: a full set of readings comes back equal from a reader of expositions",
          "[probes][sinks]") {
  ExpositionScene scene;
  const auto samples = testing::full_set(scene.machine.devices, scene.clock.now());
  scene.append(samples);

  for (const auto format : {ExpositionFormat::openmetrics, ExpositionFormat::prometheus}) {
    const auto text = told(scene, format);
    ByDevice values;
    for (const auto& series : text.exposition().series) {
      add_to(values, series);
    }
    REQUIRE(samples.size() == metrics::count() * scene.machine.devices.size());
    for (const auto& sample : samples) {
      const auto& device = scene.machine.devices[sample.device].id;
      CAPTURE(sample.metric->name, device);
      const auto found = values.find({exposition_name(*sample.metric).name, device});
      REQUIRE(found != values.end());
      CHECK(found->second == expected(sample));
    }
    CHECK(text.count("rackproof_reading_missing") == 0);
  }
}

TEST_CASE("exposition: every family says what it is", "[probes][sinks]") {
  ExpositionScene scene;
  scene.read_all();
  const auto text = told(scene);
  for (const auto& family : text.exposition().families) {
    CAPTURE(family.name);
    CHECK_FALSE(family.help.empty());
  }
  const auto* heat = text.family("rackproof_temperature_celsius");
  REQUIRE(heat != nullptr);
  CHECK(heat->type == outside::FamilyType::gauge);
  CHECK(heat->unit == "celsius");
  const auto* bytes = text.family("rackproof_network_receive_bytes");
  REQUIRE(bytes != nullptr);
  CHECK(bytes->type == outside::FamilyType::counter);
}

TEST_CASE("exposition: a reading with a reason is never a number", "[probes][sinks]") {
  ExpositionScene scene({.every_series = true});
  scene.read(2, "temperature_celsius", 51.5);
  scene.read(2, "temperature_celsius", Error{ErrorKind::timed_out, "no answer"});
  scene.read(3, "temperature_celsius", 48.0);

  const auto text = told(scene);
  const ToldSeries::Labels gone{{"device", "node/accelerator:0"}};
  CHECK(text.find("rackproof_temperature_celsius", gone) == nullptr);
  CHECK(text.count("rackproof_temperature_celsius") == 1);
  CHECK(text.value("rackproof_reading_missing", {{"device", "node/accelerator:0"},
                                                 {"metric", "temperature_celsius"},
                                                 {"reason", "timed_out"}}) == 1);
  CHECK(text.value("rackproof_reading_valid", gone) == 0);
  CHECK(text.value("rackproof_reading_valid", {{"device", "node/accelerator:1"}}) == 1);
}

TEST_CASE("exposition: a value that is stale is told as stale and no longer as a value",
          "[probes][sinks]") {
  ExpositionScene scene({.every_series = true});
  for (int second = 0; second < 3; ++second) {
    scene.clock.advance(1s);
    scene.read(2, "temperature_celsius", 51.5);
    scene.read(3, "temperature_celsius", 48.0);
  }
  const ToldSeries::Labels silent{{"device", "node/accelerator:0"}};
  CHECK(told(scene).value("rackproof_reading_stale_after_seconds", silent) == 15);

  scene.clock.advance(15s);
  CHECK(told(scene).value("rackproof_temperature_celsius", silent) == 51.5);
  scene.clock.advance(1s);
  scene.read(3, "temperature_celsius", 49.0);

  const auto text = told(scene);
  CHECK(text.find("rackproof_temperature_celsius", silent) == nullptr);
  CHECK(text.value("rackproof_reading_missing", {{"device", "node/accelerator:0"},
                                                 {"metric", "temperature_celsius"},
                                                 {"reason", "stale"}}) == 1);
  CHECK(text.value("rackproof_reading_valid", silent) == 0);
  CHECK(text.value("rackproof_reading_age_seconds", silent) == 16);
  CHECK(text.value("rackproof_temperature_celsius", {{"device", "node/accelerator:1"}}) == 49);
}

TEST_CASE("exposition: a device's age is that of its newest reading, reasons included",
          "[probes][sinks]") {
  ExpositionScene scene;
  scene.read(2, "temperature_celsius", 51.5);
  scene.clock.advance(1500ms);
  scene.read(2, "power_watts", Error{ErrorKind::io, "EIO"});
  scene.clock.advance(2s);

  const auto text = told(scene);
  CHECK(text.value("rackproof_device_reading_age_seconds",
                   {{"device", "node/accelerator:0"}, {"kind", "accelerator"}}) == 2);
  CHECK(text.count("rackproof_device_reading_age_seconds") == 1);
  CHECK(text.count("rackproof_reading_age_seconds") == 0);
}

TEST_CASE("exposition: what is over the limit of series is counted and told", "[probes][sinks]") {
  ExpositionScene scene({.most_series = 2});
  scene.read(0, "temperature_celsius", 1.0);
  scene.read(1, "temperature_celsius", 2.0);
  scene.read(2, "temperature_celsius", 3.0);
  scene.read(2, "temperature_celsius", 4.0);

  const auto text = told(scene);
  CHECK(text.count("rackproof_temperature_celsius") == 2);
  CHECK(text.value("rackproof_exposition_series") == 2);
  CHECK(text.value("rackproof_exposition_series_limit") == 2);
  CHECK(text.value("rackproof_exposition_readings_refused_total") == 2);
}

TEST_CASE("exposition: events are counted by kind, and the last is dated", "[probes][sinks]") {
  ExpositionScene scene;
  const auto at = scene.clock.now();
  scene.append(Events{event("node/accelerator:0", "xid_79", at),
                      event("node/accelerator:0", "xid_79", at + 3s),
                      event("node/accelerator:1", "xid_79", at)});

  const auto text = told(scene);
  const ToldSeries::Labels first{
      {"device", "node/accelerator:0"}, {"code", "xid_79"}, {"severity", "error"}};
  CHECK(text.value("rackproof_events_total", first) == 2);
  CHECK(text.value("rackproof_events_total", {{"device", "node/accelerator:1"}}) == 1);
  CHECK(text.value("rackproof_event_last_timestamp_seconds", first) ==
        std::chrono::duration<double>((at + 3s).time_since_epoch()).count());
}

TEST_CASE("exposition: kinds of events past a thousand are counted together", "[probes][sinks]") {
  ExpositionScene scene;
  Events flood;
  for (int i = 0; i < 1005; ++i) {
    flood.push_back(event("node", "code_" + std::to_string(i), scene.clock.now()));
  }
  scene.append(flood);
  const auto text = told(scene);
  CHECK(text.count("rackproof_events_total") == 1000);
  CHECK(text.value("rackproof_exposition_events_refused_total") == 5);
}

TEST_CASE("exposition: which machine it is, and every device, is info", "[probes][sinks]") {
  ExpositionScene scene;
  scene.read(0, "cpu_online_count", std::int64_t{4});
  const auto text = told(scene);
  CHECK(text.value("rackproof_node_info", {{"hostname", "rack7-node3"}}) == 1);
  CHECK(text.value("rackproof_software_info", {{"name", "kernel"}, {"version", "6.1.0-28"}}) == 1);
  CHECK(text.count("rackproof_device_info") == scene.machine.devices.size());
}

TEST_CASE("exposition: a device found later is told with its readings", "[probes][sinks]") {
  ExpositionScene scene;
  scene.read(0, "cpu_online_count", std::int64_t{4});
  Device late;
  late.id = "node/disk:late";
  late.kind = DeviceKind::disk;
  scene.machine.devices.push_back(late);
  scene.read(4, "temperature_celsius", 30.0);
  CHECK(told(scene).value("rackproof_temperature_celsius", {{"device", "node/disk:late"}}) == 30);
}

TEST_CASE("exposition: a reading of a device that nobody listed is left out", "[probes][sinks]") {
  ExpositionScene scene;
  scene.read(9, "temperature_celsius", 30.0);
  CHECK(told(scene).count("rackproof_temperature_celsius") == 0);
}

TEST_CASE("exposition: labels of one's own stand on every line", "[probes][sinks]") {
  ExpositionScene scene({.labels = {{"site", "nau\"en"}, {"rack", "7"}}});
  scene.read_all();
  scene.append(Events{event("node", "x", scene.clock.now())});
  SinkState sink;
  sink.name = "store";
  const ToldSeries text(scene.exposition->text(ExpositionFormat::openmetrics, {sink}));
  for (const auto& series : text.exposition().series) {
    const std::set<std::string> values = [&] {
      std::set<std::string> all;
      for (const auto& label : series.labels) {
        all.insert(std::string(label.name) + "=" + label.value);
      }
      return all;
    }();
    CAPTURE(series.name);
    CHECK(values.contains("site=nau\"en"));
    CHECK(values.contains("rack=7"));
  }
}

TEST_CASE("exposition: a label that a series has already is refused", "[probes][sinks]") {
  ExpositionScene scene(
      {.every_series = true, .compat = {CompatSet::node_exporter, CompatSet::dcgm_exporter}});
  scene.read_all();
  scene.append(Events{event("node", "x", scene.clock.now())});
  const auto refused = [&](const std::string& name) {
    return !Exposition::make(scene.clock, {.labels = {{name, "x"}}}, scene.machine);
  };
  std::set<std::string> names;
  const auto text = told(scene);
  for (const auto& series : text.exposition().series) {
    for (const auto& label : series.labels) {
      names.insert(std::string(label.name));
    }
  }
  CHECK(names.size() > 15);
  for (const auto& name : names) {
    CAPTURE(name);
    CHECK(refused(name));
  }
  CHECK(refused(""));
  CHECK(refused("7up"));
  CHECK(refused("__name__"));
  CHECK(refused("a-b"));
  CHECK_FALSE(refused("site"));
  CHECK_FALSE(Exposition::make(scene.clock, {.labels = {{"a", "1"}, {"a", "2"}}}, scene.machine));
}
