#include "cli/telemetry_routes.h"

#include <memory>

#include <catch2/catch.hpp>

#include "probes/machine/clock.h"
#include "tests/support/memory_telemetry.h"

using namespace rackproof;

namespace {

Result<std::unique_ptr<TelemetrySource>> many_cards() {
  auto source = std::make_unique<testing::MemoryTelemetry>();
  source->add(StoredMetric{"temperature_celsius", "Cel", "gauge"});
  for (int i = 0; i < 100; ++i) {
    (*source)[{"node/card:" + std::to_string(i), "temperature_celsius"}] = {{UtcTime{}, 40.0 + i}};
  }
  return {std::move(source)};
}

}  // namespace

TEST_CASE("telemetry routes: JSON goes out packed to who takes that, else as it is", "[cli]") {
  const SystemClock clock;
  TelemetryDesk desk(many_cards, clock);
  const auto plain = answer_telemetry(desk, {.path = "/api/v1/last"});
  CHECK(plain.status == 200);
  CHECK(plain.type == "application/json");
  CHECK(plain.vary == "Accept-Encoding");
  CHECK(plain.encoding.empty());
  CHECK(plain.body.starts_with("{\"readings\":["));
  const auto packed = answer_telemetry(desk, {.path = "/api/v1/last", .accept_encoding = "gzip"});
  CHECK(packed.encoding == "gzip");
  CHECK(packed.body.size() < plain.body.size() / 4);
  const auto short_one = answer_telemetry(
      desk, {.path = "/api/v1/last", .query = {{"device", "*:7"}}, .accept_encoding = "gzip"});
  CHECK(short_one.encoding.empty());
}

TEST_CASE("telemetry routes: other paths are not there, and a wrong question is answered",
          "[cli]") {
  const SystemClock clock;
  TelemetryDesk desk(many_cards, clock);
  CHECK(answer_telemetry(desk, {.path = "/api/v1"}).status == 404);
  CHECK(answer_telemetry(desk, {.path = "/api/v1/series"}).status == 400);
}
