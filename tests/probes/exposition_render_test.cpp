#include "probes/sinks/exposition_render.h"

#include <string>

#include <catch2/catch.hpp>

#include "tests/support/exposition_parts.h"
#include "tests/support/told_series.h"

using namespace rackproof;
using namespace std::chrono_literals;
using testing::ExpositionScene;
using testing::ToldSeries;

TEST_CASE("exposition: nothing read yet is still an exposition", "[probes][sinks]") {
  const ExpositionManner manner;
  for (const auto format : {ExpositionFormat::openmetrics, ExpositionFormat::prometheus}) {
    const ToldSeries text(render_exposition({}, manner, format, {}));
    CHECK(text.value("rackproof_exposition_series") == 0);
    CHECK(text.count("rackproof_sink_failing") == 0);
  }
}

TEST_CASE("exposition: how each sink fares is told", "[probes][sinks]") {
  SinkState store;
  store.name = "store";
  store.appends = 10;
  store.longest = 1500us;
  SinkState push;
  push.name = "push \"eu\"";
  push.appends = 10;
  push.failures = 3;
  push.samples_lost = 300;
  push.events_lost = 2;
  push.failing = true;

  const ToldSeries text(render_exposition({}, {}, ExpositionFormat::openmetrics, {store, push}));
  const ToldSeries::Labels eu{{"sink", "push \"eu\""}};
  CHECK(text.value("rackproof_sink_failing", {{"sink", "store"}}) == 0);
  CHECK(text.value("rackproof_sink_failing", eu) == 1);
  CHECK(text.value("rackproof_sink_batches_total", eu) == 10);
  CHECK(text.value("rackproof_sink_failures_total", eu) == 3);
  CHECK(text.value("rackproof_sink_samples_lost_total", eu) == 300);
  CHECK(text.value("rackproof_sink_events_lost_total", eu) == 2);
  CHECK(text.value("rackproof_sink_longest_call_seconds", {{"sink", "store"}}) == 0.0015);
}

TEST_CASE("exposition: it says how long the one before it was", "[probes][sinks]") {
  ExpositionScene scene;
  scene.read_all();
  const auto before = scene.exposition->text(ExpositionFormat::openmetrics).size();
  const ToldSeries text(scene.exposition->text(ExpositionFormat::openmetrics));
  CHECK(text.value("rackproof_exposition_last_bytes") == static_cast<double>(before));
}

TEST_CASE("exposition: a family without a value has no head", "[probes][sinks]") {
  ExpositionScene scene;
  scene.read(0, "temperature_celsius", Error{ErrorKind::absent, "none"});
  const auto text = scene.exposition->text(ExpositionFormat::prometheus);
  CHECK(text.find("# TYPE rackproof_temperature_celsius") == std::string::npos);
}
