#include "certsuite/workloads/block_stamp.h"

#include <vector>

#include <catch2/catch.hpp>

using namespace rackproof;

namespace {

std::vector<std::byte> stamped(const BlockStamp& stamp) {
  std::vector<std::byte> block(kBlockBytes);
  stamp_block(stamp, block);
  return block;
}

}  // namespace

TEST_CASE("block stamp: what was written checks clean", "[workloads][storage]") {
  CHECK_FALSE(check_block({7, 3, 2}, stamped({7, 3, 2})));
}

TEST_CASE("block stamp: every single flipped bit of a block is seen", "[workloads][storage]") {
  const BlockStamp stamp{1, 2, 3};
  auto block = stamped(stamp);
  for (std::size_t byte = 0; byte < kBlockBytes; ++byte) {
    const auto bit = std::byte{1} << (byte % 8);
    block[byte] ^= bit;
    REQUIRE(check_block(stamp, block));
    block[byte] ^= bit;
  }
  CHECK_FALSE(check_block(stamp, block));
}

TEST_CASE("block stamp: a block from elsewhere names where it belongs", "[workloads][storage]") {
  const auto fault = check_block({7, 3, 2}, stamped({7, 4, 2}));
  REQUIRE(fault);
  CHECK_THAT(fault->expected, Catch::StartsWith("address 3, generation 2, "));
  CHECK_THAT(fault->actual, Catch::StartsWith("address 4, generation 2, "));
  CHECK_THAT(fault->actual, !Catch::Contains("does not fit"));
}

TEST_CASE("block stamp: a lost write shows the generation that is still there",
          "[workloads][storage]") {
  const auto fault = check_block({7, 3, 9}, stamped({7, 3, 8}));
  REQUIRE(fault);
  CHECK_THAT(fault->actual, Catch::Contains("generation 8"));
}

TEST_CASE("block stamp: a changed bit is told with its place and a digest that does not fit",
          "[workloads][storage]") {
  auto block = stamped({7, 3, 2});
  block[4088] ^= std::byte{0x10};
  const auto fault = check_block({7, 3, 2}, block);
  REQUIRE(fault);
  CHECK_THAT(fault->actual, Catch::Contains("does not fit its bytes"));
  CHECK(fault->mask == "0x0000000000000010 at byte 4088");
}

TEST_CASE("block stamp: a block of zeros is never right", "[workloads][storage]") {
  CHECK(check_block({0, 0, 0}, std::vector<std::byte>(kBlockBytes)));
}
