#include "reports/likelihood.h"

#include <catch2/catch.hpp>

using namespace rackproof;

namespace {

constexpr std::string_view kNarrow = "\xC2\xA0";  // what groups digits

Verdict observed(double value, std::optional<double> expanded) {
  Verdict verdict;
  verdict.criterion = "c";
  verdict.outcome = Outcome::pass;
  verdict.observed = value;
  verdict.uncertainty = expanded;
  verdict.at_most = 100;
  return verdict;
}

struct Watched {
  Watched() {
    Criterion criterion;
    criterion.id = "c";
    criterion.metric = "memory_ecc_uncorrectable_total";
    criterion.statistic = Statistic::growth;
    reference.criteria = {criterion};
    record.started = UtcTime{};
    record.finished = UtcTime{} + std::chrono::minutes(52);
  }

  [[nodiscard]] std::string of(double events) const {
    return likelihood::event_bound(observed(events, std::nullopt), reference, record);
  }

  Architecture reference;
  RunRecord record;
};

}  // namespace

TEST_CASE("likelihood: a known uncertainty gives the probability of conformance", "[reports]") {
  CHECK(likelihood::conformance(observed(98, 2)) == "97.7 % likely within the limit");
  CHECK(likelihood::conformance(observed(100, 2)) == "50.0 % likely within the limit");
  CHECK(likelihood::conformance(observed(90, 2)) == "more than 99.99 % likely within the limit");
  CHECK(likelihood::conformance(observed(110, 2)) == "less than 0.01 % likely within the limit");
  CHECK(likelihood::conformance(observed(98, std::nullopt)).empty());
  auto boundless = observed(98, 2);
  boundless.at_most.reset();
  CHECK(likelihood::conformance(boundless).empty());
}

TEST_CASE("likelihood: no event in 52 min is a rate below 3.5 per hour", "[reports]") {
  const Watched watched;
  CHECK(watched.of(0) == "0 events in 52 min 00 s: below 3.5 per hour (95 %)");
  CHECK(watched.of(1) == "1 event in 52 min 00 s: below 5.5 per hour (95 %)");
  CHECK(watched.of(11).empty());
  CHECK(watched.of(0.5).empty());
}

TEST_CASE("likelihood: nobody looked between the segments of a run", "[reports]") {
  Watched watched;
  const auto minute = [](int number) { return UtcTime{} + std::chrono::minutes(number); };
  watched.record.segments = {{"a", minute(0), minute(10), "reboot", {}},
                             {"b", minute(32), minute(52), "", {}}};
  CHECK(watched.of(0) == "0 events in 30 min 00 s: below 6 per hour (95 %)");
}

TEST_CASE("likelihood: no wrong answer in N checks is a share below 3/N", "[reports]") {
  Watched watched;
  auto& criterion = watched.reference.criteria[0];
  criterion.metric = "cpu_sdc_mismatch_count";
  criterion.measurement = true;
  criterion.statistic = Statistic::max;
  criterion.during = "sdc";
  CHECK(watched.of(0).empty());
  Step step;
  step.phase = "sdc";
  step.checks = 1000;
  watched.record.steps = {step};
  CHECK(watched.of(0) == "0 wrong in 1" + std::string(kNarrow) +
                             "000 checks of the phase: below 0.3 % of checks (95 %)");
  criterion.on = DeviceKind::cpu;  // the checks of a phase are those of all its processors
  CHECK(watched.of(0).find(" of the phase, all its devices together: below 0.3 %") !=
        std::string::npos);
}

TEST_CASE("likelihood: what was not judged says nothing of a rate", "[reports]") {
  const Watched watched;
  auto verdict = observed(0, std::nullopt);
  verdict.outcome = Outcome::inconclusive;
  CHECK(likelihood::event_bound(verdict, watched.reference, watched.record).empty());
}
