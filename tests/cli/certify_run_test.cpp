#include "cli/certify_run.h"

#include <catch2/catch.hpp>

using namespace rackproof;

TEST_CASE("certify run: request and lock lie in the state", "[cli][certify]") {
  CHECK(request_path("out.part/state") == "out.part/state/request.json");
  CHECK(lock_path("out.part/state") == "out.part/state/lock");
}
