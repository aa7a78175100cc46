#include "tests/tools/refusal_cases.h"

#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <utility>

#include <catch2/catch.hpp>

#include "tests/support/source_dir.h"

using namespace rackproof;

namespace {

const std::string kRoot = rackproof::testing::source_dir();

}  // namespace

TEST_CASE("refusals: a test, a section or a row that begins with a number is a case", "[house]") {
  const auto cases = testing::cases_in(
      "TEST_CASE(\"3.1 the type in another case\") {\n  SECTION(\"16.20 one key twice\") {}\n"
      "  const Row rows[] = {{\"41.7 garbage\", 1}, {\"0.5 s\", 2}, {\"56.1 no group\", 3}};\n"
      "  CHECK(text == \"2.5 GT/s\");\n",
      "tests/reports/x_test.cpp");

  REQUIRE(cases.size() == 3);
  CHECK((cases[0].group == 3 && cases[0].number == 1));
  CHECK((cases[1].group == 16 && cases[1].number == 20));
  CHECK((cases[2].group == 41 && cases[2].number == 7));
}

TEST_CASE("refusals: every group is held by a test", "[house]") {
  std::set<std::size_t> held;
  for (const auto& single : testing::refusal_cases(kRoot)) {
    held.insert(single.group);
  }
  for (std::size_t group = 1; group <= testing::kRefusalGroups.size(); ++group) {
    INFO("group " << group << ": " << testing::kRefusalGroups.at(group - 1));
    CHECK(held.contains(group));
  }
}

TEST_CASE("refusals: no number is given twice", "[house]") {
  std::set<std::pair<std::size_t, std::size_t>> seen;
  for (const auto& single : testing::refusal_cases(kRoot)) {
    INFO(single.group << "." << single.number << " again in " << single.file);
    CHECK(seen.emplace(single.group, single.number).second);
  }
}

TEST_CASE("docs: the list of refusals is the one that the tests make", "[house][docs]") {
  std::ifstream file(kRoot + "/docs/refusals.md");
  const std::string committed(std::istreambuf_iterator<char>(file), {});

  INFO("write it anew: ninja refusals_page");
  CHECK((committed == testing::refusals_page(testing::refusal_cases(kRoot))));
}
