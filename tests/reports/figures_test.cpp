#include "reports/figures.h"

#include <catch2/catch.hpp>

using namespace rackproof;
using namespace rackproof::figures;

namespace {

Verdict judged(std::optional<double> observed, std::optional<double> at_least,
               std::optional<double> at_most) {
  Verdict verdict;
  verdict.observed = observed;
  verdict.accept_at_least = at_least;
  verdict.accept_at_most = at_most;
  return verdict;
}

}  // namespace

TEST_CASE("figures: a number takes the prefix that a person would say", "[reports][figures]") {
  CHECK(figure(1.2345e10, Unit::byte_per_second) == "12.35\u00A0GB/s");
  CHECK(figure(999.99e6, Unit::byte_per_second) == "1\u00A0GB/s");
  CHECK(figure(0, Unit::byte_per_second) == "0\u00A0B/s");
  CHECK(figure(268435456, Unit::byte) == "256\u00A0MiB");
  CHECK(figure(1000, Unit::byte) == "1000\u00A0B");
  CHECK(figure(2.1e9, Unit::hertz) == "2.1\u00A0GHz");
  CHECK(figure(4.1e11, Unit::flop_per_second) == "410\u00A0GFLOP/s");
  CHECK(figure(85.25, Unit::celsius) == "85.25\u00A0\u00B0C");
  CHECK(figure(0.985, Unit::ratio) == "98.5\u00A0%");
  CHECK(figure(1234567, Unit::one) == "1\u00A0234\u00A0567");
  CHECK(figure(-1234, Unit::one) == "-1\u00A0234");
  CHECK(figure(0.5, Unit::one) == "0.5");
  CHECK(figure(1e300, Unit::one) == "1e+300");
  CHECK(figure(0.0123, Unit::second) == "0.0123\u00A0s");
  CHECK(figure(16, Unit::lane) == "16\u00A0lanes");
}

TEST_CASE("figures: limits say their side", "[reports][figures]") {
  CHECK(limits(1e10, std::nullopt, Unit::byte_per_second) ==
        "\u2265\u00A0"
        "10\u00A0GB/s");
  CHECK(limits(std::nullopt, 85, Unit::celsius) ==
        "\u2264\u00A0"
        "85\u00A0\u00B0C");
  CHECK(limits(16, 16, Unit::one) ==
        "=\u00A0"
        "16");
  CHECK(limits(1, 2, Unit::one) == "1 \u2026 2");
  CHECK(limits(std::nullopt, std::nullopt, Unit::one) == "none");
}

TEST_CASE("figures: the margin is the room to the nearer acceptance limit", "[reports][figures]") {
  CHECK(margin(judged(12, 10, std::nullopt)) == "+20.0\u00A0%");
  CHECK(margin(judged(9, 10, std::nullopt)) == "-10.0\u00A0%");
  CHECK(margin(judged(80, std::nullopt, 100)) == "+20.0\u00A0%");
  CHECK(margin(judged(943.2, 10, std::nullopt)) == "+9\u00A0332\u00A0%");
  CHECK(margin(judged(95, 10, 100)) == "+5.0\u00A0%");
  CHECK(margin(judged(10, 10, std::nullopt)) == "0.0\u00A0%");
  CHECK(margin(judged(3, std::nullopt, 0)).empty());
  CHECK(margin(judged(std::nullopt, 10, 20)).empty());
}

TEST_CASE("figures: what is not there is said, not left out", "[reports][figures]") {
  CHECK(given("") == "not given");
  CHECK(observed(judged(std::nullopt, 1, 2)) == "\u2013");
  CHECK(counted(1, "device") == "1 device");
  CHECK(counted(0, "device") == "0 devices");
  CHECK(device_name("node") == "the whole machine");
  CHECK(device_name("node/pci:0000:3b:00.0") == "pci:0000:3b:00.0");
  CHECK(fixed(-0.0, 1) == "0.0");
  CHECK(moment(UtcTime(std::chrono::seconds(1795238220))) == "2026-11-21 05:17:00 UTC");
}

TEST_CASE("figures: a quantity is shown as the reference wrote it", "[reports][figures]") {
  Quantity share;
  share.value = 0.85;
  share.unit = Unit::ratio;
  share.of = "part.memory.bandwidth";
  share.basis = Basis::derived;
  CHECK(quantity(share) == "0.85\u00A0ratio of part.memory.bandwidth");
  Quantity range;
  range.min = 1;
  range.max = 4;
  range.basis = Basis::vendor;
  CHECK(quantity(range) == "1 \u2026 4");
  CHECK(quantity(Quantity{}) == "not public");
}
