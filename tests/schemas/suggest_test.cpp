#include "schemas/suggest.h"

#include <catch2/catch.hpp>

using namespace rackproof;

TEST_CASE("suggest: a letter lost, added, changed or swapped finds its word", "[schemas]") {
  const std::vector<std::string> keys{"at_least", "at_most", "statistic", "during"};
  CHECK(closest_word("at_leat", keys) == "at_least");
  CHECK(closest_word("at_mosst", keys) == "at_most");
  CHECK(closest_word("statistik", keys) == "statistic");
  CHECK(closest_word("duirng", keys) == "during");
}

TEST_CASE("suggest: what resembles nothing gets no suggestion", "[schemas]") {
  CHECK(closest_word("temperature", {"id", "class"}).empty());
  CHECK(did_you_mean("x", {}).empty());
  CHECK(closest_word(std::string(1000, 'a'), {std::string(1000, 'a')}).empty());
}

TEST_CASE("suggest: the nearest of several words is the one named", "[schemas]") {
  CHECK(did_you_mean("at_lost", {"at_least", "at_most"}) == " (did you mean 'at_most'?)");
}
