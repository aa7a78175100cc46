#include "certsuite/workloads/pages.h"

#include <utility>

#include <catch2/catch.hpp>

namespace rackproof {
namespace {

TEST_CASE("pages: are zero, writable and movable", "[workloads]") {
  auto pages = Pages::map(1 << 20);
  REQUIRE(pages);
  auto words = pages->as<std::uint64_t>();
  REQUIRE(words.size() == (1U << 20U) / 8);
  CHECK(words[100] == 0);
  words[100] = 7;

  const Pages moved = std::move(*pages);

  CHECK(moved.as<std::uint64_t>()[100] == 7);
  CHECK(moved.bytes() == 1U << 20U);
}

TEST_CASE("pages: more than there can be is an error, not a crash", "[workloads]") {
  const auto pages = Pages::map(std::size_t{1} << 62U);
  REQUIRE_FALSE(pages);
  CHECK(pages.error().kind == ErrorKind::out_of_range);
}

}  // namespace
}  // namespace rackproof
