#include <algorithm>
#include <array>
#include <fstream>

#include <catch2/catch.hpp>
#include <sys/inotify.h>
#include <unistd.h>

#include "probes/factories.h"
#include "tests/support/neuron_host.h"
#include "tests/support/probe_run.h"

using namespace rackproof;
using namespace rackproof::testing;

namespace {

/// Sees every file of a tree that is opened for writing, written, or closed after reading.
class OpenWatch {
 public:
  explicit OpenWatch(const std::filesystem::path& root) : events_(inotify_init1(IN_NONBLOCK)) {
    REQUIRE(events_ >= 0);
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
      if (entry.is_directory() && !entry.is_symlink()) {
        REQUIRE(inotify_add_watch(events_, entry.path().c_str(), kMask) >= 0);
      }
    }
  }
  ~OpenWatch() { close(events_); }
  OpenWatch(const OpenWatch&) = delete;
  OpenWatch& operator=(const OpenWatch&) = delete;
  OpenWatch(OpenWatch&&) = delete;
  OpenWatch& operator=(OpenWatch&&) = delete;

  struct Seen {
    int for_writing = 0;
    int for_reading = 0;
  };
  [[nodiscard]] Seen take() const {
    Seen seen;
    alignas(inotify_event) std::array<char, 65536> bytes{};
    for (auto got = read(events_, bytes.data(), bytes.size()); got > 0;
         got = read(events_, bytes.data(), bytes.size())) {
      std::size_t at = 0;
      while (at < static_cast<std::size_t>(got)) {
        const auto* event = reinterpret_cast<const inotify_event*>(bytes.data() + at);
        REQUIRE((event->mask & IN_Q_OVERFLOW) == 0);
        seen.for_writing += (event->mask & (IN_CLOSE_WRITE | IN_MODIFY | IN_ATTRIB)) != 0 ? 1 : 0;
        seen.for_reading += (event->mask & IN_CLOSE_NOWRITE) != 0 ? 1 : 0;
        at += sizeof(inotify_event) + event->len;
      }
    }
    return seen;
  }

 private:
  static constexpr std::uint32_t kMask = IN_CLOSE_WRITE | IN_MODIFY | IN_ATTRIB | IN_CLOSE_NOWRITE;
  int events_;
};

}  // namespace

TEST_CASE("neuron: nothing is opened for writing, for any write clears a counter",
          "[probes][neuron]") {
  const NeuronHost host(NeuronTree{.model = NeuronModel::inf2, .devices = 1});
  const OpenWatch watch(host.root.path());

  const ProbeRun run(*make_neuron_probe(host.fixture.host()));

  const auto seen = watch.take();
  CHECK(seen.for_writing == 0);
  CHECK(seen.for_reading > 100);
  std::ofstream(host.root.at(neuron_file(host.tree, 0, "stats/hardware/mem_ecc_uncorrected")),
                std::ios::app);
  CHECK(watch.take().for_writing > 0);  // the watch does see such an open
}

TEST_CASE("neuron: a node of 16 Trainium2 devices is read whole", "[probes][neuron]") {
  const NeuronHost host(NeuronTree{.model = NeuronModel::trn2});

  const ProbeRun run(*make_neuron_probe(host.fixture.host()));

  const auto& devices = run.discovery().devices;
  CHECK(std::ranges::count(devices, DeviceKind::accelerator, &Device::kind) == 16);
  CHECK(std::ranges::count(devices, DeviceKind::accelerator_core, &Device::kind) == 32);
  CHECK(std::ranges::count(devices, DeviceKind::hbm, &Device::kind) == 16);
  CHECK(std::ranges::count(devices, DeviceKind::accelerator_link, &Device::kind) == 64);
  CHECK(run.value(NeuronHost::id(15), "device_present") == 1);
  const auto core = NeuronHost::id(15) + "/core:1";
  CHECK(run.value(core, "neuron_status_success_total") == 88154);
  CHECK(run.value(core, "hbm_used_bytes") == 66000);
  CHECK(run.value(core, "neuron_memory_peak_bytes") == 132000);
  CHECK(run.value(core, "neuron_memory_constants_bytes") == 2000);
  CHECK(run.reason(core, "neuron_flop_total").kind == ErrorKind::unsupported);
  CHECK(run.value(core, "neuron_reset_request_total") == 0);
  CHECK(run.value(NeuronHost::id(15) + "/hbm", "hbm_used_bytes") == 2 * 66000);
}

TEST_CASE("neuron: memory of a device is unknown while a core's is", "[probes][neuron]") {
  const NeuronHost host(NeuronTree{.model = NeuronModel::inf2, .devices = 1});
  host.put(0, "neuron_core1/stats/memory_usage/device_mem/total", "?\n");

  const ProbeRun run(*make_neuron_probe(host.fixture.host()));

  CHECK(run.reason(NeuronHost::id(0) + "/hbm", "hbm_used_bytes").kind == ErrorKind::malformed);
  CHECK(run.value(NeuronHost::id(0) + "/core:0", "hbm_used_bytes") == 66000);
}

TEST_CASE("neuron: a device whose directory vanishes is present 0, with reasons",
          "[probes][neuron]") {
  const NeuronHost host(NeuronTree{.model = NeuronModel::inf2, .devices = 2});
  const auto probe = make_neuron_probe(host.fixture.host());
  const ProbeRun before(*probe);
  std::filesystem::remove_all(host.root.path() / host.directory(1).substr(1));

  const auto reading = probe->read();

  REQUIRE(reading);
  CHECK(reading->samples.size() == before.samples().size());
  int of_the_vanished = 0;
  for (const auto& sample : reading->samples) {
    const auto& id = before.discovery().devices[sample.device].id;
    if (!id.starts_with(NeuronHost::id(1))) {
      continue;
    }
    ++of_the_vanished;
    const bool says_no =
        sample.metric->name == "device_present" || sample.metric->name == "neuron_serial_readable";
    CAPTURE(id, sample.metric->name);
    CHECK((says_no ? sample.reading == Reading(std::int64_t{0}) || !has_value(sample.reading)
                   : !has_value(sample.reading)));
  }
  CHECK(of_the_vanished > 100);
}

TEST_CASE("neuron: every model of the generator is read in both layouts", "[probes][neuron]") {
  for (const auto* name : {"trn1", "inf2", "trn2", "trn2-ultraserver", "trn3"}) {
    for (const bool moved : {false, true}) {
      CAPTURE(name, moved);
      const auto* driver = moved ? "2.31.0.0" : "2.30.2.0";
      const NeuronHost host(
          NeuronTree{.model = *neuron_model(name), .driver = driver, .moved = moved, .devices = 1});

      const ProbeRun run(*make_neuron_probe(host.fixture.host()));

      const auto id = moved ? std::string("node/accelerator:0000:a0:00.0") : NeuronHost::id(0);
      CHECK(run.value(id, "hbm_ecc_uncorrectable_total") == 0);
      CHECK(run.value(id, "accelerator_power_utilization_max_ratio") == 0.25);
      CHECK(run.value(id + "/core:1", "neuron_status_success_total") == 88154);
    }
  }
}

TEST_CASE("neuron: the second pass opens no counter's file where files change in place",
          "[probes][neuron]") {
  const NeuronHost made(NeuronTree{.model = NeuronModel::inf2, .devices = 1});
  const auto tree = FileTree::open(made.root.path().string(), FileChanges::in_place);
  REQUIRE(tree);
  FrozenClock clock;
  const Host host{*tree, clock};
  const auto probe = make_neuron_probe(host);
  REQUIRE(probe->discover());
  const auto first = probe->read();
  REQUIRE(first);
  const OpenWatch watch(made.root.path());

  made.put(0, "neuron_core0/stats/status/success/total", "99\n");
  static_cast<void>(watch.take());
  const auto second = probe->read();

  REQUIRE(second);
  CHECK(watch.take().for_reading < 5);  // the node's groups alone
  CHECK(second->samples.size() == first->samples.size());
  CHECK(std::ranges::any_of(second->samples, [](const Sample& sample) {
    return sample.metric->name == "neuron_status_success_total" &&
           sample.reading == Reading(std::int64_t{99});
  }));
}
