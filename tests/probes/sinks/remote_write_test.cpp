#include "probes/sinks/remote_write.h"

#include <atomic>
#include <cmath>

#include <catch2/catch.hpp>

#include "schemas/catalogue.h"
#include "tests/support/push_server.h"
#include "tests/support/write_request_reader.h"

using namespace rackproof;
using namespace rackproof::testing;
using namespace std::chrono_literals;

namespace {

constexpr auto kErrors = metrics::named("memory_ecc_correctable_total");

/// Stands still until it is moved, by a thread while another reads it.
class MovedClock final : public Clock {
 public:
  [[nodiscard]] UtcTime now() const override {
    return UtcTime(std::chrono::seconds(1795238220)) + monotonic();
  }
  [[nodiscard]] std::chrono::nanoseconds monotonic() const override {
    return std::chrono::nanoseconds(nanoseconds_.load());
  }
  void advance(std::chrono::nanoseconds step) { nanoseconds_ += step.count(); }

 private:
  std::atomic<std::int64_t> nanoseconds_{0};
};

struct Ground {
  PushServer server;
  TempDir directory;
  MovedClock clock;

  [[nodiscard]] RemoteWriteSettings settings() const {
    RemoteWriteSettings settings;
    settings.target = server.target();
    settings.spool.directory = directory.at("spool");
    settings.labels = {{"site", "one"}};
    return settings;
  }
  [[nodiscard]] std::unique_ptr<RemoteWrite> sink() const {
    auto made = make_remote_write(settings(), clock);
    REQUIRE(made);
    return *std::move(made);
  }
};

Devices one_device() {
  Devices devices(1);
  devices[0].id = "node";
  return devices;
}

Samples numbered(std::int64_t number) {
  return {{0, kErrors, UtcTime(std::chrono::seconds(1795238220 + number)), number}};
}

/// The numbers that arrived, request by request.
std::vector<double> arrived(const PushServer& server) {
  std::vector<double> all;
  for (const auto& request : server.requests()) {
    for (const auto& read : read_write_request(request.body)) {
      if (read.name() == "rackproof_memory_ecc_correctable_total") {
        all.push_back(read.value);
      }
    }
  }
  return all;
}

}  // namespace

TEST_CASE("remote write: a cluster's tenant is the path, and every reading says where it is from",
          "[probes][sinks]") {
  const Ground ground;
  auto settings = ground.settings();
  const std::string tenant = "/insert/42:7/prometheus/api/v1/write";
  settings.target.url = settings.target.url.substr(0, settings.target.url.find('/', 8)) + tenant;
  settings.labels = {{"site", "fra1"}, {"rack", "r7"}, {"node", "n17"}};
  const auto sink = make_remote_write(settings, ground.clock);
  REQUIRE(sink);
  auto devices = one_device();
  devices[0].id = "node/card:3";
  devices[0].position = "slot 3";
  REQUIRE((*sink)->append(devices, numbered(1)));
  REQUIRE((*sink)->commit());
  ground.server.wait_for(1);
  const auto requests = ground.server.requests();
  CHECK(requests.front().path == tenant);
  for (const auto& read : read_write_request(requests.front().body)) {
    for (const auto& [name, value] : std::map<std::string, std::string>{{"site", "fra1"},
                                                                        {"rack", "r7"},
                                                                        {"node", "n17"},
                                                                        {"device", "node/card:3"},
                                                                        {"position", "slot 3"}}) {
      INFO(read.name() << " " << name);
      CHECK(read.labels.at(name) == value);
    }
  }
}

TEST_CASE("remote write: what is handed in arrives as version 0.1.0 has it", "[probes][sinks]") {
  const Ground ground;
  auto sink = ground.sink();
  REQUIRE(sink->append(one_device(), numbered(7)));
  REQUIRE(sink->append(Events{}));
  REQUIRE(sink->commit());
  REQUIRE(sink->drain(60s));

  CHECK(arrived(ground.server) == std::vector<double>{7});
  const auto requests = ground.server.requests();
  REQUIRE(requests.size() == 1);
  const auto& headers = requests.front().headers;
  CHECK(headers.at("content-type") == "application/x-protobuf");
  CHECK(headers.at("content-encoding") == "snappy");
  CHECK(headers.at("x-prometheus-remote-write-version") == "0.1.0");
  const auto state = sink->state();
  CHECK(state.push.samples_delivered == 2);  // the device's facts too
  CHECK(state.push.spool.waiting_samples == 0);
}

TEST_CASE("remote write: samples are gathered for a second, then they are in the spool",
          "[probes][sinks]") {
  Ground ground;
  auto settings = ground.settings();
  settings.target.url = "http://127.0.0.1:9/nobody";
  auto sink = make_remote_write(settings, ground.clock);
  REQUIRE(sink);
  REQUIRE((*sink)->append(one_device(), numbered(1)));
  CHECK((*sink)->state().push.spool.waiting_requests == 0);
  ground.clock.advance(1s);
  REQUIRE((*sink)->append(one_device(), {}));
  CHECK((*sink)->state().push.spool.waiting_requests == 1);
}

TEST_CASE("remote write: a source that hangs does not leave its last numbers standing",
          "[probes][sinks]") {
  Ground ground;
  auto sink = ground.sink();
  for (const std::int64_t number : {1, 2, 3}) {
    ground.clock.advance(1s);
    REQUIRE(sink->append(one_device(), numbered(number)));
  }
  for (int i = 0; i < 3; ++i) {
    ground.clock.advance(15s);
    REQUIRE(sink->append(one_device(), {}));
  }
  REQUIRE(sink->drain(60s));
  const auto all = arrived(ground.server);
  REQUIRE(all.size() == 4);
  CHECK(std::isnan(all.back()));
  bool told = false;
  for (const auto& request : ground.server.requests()) {
    for (const auto& read : read_write_request(request.body)) {
      const auto reason = read.labels.find("reason");
      told = told || (reason != read.labels.end() && reason->second == "stale");
    }
  }
  CHECK(told);
}

TEST_CASE("remote write: who is destroyed leaves what was handed in in the spool",
          "[probes][sinks]") {
  Ground ground;
  ground.server.kill();
  REQUIRE(ground.sink()->append(one_device(), numbered(1)));
  ground.server.start();
  REQUIRE(ground.sink()->drain(60s));
  CHECK(arrived(ground.server) == std::vector<double>{1});
}

TEST_CASE("remote write: the first request that the spool does not take is told, with its words",
          "[probes][sinks]") {
  Ground ground;
  auto settings = ground.settings();
  settings.spool.most_bytes = 1;  // so that a request may have 16 KiB
  auto sink = make_remote_write(settings, ground.clock);
  REQUIRE(sink);
  Devices devices(2000);
  Samples samples;
  for (std::size_t i = 0; i < devices.size(); ++i) {
    devices[i].id = "node/" + std::to_string(i * i * i * 7919);
    devices[i].serial = std::to_string(i * 104729 * i);
    for (const std::int64_t number : {1, 2}) {
      samples.push_back({static_cast<DeviceHandle>(i), kErrors,
                         UtcTime(std::chrono::seconds(1795238220 + number)), number});
    }
  }
  REQUIRE((*sink)->append(devices, {samples[0]}));
  auto refused = (*sink)->append(devices, samples);
  refused = refused ? (*sink)->commit() : refused;
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message.find("is too long for the spool") != std::string::npos);
  CHECK((*sink)->state().push.spool.too_many.samples > 0);
}

TEST_CASE("remote write: two sinks over one spool are refused", "[probes][sinks]") {
  const Ground ground;
  const auto first = ground.sink();
  const auto second = make_remote_write(ground.settings(), ground.clock);
  REQUIRE_FALSE(second);
  CHECK(second.error().kind == ErrorKind::denied);
}

TEST_CASE("remote write: labels that are taken, twice there or no names are refused",
          "[probes][sinks]") {
  const Ground ground;
  for (const auto& labels : std::vector<std::vector<WriteLabel>>{
           {{"device", "x"}}, {{"a", "1"}, {"a", "2"}}, {{"rack-1", "x"}}, {{"__name__", "x"}}}) {
    auto settings = ground.settings();
    settings.labels = labels;
    const auto refused = make_remote_write(settings, ground.clock);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == ErrorKind::malformed);
  }
}

TEST_CASE("remote write: a step back of the clock is told apart and spoils nothing",
          "[probes][sinks]") {
  const Ground ground;
  auto sink = ground.sink();
  for (const std::int64_t number : {10, 11, 4, 5, 12}) {
    REQUIRE(sink->append(one_device(), numbered(number)));
  }
  REQUIRE(sink->append(one_device(), numbered(12)));
  REQUIRE(sink->drain(60s));
  CHECK(sink->state().late_samples == 2);
  CHECK(sink->state().crowded_samples == 1);
  auto all = arrived(ground.server);
  CHECK(all.size() == 5);
  std::erase_if(all, [](double number) { return number < 10; });
  CHECK(all == std::vector<double>{10, 11, 12});
}
