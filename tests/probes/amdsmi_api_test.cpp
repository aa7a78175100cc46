#include "probes/amdsmi/amdsmi_api.h"

#include <catch2/catch.hpp>

using namespace rackproof;
using namespace rackproof::amdsmi;

TEST_CASE("amdsmi: a library that is not there is absent", "[probes][amdsmi]") {
  const auto loaded = load_api("libno-such-amdsmi.so.26");
  REQUIRE_FALSE(loaded);
  CHECK(loaded.error().kind == ErrorKind::absent);
}

TEST_CASE("amdsmi: a library that is another one is unsupported and says what it lacks",
          "[probes][amdsmi]") {
  const auto loaded = load_api("libc.so.6");
  REQUIRE_FALSE(loaded);
  CHECK(loaded.error().kind == ErrorKind::unsupported);
  CHECK(loaded.error().message.find("amdsmi_get_lib_version") != std::string::npos);
}

TEST_CASE("amdsmi: all that is called is found under the library's names", "[probes][amdsmi]") {
  const auto loaded = load_api(AMDSMI_STAND_IN_LIBRARY);
  REQUIRE(loaded);
  CHECK(loaded->lacking.empty());
  CHECK(loaded->api.next_events != nullptr);
}

TEST_CASE("amdsmi: return codes are told apart, each with its number", "[probes][amdsmi]") {
  CHECK(error_of(2, "question") ==
        Error{ErrorKind::unsupported,
              "question: not supported by this device or driver, or only for root (amd-smi 2)"});
  CHECK(error_of(8, "").kind == ErrorKind::timed_out);
  CHECK(error_of(10, "").kind == ErrorKind::denied);
  CHECK(error_of(14, "").kind == ErrorKind::io);
  CHECK(error_of(34, "").kind == ErrorKind::absent);
  CHECK(error_of(43, "").kind == ErrorKind::malformed);
  CHECK(error_of(0xFFFFFFFF, "question").message == "question: failed (amd-smi 4294967295)");
}
