#include <catch2/catch.hpp>

#include "tests/support/program.h"

using namespace rackproof;
using namespace rackproof::testing;

TEST_CASE("probe-child: it ends when nobody asks any more", "[cli]") {
  for (const auto* name : {"nvml", "amdsmi"}) {
    const auto run = run_program({"probe-child", name, "--library", "libno-such-library.so.1"});
    CHECK(run.exit_code == 0);
    CHECK(run.output.empty());
  }
}

TEST_CASE("probe-child: it is no command for people, and knows no other library", "[cli]") {
  CHECK(run_program({"--help"}).output.find("probe-child") == std::string::npos);
  CHECK(run_program({"probe-child"}).exit_code == 2);
  CHECK(run_program({"probe-child", "other"}).exit_code == 2);
}
