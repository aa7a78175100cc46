#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <catch2/catch.hpp>

#include "certsuite/criteria/health.h"
#include "tests/support/memory_telemetry.h"
#include "tests/support/sample_maker.h"

namespace rackproof::testing {

inline constexpr std::string_view kCardHeat = "temperature_celsius";
inline constexpr std::string_view kCardErrors = "hbm_ecc_uncorrectable_total";
inline constexpr std::string_view kCardRepairs = "hbm_ecc_repairable_total";
inline constexpr std::string_view kCardLink = "accelerator_link_active";
inline constexpr std::string_view kCardCorrected = "sram_ecc_correctable_total";
inline constexpr std::string_view kCardA = "node/card:a";
inline constexpr std::string_view kCardB = "node/card:b";

inline Quantity health_limit(double value, Unit unit) {
  Quantity quantity;
  quantity.value = value;
  quantity.unit = unit;
  quantity.basis = Basis::vendor;
  quantity.source = "the maker's guide, section 4";
  return quantity;
}

inline Criterion health_criterion(std::string id, std::string_view metric, Statistic statistic) {
  Criterion criterion;
  criterion.id = std::move(id);
  criterion.criterion_class = "health";
  criterion.on = DeviceKind::accelerator;
  criterion.metric = metric;
  criterion.statistic = statistic;
  criterion.min_samples = 2;
  return criterion;
}

inline Device health_device(std::string id, DeviceKind kind, std::string parent) {
  Device device;
  device.id = std::move(id);
  device.kind = kind;
  device.parent = std::move(parent);
  return device;
}

/// A node with two cards in which all is well: each was read every ten seconds of an hour that ends
/// at now(). Tests break one thing at a time.
struct HealthGround {
  static constexpr int kSeconds = 3600;
  static constexpr int kPeriod = 10;

  HealthGround() {
    reference.id = "two-cards";
    auto heat = health_criterion("heat", kCardHeat, Statistic::max);
    heat.at_most = health_limit(100, Unit::celsius);
    heat.note = "look at the fans";
    auto errors = health_criterion("uncorrected", kCardErrors, Statistic::growth);
    errors.at_most = health_limit(0, Unit::one);
    auto repairs = health_criterion("repairs", kCardRepairs, Statistic::max);
    repairs.at_most = health_limit(0, Unit::one);
    auto link = health_criterion("link", kCardLink, Statistic::min);
    link.at_least = health_limit(1, Unit::one);
    auto corrected = health_criterion("corrected", kCardCorrected, Statistic::growth);
    corrected.at_most = health_limit(0, Unit::one);
    corrected.required = false;
    corrected.not_offered = NotOffered::not_judged;
    reference.criteria = {heat, errors, repairs, link, corrected};
    source.add(health_device("node", DeviceKind::node, ""));
    for (const auto card : {kCardA, kCardB}) {
      source.add(health_device(std::string(card), DeviceKind::accelerator, "node"));
      fill(card);
    }
  }

  [[nodiscard]] static UtcTime now() { return at_second(kSeconds - 1); }

  void fill(std::string_view card) {
    for (int i = 0; i < kSeconds; i += kPeriod) {
      const auto at = at_second(i);
      of(card, kCardHeat).push_back({at, 60.0 + i % 7});
      of(card, kCardErrors).push_back({at, std::int64_t{5}});
      of(card, kCardRepairs).push_back({at, std::int64_t{0}});
      of(card, kCardLink).push_back({at, std::int64_t{1}});
      of(card, kCardCorrected).push_back({at, std::int64_t{0}});
    }
  }

  Series& of(std::string_view card, std::string_view metric) {
    return source[{std::string(card), std::string(metric)}];
  }

  /// Every reading of `metric` on `card` from that second on becomes `reading`.
  void set_from(std::string_view card, std::string_view metric, int second, const Reading& reading,
                int to = kSeconds) {
    for (auto& point : of(card, metric)) {
      if (point.taken_at >= at_second(second) && point.taken_at < at_second(to)) {
        point.reading = reading;
      }
    }
  }

  /// Nothing of `card` was read from that second on, and before `to` none is kept.
  void silence(std::string_view card, int second, int to = kSeconds) {
    for (const auto metric : {kCardHeat, kCardErrors, kCardRepairs, kCardLink, kCardCorrected}) {
      std::erase_if(of(card, metric), [second, to](const Point& point) {
        return point.taken_at >= at_second(second) && point.taken_at < at_second(to);
      });
    }
  }

  [[nodiscard]] HealthReport judged(UtcTime at = now()) {
    const criteria::HealthReference asked{&reference, criteria::health_questions(reference)};
    const auto report = criteria::judge_health(
        source, {at - std::chrono::hours(1), at}, [&asked](const criteria::HealthNode&) {
          return std::vector<const criteria::HealthReference*>{&asked};
        });
    REQUIRE(report);
    return *report;
  }

  /// The one node's health; the test fails where there is not exactly one.
  [[nodiscard]] NodeHealth node(UtcTime at = now()) {
    const auto report = judged(at);
    REQUIRE(report.nodes.size() == 1);
    return report.nodes.front();
  }

  MemoryTelemetry source;
  Architecture reference;
};

/// The only finding; the test fails where there is not exactly one.
inline HealthFinding only_finding(const NodeHealth& node) {
  for (const auto& finding : node.findings) {
    UNSCOPED_INFO(finding.device << " " << finding.criterion << ": " << finding.reason);
  }
  REQUIRE(node.findings.size() == 1);
  return node.findings.front();
}

}  // namespace rackproof::testing
