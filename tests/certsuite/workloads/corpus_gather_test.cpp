#include <catch2/catch.hpp>

#include "tests/support/compiled_unit.h"

using namespace rackproof;

TEST_CASE("c09: every bit of every row must arrive", "[workloads][corpus]") {
  const auto unit = corpus_gather(1);
  const auto& bits = unit.cases.at(0);
  auto output = testing::output_of(unit, bits);
  CHECK(bits.judge(output).empty());
  output[129 * sizeof(std::uint32_t)] ^= std::byte{0x80};
  CHECK(bits.judge(output) == "row 1, word 1 is not the table's");
}
