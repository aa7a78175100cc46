#include "probes/neuron/claim_watch.h"

#include <catch2/catch.hpp>

#include "probes/survey.h"
#include "schemas/catalogue.h"

using namespace rackproof;
using namespace std::chrono_literals;

namespace {

constexpr UtcTime kStart{std::chrono::seconds(1795238220)};
constexpr const char* kCard = "node/accelerator:00a1b2c3d4e5f610";
constexpr DeviceHandle kCardHandle = 1;
constexpr DeviceHandle kHbm = 2;
constexpr DeviceHandle kOther = 3;

/// Two accelerators, the first with memory, and a clock that goes on by a second a step.
class Watch {
 public:
  Events hear(const std::string& kind, const std::string& device = kCard) {
    now_ += 1s;
    return watch_.take({},
                       {{device, now_, "kmsg", "neuron_hw_error", Severity::error,
                         "NEURON_HW_ERR=" + kind + " nd-id=0", 1}},
                       now_);
  }
  Events read(DeviceHandle device, const char* metric, Reading reading) {
    now_ += 1s;
    return watch_.take({{device, metrics::find(metric), now_, std::move(reading)}}, {}, now_);
  }
  Events count(std::int64_t errors, DeviceHandle device = kHbm) {
    return read(device, "hbm_ecc_uncorrectable_total", errors);
  }
  void wait(std::chrono::seconds span) { now_ += span; }
  Events end() { return watch_.end(now_); }
  Events later(std::chrono::seconds span) {
    now_ += span;
    return watch_.take({}, {}, now_);
  }

 private:
  static Devices devices() {
    return {the_node(), device_of(kCard, DeviceKind::accelerator),
            device_of(std::string(kCard) + "/hbm", DeviceKind::hbm, kCard),
            device_of("node/accelerator:2", DeviceKind::accelerator)};
  }

  neuron::ClaimWatch watch_{devices()};
  UtcTime now_ = kStart;
};

}  // namespace

TEST_CASE("claim watch: a line that a counter of its kind follows is borne out", "[neuron]") {
  Watch watch;
  CHECK(watch.count(0).empty());
  CHECK(watch.hear("HBM_UNCORRECTABLE_ERROR").empty());
  const auto events = watch.count(3);
  REQUIRE(events.size() == 1);
  CHECK(events[0].code == "claim_borne_out");
  CHECK(events[0].severity == Severity::error);
  CHECK(events[0].device == kCard);
  CHECK(events[0].text.find("hbm_ecc_uncorrectable_total grew to 3") != std::string::npos);
  CHECK(watch.later(300s).empty());  // told once
}

TEST_CASE("claim watch: the counter may have grown before the line was read", "[neuron]") {
  Watch watch;
  watch.count(0);
  watch.count(1);
  CHECK(watch.hear("HBM_UNCORRECTABLE_ERROR").size() == 1);
}

TEST_CASE("claim watch: a forged line is told as one that no counter bears out", "[neuron]") {
  Watch watch;
  watch.count(0);
  CHECK(watch.hear("HBM_UNCORRECTABLE_ERROR").empty());
  CHECK(watch.count(0).empty());
  CHECK(watch.later(100s).empty());
  const auto events = watch.later(30s);
  REQUIRE(events.size() == 1);
  CHECK(events[0].code == "claim_not_borne_out");
  CHECK(events[0].severity == Severity::warning);
}

TEST_CASE("claim watch: neither another kind nor another device bears a line out", "[neuron]") {
  Watch watch;
  watch.count(0);
  watch.count(0, kOther);
  watch.read(kCardHandle, "sram_ecc_uncorrectable_total", std::int64_t{0});
  watch.hear("HBM_UNCORRECTABLE_ERROR");
  CHECK(watch.count(5, kOther).empty());
  CHECK(watch.read(kCardHandle, "sram_ecc_uncorrectable_total", std::int64_t{5}).empty());
  REQUIRE(watch.later(200s).size() == 1);
}

TEST_CASE("claim watch: where no counter can be read the line is not checked, not disproved",
          "[neuron]") {
  Watch watch;
  watch.read(kHbm, "hbm_ecc_uncorrectable_total", Error{ErrorKind::stale, "no serial number"});
  watch.hear("HBM_UNCORRECTABLE_ERROR");
  const auto events = watch.later(200s);
  REQUIRE(events.size() == 1);
  CHECK(events[0].code == "claim_not_checked");
  watch.hear("DMA_ERROR", "node");  // names no device
  CHECK(watch.later(200s).at(0).code == "claim_not_checked");
}

TEST_CASE("claim watch: a line from before the first reading is held against what then stood there",
          "[neuron]") {
  Watch watch;
  watch.hear("HBM_UNCORRECTABLE_ERROR");
  const auto events = watch.count(2);
  REQUIRE(events.size() == 1);
  CHECK(events[0].text.find("stood at 2 when it was first read") != std::string::npos);
}

TEST_CASE("claim watch: a count that was first read long after the line says nothing of it",
          "[neuron]") {
  Watch watch;
  watch.hear("HBM_UNCORRECTABLE_ERROR");
  CHECK(watch.later(100s).empty());
  watch.wait(60s);
  const auto events = watch.count(2);  // of a line that the log kept from before
  REQUIRE(events.size() == 1);
  CHECK(events[0].code == "claim_not_checked");
}

TEST_CASE("claim watch: a flood of one line is one claim that tells how many", "[neuron]") {
  Watch watch;
  watch.count(0);
  for (int i = 0; i < 50; ++i) {
    watch.hear("HBM_UNCORRECTABLE_ERROR");
  }
  const auto events = watch.later(200s);
  REQUIRE(events.size() == 1);
  CHECK(events[0].text.find("and 49 more lines like it") != std::string::npos);
}

TEST_CASE("claim watch: what is open at the end of a run is told as not checked", "[neuron]") {
  Watch watch;
  watch.count(0);
  watch.hear("HBM_UNCORRECTABLE_ERROR");
  const auto events = watch.end();
  REQUIRE(events.size() == 1);
  CHECK(events[0].code == "claim_not_checked");
  CHECK(watch.end().empty());
}

TEST_CASE("claim watch: an old error does not bear out a new line", "[neuron]") {
  Watch watch;
  watch.count(0);
  watch.count(1);
  watch.later(600s);
  CHECK(watch.hear("HBM_UNCORRECTABLE_ERROR").empty());
  CHECK(watch.later(200s).at(0).code == "claim_not_borne_out");
}

TEST_CASE("claim watch: what a process logs itself is no line of the kernel", "[neuron]") {
  neuron::ClaimWatch watch({the_node(), device_of(kCard, DeviceKind::accelerator)});
  const Event forged{
      kCard, kStart, "user", "neuron_hw_error", Severity::error, "NEURON_HW_ERR=DMA_ERROR", 1};
  CHECK(watch.take({}, {forged}, kStart).empty());
  CHECK(watch.take({}, {}, kStart + 600s).empty());
}

TEST_CASE("claim watch: lines of open claims can be asked for, until they are ruled on",
          "[neuron]") {
  neuron::ClaimWatch watch({the_node(), device_of(kCard, DeviceKind::accelerator)});
  const auto line = [](std::uint64_t sequence, const std::string& kind) {
    return Event{
        kCard,   kStart, "kmsg", "neuron_hw_error", Severity::error, "NEURON_HW_ERR=" + kind,
        sequence};
  };
  CHECK(watch.take({}, {line(9, "DMA_ERROR"), line(4, "DMA_ERROR")}, kStart).empty());
  CHECK(watch.take({}, {line(12, "HBM_UNCORRECTABLE_ERROR")}, kStart + 60s).empty());
  CHECK(watch.open_lines() == std::vector<std::uint64_t>{4, 9, 12});
  CHECK(watch.take({}, {}, kStart + 150s).size() == 1);
  CHECK(watch.open_lines() == std::vector<std::uint64_t>{12});
  CHECK(watch.end(kStart + 151s).size() == 1);
  CHECK(watch.open_lines().empty());
}
