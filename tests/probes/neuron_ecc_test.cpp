#include "probes/neuron/neuron_ecc.h"

#include <catch2/catch.hpp>

#include "probes/neuron/neuron_survey.h"
#include "schemas/catalogue.h"
#include "tests/support/neuron_host.h"

using namespace rackproof;
using namespace rackproof::neuron;
using rackproof::testing::NeuronFault;
using rackproof::testing::NeuronHost;
using rackproof::testing::NeuronTree;

namespace {

const NeuronTree kOne{.devices = 1};

/// One device of a host, read pass by pass.
class Passes {
 public:
  explicit Passes(const NeuronHost& host) : host_(host), files_(host.fixture.files(), 0) {
    Survey survey(host.fixture.host(), "neuron");
    fleet_ = survey_devices(survey, *find_devices(host.fixture.files()), memories_);
  }

  Events read() {
    reading_ = {};
    const Source source{files_, host_.fixture.host().clock};
    read_ecc(source, fleet_.devices.at(0), memories_[0], reading_);
    return reading_.events;
  }
  [[nodiscard]] const Sample& sample(std::string_view metric) const {
    for (const auto& sample : reading_.samples) {
      if (sample.metric->name == metric) {
        return sample;
      }
    }
    FAIL("no sample of " << metric);
    std::abort();
  }
  [[nodiscard]] std::int64_t count(std::string_view metric) const {
    REQUIRE(std::holds_alternative<std::int64_t>(sample(metric).reading));
    return std::get<std::int64_t>(sample(metric).reading);
  }
  [[nodiscard]] Error why(std::string_view metric) const {
    REQUIRE(std::holds_alternative<Error>(sample(metric).reading));
    return std::get<Error>(sample(metric).reading);
  }
  [[nodiscard]] const Samples& samples() const { return reading_.samples; }

 private:
  const NeuronHost& host_;
  KeptFiles files_;
  DeviceMemories memories_;
  Fleet fleet_;
  ProbeReading reading_;
};

}  // namespace

TEST_CASE("neuron: a failed ECC read prints 0, and the empty serial number unmasks it",
          "[probes][neuron]") {
  const NeuronHost host(kOne);
  Passes passes(host);
  passes.read();
  CHECK(passes.count("hbm_ecc_uncorrectable_total") == 0);
  CHECK(passes.count("hbm_ecc_correctable_total") == 7);
  CHECK(passes.count("neuron_serial_readable") == 1);

  host.fail(NeuronFault::dead);
  passes.read();

  CHECK(passes.count("neuron_serial_readable") == 0);
  for (const auto* metric :
       {"hbm_ecc_uncorrectable_total", "hbm_ecc_repairable_total", "hbm_ecc_correctable_total",
        "sram_ecc_uncorrectable_total", "sram_ecc_correctable_total"}) {
    CAPTURE(metric);
    CHECK(passes.why(metric).kind == ErrorKind::io);
  }
  CHECK(passes.why("hbm_ecc_uncorrectable_total").message.find("serial_number: empty") !=
        std::string::npos);
}

TEST_CASE("neuron: without a serial_number file a 0 stands for nothing and a 3 for 3",
          "[probes][neuron]") {
  const NeuronHost host(kOne);
  host.remove(0, "info/serial_number");
  host.fail(NeuronFault::ecc_uncorrectable);
  Passes passes(host);
  passes.read();

  CHECK(passes.count("hbm_ecc_uncorrectable_total") == 3);
  CHECK(passes.why("sram_ecc_uncorrectable_total").kind == ErrorKind::unsupported);
}

TEST_CASE("neuron: counts that move while a repair is pending are no new errors and no reset",
          "[probes][neuron]") {
  const NeuronHost host(kOne);
  Passes passes(host);
  host.fail(NeuronFault::ecc_uncorrectable);
  CHECK(passes.read().empty());

  host.fail(NeuronFault::repair_pending);
  const auto pending = passes.read();
  REQUIRE(pending.size() == 1);
  CHECK(pending[0].code == "hbm_repair_pending");
  CHECK(pending[0].device == NeuronHost::id(0));
  CHECK(passes.count("hbm_ecc_uncorrectable_total") == 0);
  CHECK(passes.count("hbm_ecc_repairable_total") == 3);
  // A criterion pairs the two by their stamps.
  CHECK(passes.sample("hbm_ecc_uncorrectable_total").taken_at ==
        passes.sample("hbm_ecc_repairable_total").taken_at);
  CHECK(passes.read().empty());

  host.fail(NeuronFault::repair_failed);
  const auto failed = passes.read();
  REQUIRE(failed.size() == 1);
  CHECK(failed[0].code == "hbm_repair_failed");
  CHECK(failed[0].severity == Severity::error);
}

TEST_CASE("neuron: counts that fall and move nowhere are told", "[probes][neuron]") {
  const NeuronHost host(kOne);
  Passes passes(host);
  host.fail(NeuronFault::ecc_uncorrectable);
  passes.read();
  host.put(0, "stats/hardware/mem_ecc_uncorrected", "0\n");

  const auto events = passes.read();

  REQUIRE(events.size() == 1);
  CHECK(events[0].code == "ecc_counters_fell");
}

TEST_CASE("neuron: a device that falls silent does not look like cleared counts",
          "[probes][neuron]") {
  const NeuronHost host(kOne);
  Passes passes(host);
  host.fail(NeuronFault::ecc_uncorrectable);
  passes.read();
  host.fail(NeuronFault::dead);

  CHECK(passes.read().empty());
}
