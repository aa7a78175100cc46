#include "cli/open_telemetry.h"

#include <filesystem>

#include <catch2/catch.hpp>

#include "schemas/store/store.h"
#include "tests/support/redfish_server.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;

namespace {

TelemetryRefusal refusal_of(const TelemetryPlace& place) {
  TelemetryRefusal refusal;
  CHECK_FALSE(open_telemetry(place, refusal).source);
  CHECK_FALSE(refusal.why.empty());
  return refusal;
}

TelemetryPlace place_of(std::string store, std::string engine) {
  TelemetryPlace place;
  place.store = std::move(store);
  place.engine = std::move(engine);
  return place;
}

}  // namespace

TEST_CASE("open telemetry: a store or an engine, not both and not neither", "[cli]") {
  CHECK(refusal_of(place_of("", "")).code == ExitCode::usage);
  CHECK(refusal_of(place_of("a.db", "http://127.0.0.1:1")).code == ExitCode::usage);
}

TEST_CASE("open telemetry: a store that is not there or is none could not be read", "[cli]") {
  const testing::TempDir dir;
  const auto missing = refusal_of(place_of(dir.at("none.db"), ""));
  CHECK(missing.code == ExitCode::failed);
  CHECK_THAT(missing.why, Catch::Contains(dir.at("none.db")));
  CHECK(refusal_of(place_of(dir.write("text.db", "not a store"), "")).code == ExitCode::failed);
  CHECK(refusal_of(place_of(dir.at(""), "")).code == ExitCode::failed);
  const auto path = dir.at("good.db");
  REQUIRE((*Store::open(path, Store::Mode::create))->close());
  TelemetryRefusal refusal;
  CHECK(open_telemetry(place_of(path, ""), refusal).source);
}

TEST_CASE("open telemetry: an engine that does not answer is the tool's failure", "[cli]") {
  CHECK(refusal_of(place_of("", "victoria:8428")).code == ExitCode::usage);
  testing::RedfishServerSettings settings;
  settings.tls = false;
  const testing::RedfishServer server(settings);
  server.rules(R"([{"path": "*", "do": "status", "status": 500}])");
  CHECK(refusal_of(place_of("", server.origin())).code == ExitCode::failed);
}

TEST_CASE("open telemetry: a token that others may read is refused", "[cli]") {
  const testing::TempDir dir;
  auto place = place_of("", "http://127.0.0.1:1");
  place.engine_token = dir.write("token", "secret");
  std::filesystem::permissions(place.engine_token, std::filesystem::perms(0644));
  const auto refusal = refusal_of(place);
  CHECK(refusal.code == ExitCode::usage);
  CHECK(refusal.why.find("secret") == std::string::npos);
}
