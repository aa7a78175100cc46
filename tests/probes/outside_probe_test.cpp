#include "probes/outside/outside_probe.h"

#include <chrono>
#include <deque>
#include <memory>
#include <string>
#include <utility>

#include <catch2/catch.hpp>

#include "probes/probe_pass.h"
#include "tests/support/fixture_host.h"
#include "tests/support/probe_run.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using namespace rackproof::outside;
using namespace rackproof::testing;

namespace {

constexpr const char* kFixed = R"(
[[source]]
name = "cdu"
exec = ["/bin/true"]
[[source.device]]
key = "pump"
kind = "fan"
id = "pump:1"
[[source.series]]
name = "pump_rpm"
device = "pump"
metric = "fan_speed_rpm"
unit = "rpm"
[[source.series]]
name = "heat_watts"
metric = "power_watts"
unit = "W"
)";

constexpr const char* kByLabel = R"(
[[source]]
name = "gpus"
exec = ["/bin/true"]
[[source.device]]
key = "gpu"
kind = "accelerator"
id = "gpu:{gpu}"
[[source.series]]
name = "gpu_watts"
device = "gpu"
metric = "power_watts"
unit = "W"
)";

const Error kDown{ErrorKind::io, "connection refused"};
const std::string kPump = "node/source:cdu/pump:1";

/// A source that answers what it is given, and then no more.
class Source {
 public:
  Source(const char* settings, std::deque<Result<SourceText>> answers)
      : empty_(), fixture_(empty_.path()), answers_(std::move(answers)) {
    auto file = load_source_file(settings, "s.toml");
    INFO((file ? std::string() : file.error().message));
    REQUIRE(file);
    file_ = std::move(file).value();
    probe_ = make_outside_probe(fixture_.host(), file_.sources[0], file_.site_metrics, [this] {
      ++asked_;
      if (answers_.empty()) {
        return Result<SourceText>(Error{ErrorKind::io, "out of answers"});
      }
      auto answer = std::move(answers_.front());
      answers_.pop_front();
      return answer;
    });
  }

  Probe& probe() { return *probe_; }
  FixtureHost& fixture() { return fixture_; }
  [[nodiscard]] int asked() const { return asked_; }

  /// What the next pass says of one reading of the devices that discovery found.
  Samples pass() {
    fixture_.clock().advance(std::chrono::seconds(10));
    auto reading = probe_->read();
    REQUIRE(reading);
    events_ = std::move(reading->events);
    return std::move(reading->samples);
  }
  [[nodiscard]] const Events& events() const { return events_; }

 private:
  TempDir empty_;
  FixtureHost fixture_;
  std::deque<Result<SourceText>> answers_;
  SourceFile file_;
  std::unique_ptr<Probe> probe_;
  int asked_ = 0;
  Events events_;
};

Result<SourceText> says(std::string text) {
  return SourceText{std::move(text), {}};
}

const Reading& reading_of(const Samples& samples, std::string_view metric) {
  for (const auto& sample : samples) {
    if (sample.metric->name == metric) {
      return sample.reading;
    }
  }
  FAIL("no sample of " << metric);
  return samples.front().reading;
}

ErrorKind why(const Samples& samples, std::string_view metric) {
  const auto& reading = reading_of(samples, metric);
  REQUIRE(std::holds_alternative<Error>(reading));
  return std::get<Error>(reading).kind;
}

}  // namespace

TEST_CASE("outside: what a source says hangs below its own place, and the first pass asks once",
          "[probes][outside]") {
  Source source(kFixed, {says("pump_rpm 3000\nheat_watts 950.5\nnew_name 1\n")});
  const ProbeRun run(source.probe());

  CHECK(run.value(kPump, "fan_speed_rpm") == 3000);
  CHECK(run.value("node/source:cdu", "power_watts") == 950.5);
  CHECK(run.value("node/source:cdu", "source_success") == 1);
  CHECK(run.value("node/source:cdu", "source_series_count") == 3);
  CHECK(run.value("node/source:cdu", "source_series_left_out_count") == 1);
  CHECK(run.value("node/source:cdu", "source_payload_bytes") == 42);
  CHECK(run.device(kPump).parent == "node/source:cdu");
  REQUIRE(run.unreadable("new_name") != nullptr);
  CHECK(run.unreadable("new_name")->why.message == "no row of the map names it (1 series)");
  CHECK(source.asked() == 1);
}

TEST_CASE("outside: a source that fails as a whole is a reason on each of its samples",
          "[probes][outside]") {
  Source source(kFixed, {says("pump_rpm 3000\nheat_watts 950.5\n"), says("<html>garbage"), kDown});
  const ProbeRun first(source.probe());

  const auto garbage = source.pass();
  CHECK(why(garbage, "fan_speed_rpm") == ErrorKind::malformed);
  CHECK(why(garbage, "power_watts") == ErrorKind::malformed);
  CHECK(reading_of(garbage, "source_success") == Reading(std::int64_t{0}));
  CHECK(why(garbage, "source_series_count") == ErrorKind::malformed);
  REQUIRE(source.events().size() == 1);
  CHECK(source.events()[0].code == "source_failed");

  const auto down = source.pass();
  CHECK(std::get<Error>(reading_of(down, "fan_speed_rpm")) ==
        Error{ErrorKind::io, "cdu: connection refused"});
  CHECK(source.events().empty());  // it was told
}

TEST_CASE("outside: a source whose devices are all written down has reasons before it answers",
          "[probes][outside]") {
  Source source(kFixed, {kDown, says("pump_rpm 3000\nheat_watts 1\n")});
  const ProbeRun run(source.probe());

  CHECK(run.reason(kPump, "fan_speed_rpm").kind == ErrorKind::io);
  CHECK(run.unreadable("source")->why.message == "cdu: connection refused");
  const auto later = source.pass();
  CHECK(reading_of(later, "fan_speed_rpm") == Reading(std::int64_t{3000}));
  REQUIRE(source.events().size() == 1);
  CHECK(source.events()[0].code == "source_answers_again");
}

TEST_CASE("outside: a source that names its devices itself is discovered when it first answers",
          "[probes][outside]") {
  Source source(kByLabel, {kDown, says("gpu_watts{gpu=\"0\"} 300\n")});
  ProbePass pass(source.fixture().host(), source.probe());

  const auto down = pass.run();
  REQUIRE_FALSE(down.reading);
  CHECK(down.reading.error().message == "gpus: connection refused");
  CHECK_FALSE(down.over_for_good);
  source.fixture().clock().advance(std::chrono::seconds(10));
  const auto up = pass.run();
  REQUIRE(up.reading);
  REQUIRE(up.found);
  CHECK(up.found->size() == 2);
}

TEST_CASE("outside: a series that goes silent is absent, not gone; a part that comes is told",
          "[probes][outside]") {
  Source source(kByLabel, {says("gpu_watts{gpu=\"0\"} 300\ngpu_watts{gpu=\"1\"} 310\n"),
                           says("gpu_watts{gpu=\"0\"} 301\ngpu_watts{gpu=\"2\"} 5\n"),
                           says("gpu_watts{gpu=\"0\"} 302\ngpu_watts{gpu=\"2\"} 5\n")});
  const ProbeRun first(source.probe());
  CHECK(first.value("node/source:gpus/gpu:1", "power_watts") == 310);

  const auto second = source.pass();
  std::size_t silent = 0;
  for (const auto& sample : second) {
    const auto* error = std::get_if<Error>(&sample.reading);
    silent += error != nullptr && error->kind == ErrorKind::absent ? 1 : 0;
  }
  CHECK(silent == 1);
  REQUIRE(source.events().size() == 1);
  CHECK(source.events()[0].code == "source_new_device");
  source.pass();
  CHECK(source.events().empty());
}

TEST_CASE("outside: a value that its source stamped long ago is stale, one of tomorrow no better",
          "[probes][outside]") {
  // The clock of the fixture stands at 1795238220 s.
  Source source(kFixed, {says("pump_rpm 3000 1795238219000\nheat_watts 1 1795237000000\n"),
                         says("pump_rpm 3000 1795328220000\nheat_watts NaN 1\n")});
  const ProbeRun run(source.probe());
  CHECK(run.value(kPump, "fan_speed_rpm") == 3000);
  CHECK(run.reason("node/source:cdu", "power_watts").kind == ErrorKind::stale);

  const auto later = source.pass();
  CHECK(why(later, "fan_speed_rpm") == ErrorKind::out_of_range);
  CHECK(why(later, "power_watts") == ErrorKind::sentinel);
}

TEST_CASE("outside: a program that is written down and not there is trouble, not news",
          "[probes][outside]") {
  Source source(kFixed, {Error{ErrorKind::absent, "no such program"}});
  const ProbeRun run(source.probe());
  CHECK(run.reason(kPump, "fan_speed_rpm").kind == ErrorKind::io);
}

TEST_CASE("outside: what the source says of its format counts where the settings say nothing",
          "[probes][outside]") {
  const SourceText cut{"pump_rpm 3000\n", SourceFormat::openmetrics};
  Source source(kFixed, {Result<SourceText>(cut)});
  const ProbeRun run(source.probe());
  CHECK(run.reason(kPump, "fan_speed_rpm").message ==
        "cdu: expected # EOF as the last line: the text is cut off");
}

TEST_CASE("outside: a source that makes up devices without end is not believed",
          "[probes][outside]") {
  std::string endless;
  for (int i = 0; i < 6000; ++i) {
    endless += "gpu_watts{gpu=\"" + std::to_string(i) + "\"} 1\n";
  }
  Source source(kByLabel, {says(endless)});
  const auto found = source.probe().discover();
  REQUIRE_FALSE(found);
  CHECK(found.error().kind == ErrorKind::out_of_range);
}

TEST_CASE("outside: a site's own metric is read like any other", "[probes][outside]") {
  const std::string settings = R"([[site_metric]]
name = "site_door_openings_total"
unit = "1"
kind = "counter"
help = "Times that the rack's door was opened."
[[source]]
name = "door"
exec = ["/bin/true"]
format = "json"
)";
  Source source(
      settings.c_str(),
      {says("{\"metric\":\"site_door_openings_total\",\"device\":\"node\",\"value\":7}\n")});
  const ProbeRun run(source.probe());
  CHECK(run.value("node/source:door", "site_door_openings_total") == 7);
}
