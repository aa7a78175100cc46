// Sources that hang, die, flood or lie, each read by the collector beside one that is well:
// whatever one does costs its own samples only.

#include <algorithm>
#include <chrono>
#include <iterator>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>
#include <poll.h>

#include "probes/collector.h"
#include "probes/kmsg/kmsg_probe.h"
#include "probes/machine/clock.h"
#include "probes/machine/file_tree.h"
#include "probes/outside/outside_sources.h"
#include "tests/support/redfish_server.h"

namespace rackproof {
namespace {

using namespace std::chrono_literals;
using Probes = std::vector<std::unique_ptr<Probe>>;

constexpr std::string_view kSeries =
    "[[source.series]]\nname = \"heat_watts\"\nmetric = \"power_watts\"\nunit = \"W\"\n";

/// One source of a sources file; `where` is its exec or scrape line.
std::string source(const std::string& name, const std::string& where) {
  return "[[source]]\nname = \"" + name + "\"\n" + where +
         "\ntimeout = \"1s\"\noutput_limit_mib = 1\n" + std::string(kSeries);
}

std::string shell(const std::string& script) {
  return "exec = [\"/bin/sh\", \"-c\", '" + script + "']";
}

const std::string kWell = source("well", shell("echo heat_watts 950"));

class KeepingSink final : public SampleSink {
 public:
  Result<void> append(const Devices& devices, const Samples& samples) override {
    const std::lock_guard lock(mutex_);
    for (const auto& sample : samples) {
      kept_.emplace_back(devices.at(sample.device).id + " " + std::string(sample.metric->name),
                         sample.reading);
    }
    return {};
  }
  Result<void> append(const Events& events) override {
    const std::lock_guard lock(mutex_);
    events_.insert(events_.end(), events.begin(), events.end());
    return {};
  }

  /// The last reading of power that a source gave; nothing where it gave none.
  std::optional<Reading> power_of(const std::string& source) {
    const std::lock_guard lock(mutex_);
    const auto name = "node/source:" + source + " power_watts";
    const auto found = std::find_if(kept_.rbegin(), kept_.rend(),
                                    [&](const auto& each) { return each.first == name; });
    return found == kept_.rend() ? std::nullopt : std::optional(found->second);
  }
  std::size_t event_count() {
    const std::lock_guard lock(mutex_);
    return events_.size();
  }

 private:
  std::mutex mutex_;
  std::vector<std::pair<std::string, Reading>> kept_;
  Events events_;
};

/// Sources of a file and further probes, collected once on this machine.
class Collected {
 public:
  explicit Collected(const std::string& sources, KernelLogReader log = {})
      : files_(FileTree::open("/")), sources_(OutsideSources::load(sources, "s.toml")) {
    REQUIRE(files_);
    INFO((sources_ ? std::string() : sources_.error().message));
    REQUIRE(sources_);
    const Host host{*files_, clock_};
    Probes probes = sources_->make_probes(host);
    if (log) {
      probes.push_back(make_kmsg_probe(host, std::move(log)));
    }
    const auto inventory = take_inventory(host, probes);
    Collector collector(host, probes, inventory, sink);
    collector.start();
    in_time = collector.read_now(10s);
    REQUIRE(collector.stop());
  }

  [[nodiscard]] bool is_well() {
    const auto reading = sink.power_of("well");
    return reading && has_value(*reading) && as_double(*reading) == 950;
  }
  [[nodiscard]] ErrorKind reason_of(const std::string& name) {
    const auto reading = sink.power_of(name);
    REQUIRE(reading);
    REQUIRE(std::holds_alternative<Error>(*reading));
    return std::get<Error>(*reading).kind;
  }

  KeepingSink sink;
  bool in_time = false;

 private:
  Result<FileTree> files_;
  SystemClock clock_;
  Result<OutsideSources> sources_;
};

}  // namespace

TEST_CASE("sources apart: a command that hangs, dies, floods or lies costs its own samples only",
          "[probes][outside]") {
  Collected all(
      kWell + source("hangs", shell("sleep 600")) + source("dies", shell("kill -SEGV $$")) +
      source("floods", "exec = [\"/usr/bin/yes\"]") + source("lies", shell("echo heat_watts NaN")) +
      source("babbles", shell("echo heat_watts 1; echo \")heat(\"")));
  CHECK(all.is_well());
  CHECK(all.reason_of("hangs") == ErrorKind::timed_out);
  CHECK(all.reason_of("dies") == ErrorKind::io);
  CHECK(all.reason_of("floods") == ErrorKind::out_of_range);
  CHECK(all.reason_of("lies") == ErrorKind::sentinel);
  CHECK(all.reason_of("babbles") == ErrorKind::malformed);
}

TEST_CASE("sources apart: an exporter that hangs, dies, floods or lies costs its own samples only",
          "[probes][outside]") {
  testing::RedfishServerSettings settings;
  settings.tls = false;
  const testing::RedfishServer server(settings);
  server.rules(R"([{"path":"/hang","do":"hang"}, {"path":"/drop","do":"drop"},
      {"path":"/flood","do":"flood"}, {"path":"/lie","do":"body","body":"heat_watts NaN\n"},
      {"path":"/busy","do":"status","status":503}])");
  const auto page = [&](const std::string& name) {
    return source(name, "scrape = \"" + server.origin() + "/" + name + "\"");
  };
  Collected all(kWell + page("hang") + page("drop") + page("flood") + page("lie") + page("busy"));
  CHECK(all.is_well());
  CHECK(all.reason_of("hang") == ErrorKind::timed_out);
  CHECK(all.reason_of("drop") == ErrorKind::io);
  CHECK(all.reason_of("flood") == ErrorKind::out_of_range);
  CHECK(all.reason_of("lie") == ErrorKind::sentinel);
  CHECK(all.reason_of("busy") == ErrorKind::io);
}

TEST_CASE("sources apart: a kernel log that floods is read in parts and holds nobody up",
          "[probes][kmsg]") {
  std::uint64_t number = 0;
  Collected all(kWell, [&number]() -> Result<std::optional<std::string>> {
    ++number;
    return std::optional("4," + std::to_string(number) + ",1,-;flood");
  });
  CHECK(all.in_time);
  CHECK(all.is_well());
  CHECK(all.sink.event_count() > 100);
}

TEST_CASE("sources apart: a kernel log that hangs is left behind", "[probes][kmsg]") {
  Collected all(kWell, []() -> Result<std::optional<std::string>> {
    ::poll(nullptr, 0, -1);
    return std::optional<std::string>();
  });
  CHECK_FALSE(all.in_time);
  CHECK(all.is_well());
}

TEST_CASE("sources apart: a kernel log that dies, or writes what is no record, costs only itself",
          "[probes][kmsg]") {
  Collected dead(kWell, []() -> Result<std::optional<std::string>> {
    return Error{ErrorKind::io, "/dev/kmsg: bad file"};
  });
  CHECK(dead.is_well());
  int records = 0;
  Collected lying(kWell, [&records]() -> Result<std::optional<std::string>> {
    return ++records <= 3 ? std::optional<std::string>("no record at all") : std::nullopt;
  });
  CHECK(lying.in_time);
  CHECK(lying.is_well());
}

}  // namespace rackproof
