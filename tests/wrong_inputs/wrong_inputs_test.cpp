#include <fstream>
#include <iomanip>
#include <iostream>
#include <iterator>
#include <set>
#include <string>

#include <catch2/catch.hpp>

#include "tests/support/source_dir.h"
#include "tests/wrong_inputs/wrong_input.h"

using namespace rackproof;
using namespace rackproof::testing;

TEST_CASE("wrong inputs: none yields PASS, and the reason says what it was", "[wrong_inputs]") {
  REQUIRE(JudgedRun().judged().overall == Outcome::pass);
  const auto all = all_wrong_inputs();
  CHECK(all.size() >= 100);
  for (const auto& input : all) {
    const auto seen = input.happens();
    std::string because;
    for (const auto& reason : seen.reasons) {
      because += reason + " ";
    }
    std::cout << std::left << std::setw(10) << input.place << std::setw(58) << input.name
              << std::setw(14) << seen.word << because.substr(0, 240) << "\n";
    INFO(input.name << ": " << because);
    CHECK(seen.word != "PASS");
    CHECK(seen.word == input.word);
    CHECK(because.find(input.because) != std::string::npos);
  }
  std::cout << all.size() << " wrong inputs, none of them PASS\n";
}

TEST_CASE("wrong inputs: each place and each name is told once", "[wrong_inputs]") {
  std::set<std::string> places;
  std::set<std::string> names;
  for (const auto& input : all_wrong_inputs()) {
    places.insert(input.place);
    CHECK(names.insert(input.place + ": " + input.name).second);
  }
  CHECK(places ==
        std::set<std::string>{"evidence", "probe", "reference", "report", "run", "runner"});
}

TEST_CASE("docs: the table of wrong inputs is what came of them", "[wrong_inputs][docs]") {
  const auto page = wrong_inputs_page();
  std::ofstream(rackproof::testing::binary_dir() + "/wrong-inputs.md") << page;
  std::ifstream file(rackproof::testing::source_dir() + "/docs/wrong-inputs.md");
  const std::string committed(std::istreambuf_iterator<char>(file), {});

  INFO("the page as it is now lies in the build directory: wrong-inputs.md");
  CHECK((committed == page));
}
