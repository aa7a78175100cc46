#include "certsuite/criteria/reasons.h"

#include <catch2/catch.hpp>

#include "schemas/catalogue.h"
#include "tests/support/judged_run.h"

namespace rackproof::criteria {
namespace {

using testing::limit;

Question asked(const Criterion& criterion) {
  Question question{criterion, *metrics::named("temperature_celsius"), false, {}, {}};
  question.limits.unit = Unit::celsius;
  question.limits.limits.at_most = 85;
  return question;
}

Criterion maximum() {
  Criterion criterion;
  criterion.statistic = Statistic::max;
  criterion.min_samples = 1;
  return criterion;
}

TEST_CASE("reasons: a counter needs two readings, whatever the reference asks",
          "[certsuite][criteria]") {
  auto criterion = maximum();
  CHECK(fewest(criterion) == 1);
  criterion.statistic = Statistic::growth;
  CHECK(fewest(criterion) == 2);
  criterion.min_samples = 30;
  CHECK(fewest(criterion) == 30);
}

TEST_CASE("reasons: too few readings say how many, how many were asked and why others lack",
          "[certsuite][criteria]") {
  auto criterion = maximum();
  criterion.min_samples = 3;
  const auto question = asked(criterion);
  CHECK(too_few(question, Readings({})) ==
        "temperature_celsius was never read there in that time, 3 asked");
  CHECK(too_few(question, Readings({{UtcTime{}, 1.5}, {UtcTime{}, Error{ErrorKind::io, "EIO"}}})) ==
        "1 sample of temperature_celsius with a value, 3 asked; missing for: io: EIO (1 of 1)");
}

TEST_CASE("reasons: a sentence holds what was seen, the limit, the uncertainty and the gaps",
          "[certsuite][criteria]") {
  const auto criterion = maximum();
  auto question = asked(criterion);
  Verdict verdict;
  verdict.observed = 84.5;
  verdict.readable = 4;
  CHECK(sentence(question, verdict, {}) ==
        "max of 4 samples is 84.5 Cel, at most 85 Cel asked; uncertainty not considered");
  verdict.missing = 2;
  question.gate.unobserved = std::chrono::seconds(42);
  CHECK(sentence(question, verdict, {0.5, false, "PT100-3", ""}) ==
        "max of 4 samples is 84.5 Cel, at most 85 Cel asked; U = 0.5 Cel (k = 2, from the "
        "instrument 'PT100-3'), not kept from the limit; 2 more without a value; not observed for "
        "42.0 s between segments of the run");
}

}  // namespace
}  // namespace rackproof::criteria
