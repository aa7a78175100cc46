#include "cli/health.h"

#include <sstream>

#include "schemas/json/strict_json.h"
#include "tests/support/health_ground.h"

using namespace rackproof;
using namespace rackproof::testing;

namespace {

struct Asked {
  ExitCode code = ExitCode::failed;
  std::string output;
  std::string complaints;
};

Asked ask(TelemetrySource& source, const HealthOrder& order = {}) {
  std::ostringstream output;
  std::ostringstream complaints;
  const auto code = run_health(source, order, HealthGround::now(), output, complaints);
  return {code, output.str(), complaints.str()};
}

/// What host-x86_64 requires of a host: one processor, memory and a sensor, read for an hour.
struct Host {
  Host() {
    auto node = health_device("node", DeviceKind::node, "");
    node.attributes = {{"architecture", "x86_64"}};
    source.add(node);
    add("node", DeviceKind::node, "cpu_online_count", std::int64_t{4});
    add("node/cpu:0", DeviceKind::cpu, "device_present", std::int64_t{1});
    add("node/memory", DeviceKind::memory, "memory_total_bytes", std::int64_t{8} << 30);
    add("node/disk:a", DeviceKind::disk, "device_present", std::int64_t{1});
    add("node/t:1", DeviceKind::temperature_sensor, "temperature_celsius", 45.0);
  }

  void add(const std::string& id, DeviceKind kind, const std::string& metric,
           const Reading& reading) {
    if (kind != DeviceKind::node) {
      source.add(health_device(id, kind, "node"));
    }
    for (int i = 0; i < 3600; i += 10) {
      source[{id, metric}].push_back({at_second(i), reading});
    }
  }

  MemoryTelemetry source;
};

}  // namespace

TEST_CASE("health: a healthy host is exit 0, and the reference that it was held to is named",
          "[cli]") {
  Host host;
  const auto asked = ask(host.source);
  INFO(asked.output);
  CHECK(asked.code == ExitCode::done);
  CHECK(asked.complaints.empty());
  CHECK_THAT(asked.output, Catch::StartsWith("HEALTHY    node  by host-x86_64: "));
}

TEST_CASE("health: what is kept as summaries alone is not judged, and that is said", "[cli]") {
  Host host;
  host.source[{"node/disk:a", "device_present"}][10].reading = std::int64_t{0};
  CHECK(ask(host.source).code == ExitCode::not_pass);
  host.source.keep_instead({{{at_second(-9000), at_second(1800)}, "summaries of 1 min"}});
  const auto asked = ask(host.source);
  INFO(asked.output);
  CHECK(asked.code == ExitCode::done);
  CHECK(asked.complaints ==
        "rackproof health: readings before 2026-11-21T05:47:00Z are no longer kept one by one: "
        "judged from then on\n");
  host.source.keep_instead({{{at_second(-9000), at_second(3550)}, "summaries of 1 min"}});
  const auto none = ask(host.source);
  CHECK(none.code == ExitCode::not_pass);
  CHECK(none.output.empty());
  CHECK_THAT(none.complaints, Catch::Contains("too few came since"));
}

TEST_CASE("health: a disk that is gone is exit 1", "[cli]") {
  Host host;
  host.source[{"node/disk:a", "device_present"}].back().reading = std::int64_t{0};
  const auto asked = ask(host.source);
  CHECK(asked.code == ExitCode::not_pass);
  CHECK_THAT(asked.output,
             Catch::Contains("UNHEALTHY  node/disk:a  disks-present: min of device_present is 0, "
                             "at least 1 (derived: "));
}

TEST_CASE("health: a host of bare metal without any temperature is unknown and exit 1", "[cli]") {
  Host host;
  host.source[{"node/t:1", "temperature_celsius"}].clear();
  const auto asked = ask(host.source);
  CHECK(asked.code == ExitCode::not_pass);
  CHECK_THAT(asked.output, Catch::StartsWith("UNKNOWN    node  by host-x86_64"));
}

TEST_CASE("health: an empty store is exit 1 with no data, not health", "[cli]") {
  MemoryTelemetry nothing;
  const auto asked = ask(nothing);
  CHECK(asked.code == ExitCode::not_pass);
  CHECK_THAT(asked.complaints, Catch::Contains("no data to judge health on"));
  CHECK(ask(nothing, {.reference = "", .since = "1h", .json = true}).code == ExitCode::not_pass);
}

TEST_CASE("health: --json is one document, healthy or not", "[cli]") {
  Host host;
  const auto asked = ask(host.source, {.reference = "", .since = "1h", .json = true});
  CHECK(asked.code == ExitCode::done);
  const auto document = parse_strict_json(asked.output);
  REQUIRE(document);
  CHECK(*document->find("state")->if_string() == "HEALTHY");
}

TEST_CASE("health: a time that makes no sense and an unknown reference are usage errors", "[cli]") {
  Host host;
  for (const std::string since : {"0s", "60s", "1y", "-1h", "91d", "an hour", ""}) {
    HealthOrder order;
    order.since = since;
    const auto asked = ask(host.source, order);
    CHECK(asked.code == ExitCode::usage);
    CHECK_THAT(asked.complaints, Catch::Contains("--since"));
    CHECK(asked.output.empty());
  }
  HealthOrder order;
  order.reference = "host-x86-64";
  const auto asked = ask(host.source, order);
  CHECK(asked.code == ExitCode::usage);
  CHECK_THAT(asked.complaints, Catch::Contains("host-x86_64"));
}

TEST_CASE("health: a source that fails is exit 3 and no verdict", "[cli]") {
  Host host;
  host.source.break_device("node/memory");
  const auto asked = ask(host.source);
  CHECK(asked.code == ExitCode::failed);
  CHECK(asked.output.empty());
  CHECK_THAT(asked.complaints, Catch::Contains("checksum"));
}
