#include "probes/machine/library.h"

#include <utility>

#include <catch2/catch.hpp>

namespace rackproof {
namespace {

TEST_CASE("library: a library that is not there is absent, with the loader's words", "[machine]") {
  const auto library = Library::open("librackproof-no-such-library.so.1");
  REQUIRE_FALSE(library);
  CHECK(library.error().kind == ErrorKind::absent);
  CHECK(library.error().message.find("librackproof-no-such-library.so.1") != std::string::npos);
}

TEST_CASE("library: a symbol can be called, a missing one is unsupported", "[machine]") {
  auto opened = Library::open("libm.so.6");
  REQUIRE(opened);
  const Library library(std::move(opened).value());
  const auto floor = library.symbol<double (*)(double)>("floor");
  REQUIRE(floor);
  CHECK((*floor)(2.5) == 2.0);
  const auto none = library.symbol<void (*)()>("rackproof_no_such_symbol");
  REQUIRE_FALSE(none);
  CHECK(none.error().kind == ErrorKind::unsupported);
}

}  // namespace
}  // namespace rackproof
