#include "probes/machine/page_map.h"

#include <cstddef>
#include <vector>

#include <catch2/catch.hpp>

namespace rackproof {
namespace {

TEST_CASE("page map: neighbours in a page have neighbouring addresses, or the reason is told",
          "[machine]") {
  std::vector<std::uint64_t> words(4096, 1);
  const auto* page = words.data() + 1024;
  const auto aligned = reinterpret_cast<std::uintptr_t>(page) % 4096 == 4088 ? page + 1 : page;

  const auto first = physical_address(aligned);
  const auto second = physical_address(aligned + 1);

  if (!first) {
    CHECK((first.error().kind == ErrorKind::denied || first.error().kind == ErrorKind::absent));
    return;
  }
  REQUIRE(second);
  CHECK(*second == *first + sizeof(std::uint64_t));
}

TEST_CASE("page map: an address that is not mapped is no physical address", "[machine]") {
  CHECK_FALSE(physical_address(nullptr));
}

}  // namespace
}  // namespace rackproof
