#include "certsuite/workloads/fastest_kernel.h"

#include <chrono>
#include <cstdlib>
#include <string>

#include <catch2/catch.hpp>

#include "certsuite/workloads/openblas_rate.h"

namespace rackproof {
namespace {

using namespace std::chrono_literals;

std::string fact(const MatrixKernel& kernel, std::string_view name) {
  for (const auto& each : kernel.facts()) {
    if (each.name == name) {
      return each.value;
    }
  }
  return "";
}

/// The last candidate is the fastest, all others are slow.
Result<CoreTypeRate> last_is_fastest(const std::string& core_type) {
  const auto names = core_type_candidates();
  const bool last = !names.empty() && core_type == names.back();
  return CoreTypeRate{core_type.empty() ? "Prescott" : core_type, last ? 2e9 : 1e9};
}

bool there_is_openblas() {
  return static_cast<bool>(open_openblas());
}

TEST_CASE("kernel: the core type that measured fastest is the one that the library then uses",
          "[workloads]") {
  if (!there_is_openblas() || core_type_candidates().empty()) {
    return;
  }
  const auto chosen = choose_kernel({.duration = 10s}, last_is_fastest);
  CHECK(fact(*chosen.kernel, "kernel") == core_type_candidates().back());
  CHECK_THAT(fact(*chosen.kernel, "kernel_choice"), Catch::Contains("fastest of those measured"));
  CHECK(fact(*chosen.kernel, "core_type_as_shipped") == "Prescott");
  CHECK(chosen.effort.duration < 10s);
  CHECK(std::getenv(kCoreTypeVariable) == nullptr);
}

TEST_CASE("kernel: a core type that the environment asks for is obeyed and recorded",
          "[workloads]") {
  if (!there_is_openblas()) {
    return;
  }
  ::setenv(kCoreTypeVariable, "Nehalem", 1);
  const auto chosen = choose_kernel({.duration = 10s}, last_is_fastest);
  ::unsetenv(kCoreTypeVariable);
  CHECK(fact(*chosen.kernel, "kernel_choice") == "OPENBLAS_CORETYPE=Nehalem was set");
#if defined(__x86_64__)
  CHECK(fact(*chosen.kernel, "kernel") == "Nehalem");
#endif
}

TEST_CASE("kernel: a short phase does not measure, and a failed measurement is told",
          "[workloads]") {
  const auto never = [](const std::string&) -> Result<CoreTypeRate> {
    return Error{ErrorKind::io, "no child could be started"};
  };
  const auto brief = choose_kernel({.duration = 1s}, last_is_fastest);
  const auto failed = choose_kernel({.duration = 10s}, never);
  if (!there_is_openblas()) {
    CHECK(fact(*brief.kernel, "library") == "built in");
    return;
  }
  CHECK_THAT(fact(*brief.kernel, "kernel_choice"), Catch::EndsWith("too short to measure"));
  CHECK_THAT(fact(*failed.kernel, "kernel_choice"), Catch::EndsWith("no child could be started"));
}

}  // namespace
}  // namespace rackproof
