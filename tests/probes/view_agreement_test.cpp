#include "probes/view_agreement.h"

#include <catch2/catch.hpp>

#include "probes/survey.h"
#include "schemas/catalogue.h"

using namespace rackproof;

namespace {

constexpr UtcTime kStart{std::chrono::seconds(1795238220)};
constexpr DeviceHandle kHost = 0;
constexpr DeviceHandle kBmc = 1;

/// One accelerator that both sides show, and a clock that stands at the last reading.
class TwoViews {
 public:
  /// Both give a value in the same second, a second after the last.
  Events both(double host, double bmc, std::string_view metric = "temperature_celsius") {
    now_ += std::chrono::seconds(1);
    return agreement_.take({sample(kHost, metric, host), sample(kBmc, metric, bmc)}, now_);
  }
  Events one(DeviceHandle device, Reading reading) {
    now_ += std::chrono::seconds(1);
    return agreement_.take({sample(device, "temperature_celsius", std::move(reading))}, now_);
  }
  void wait(std::chrono::seconds span) { now_ += span; }

 private:
  [[nodiscard]] Sample sample(DeviceHandle device, std::string_view metric, Reading reading) const {
    return {device, metrics::find(metric), now_, std::move(reading)};
  }

  static Devices devices() {
    return {device_of("node/accelerator:A", DeviceKind::accelerator),
            device_of("node/bmc/accelerator:0", DeviceKind::accelerator)};
  }

  ViewAgreement agreement_{devices(), {{kHost, kBmc, JoinKey::serial, "serial number A", ""}}};
  UtcTime now_ = kStart;
};

}  // namespace

TEST_CASE("view agreement: three readings in a row beyond the tolerance are one event",
          "[probes]") {
  TwoViews views;
  CHECK(views.both(61, 80).empty());
  CHECK(views.both(61, 80).empty());
  const auto events = views.both(61, 80);
  REQUIRE(events.size() == 1);
  CHECK(events[0].device == "node/accelerator:A");
  CHECK(events[0].source == "views");
  CHECK(events[0].code == "views_disagree");
  CHECK(events[0].severity == Severity::warning);
  CHECK(events[0].sequence == 1);
  CHECK(events[0].text ==
        "temperature_celsius: node/accelerator:A says 61 Cel (0 s old), "
        "node/bmc/accelerator:0 says 80 Cel (0 s old); joined by serial number, 3 readings in a "
        "row are further apart than 5 Cel and 0 %");
  CHECK(views.both(61, 80).empty());  // told once
}

TEST_CASE("view agreement: the tolerance itself agrees", "[probes]") {
  TwoViews views;
  for (int i = 0; i < 5; ++i) {
    CHECK(views.both(60, 65).empty());
    CHECK(views.both(600, 680, "power_watts").empty());  // 20 W and a tenth of 680
    CHECK(views.both(16, 16, "pcie_link_width_lanes").empty());
  }
}

TEST_CASE("view agreement: a link of eight lanes is not one of sixteen", "[probes]") {
  TwoViews views;
  views.both(8, 16, "pcie_link_width_lanes");
  views.both(8, 16, "pcie_link_width_lanes");
  CHECK(views.both(8, 16, "pcie_link_width_lanes").size() == 1);
}

TEST_CASE("view agreement: one that agrees in between starts the count anew", "[probes]") {
  TwoViews views;
  views.both(61, 80);
  views.both(61, 80);
  views.both(61, 62);
  CHECK(views.both(61, 80).empty());
  CHECK(views.both(61, 80).empty());
  CHECK(views.both(61, 80).size() == 1);
}

TEST_CASE("view agreement: that they agree again is told once", "[probes]") {
  TwoViews views;
  for (int i = 0; i < 3; ++i) {
    views.both(61, 80);
  }
  const auto events = views.both(61, 62);
  REQUIRE(events.size() == 1);
  CHECK(events[0].code == "views_agree");
  CHECK(events[0].severity == Severity::info);
  CHECK(events[0].sequence == 2);
  CHECK(views.both(61, 62).empty());
}

TEST_CASE("view agreement: one BMC reading against many of the host is one comparison",
          "[probes]") {
  TwoViews views;
  views.one(kBmc, 80.0);
  for (int i = 0; i < 8; ++i) {
    CHECK(views.one(kHost, 61.0).empty());
  }
}

TEST_CASE("view agreement: readings far apart in time say nothing of one another", "[probes]") {
  TwoViews views;
  for (int i = 0; i < 5; ++i) {
    views.one(kBmc, 80.0);
    views.wait(std::chrono::seconds(30));
    CHECK(views.one(kHost, 61.0).empty());
    views.wait(std::chrono::seconds(30));
  }
}

TEST_CASE("view agreement: what could not be read neither confirms nor denies", "[probes]") {
  TwoViews views;
  views.both(61, 80);
  views.both(61, 80);
  views.one(kBmc, Error{ErrorKind::timed_out, "no answer"});
  CHECK(views.one(kHost, 61.0).empty());
  CHECK(views.both(61, 80).size() == 1);
}

TEST_CASE("view agreement: both ages are told", "[probes]") {
  TwoViews views;
  views.both(61, 80);
  views.both(61, 80);
  views.one(kBmc, 80.0);
  views.wait(std::chrono::seconds(4));
  const auto events = views.one(kHost, 61.0);
  REQUIRE(events.size() == 1);
  CHECK_THAT(events[0].text,
             Catch::Contains("says 61 Cel (0 s old)") && Catch::Contains("says 80 Cel (5 s old)"));
}

TEST_CASE("view agreement: no counter is compared, each tolerance has a reason", "[probes]") {
  for (const auto& tolerance : tolerances()) {
    CAPTURE(tolerance.metric->name);
    CHECK(tolerance.metric->kind != MetricKind::counter);
    CHECK_FALSE(tolerance.reason.empty());
    CHECK(tolerance.relative < 0.5);
  }
}
