#include "probes/machine/natural_order.h"

#include <algorithm>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

namespace rackproof {
namespace {

TEST_CASE("natural_order: numbers sort as numbers", "[machine]") {
  std::vector<std::string> names{"cpu10",       "cpu2",  "cpu",          "cpufreq",
                                 "temp1_input", "temp1", "temp10_input", "temp2_input"};
  std::ranges::sort(names, natural_less);
  CHECK(names == std::vector<std::string>{"cpu", "cpu2", "cpu10", "cpufreq", "temp1", "temp1_input",
                                          "temp2_input", "temp10_input"});
}

TEST_CASE("natural_order: it is a strict order even for equal numbers", "[machine]") {
  CHECK_FALSE(natural_less("cpu1", "cpu1"));
  CHECK(natural_less("cpu01", "cpu1"));
  CHECK_FALSE(natural_less("cpu1", "cpu01"));
  CHECK(natural_less("0", "00"));
  CHECK(natural_less("99999999999999999999998", "99999999999999999999999"));
}

}  // namespace
}  // namespace rackproof
