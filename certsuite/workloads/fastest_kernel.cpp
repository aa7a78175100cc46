#include "certsuite/workloads/fastest_kernel.h"

#include <chrono>
#include <cstdlib>
#include <utility>

#include "certsuite/workloads/openblas_rate.h"
#include "probes/machine/child.h"
#include "probes/machine/clock.h"
#include "schemas/text.h"

namespace rackproof {

namespace {

/// Measuring may take a sixth of a phase, not more.
constexpr auto kShortestToMeasure = std::chrono::seconds(2);

CoreTypeChoice widest_simd(const std::string& why_not_measured) {
  const auto candidates = core_type_candidates();
  if (candidates.empty()) {
    return {.core_type = "", .why = "as the library chose: " + why_not_measured, .facts = {}};
  }
  // The last but one of the AVX-512 types is as fast as the last, and older libraries have it.
  const std::string core_type = candidates.back() == "Cooperlake" ? "SkylakeX" : candidates.back();
  return {.core_type = core_type,
          .why = core_type + " asked for: the widest SIMD here; " + why_not_measured,
          .facts = {}};
}

CoreTypeChoice choice_for(const Effort& effort, const CoreTypeProbe& probe) {
  // Before the team starts: no other thread can be changing the environment.
  if (const char* set = std::getenv(kCoreTypeVariable)) {  // NOLINT(concurrency-mt-unsafe)
    return {.core_type = "",
            .why = std::string(kCoreTypeVariable) + "=" + set + " was set",
            .facts = {}};
  }
  if (effort.duration < kShortestToMeasure) {
    return widest_simd("the phase is too short to measure");
  }
  auto choice = choose_core_type(core_type_candidates(), probe);
  return choice ? *std::move(choice) : widest_simd(choice.error().message);
}

/// The library reads the variable while it loads, so it is set for just so long.
Result<std::unique_ptr<MatrixKernel>> open_with(const CoreTypeChoice& choice,
                                                std::vector<Fact> facts) {
  const bool set = !choice.core_type.empty();
  if (set) {
    ::setenv(kCoreTypeVariable, choice.core_type.c_str(), 1);  // NOLINT(concurrency-mt-unsafe)
  }
  auto opened = open_openblas(kOpenBlasLibrary, std::move(facts));
  if (set) {
    ::unsetenv(kCoreTypeVariable);  // NOLINT(concurrency-mt-unsafe)
  }
  return opened;
}

}  // namespace

ChosenKernel choose_kernel(const Effort& effort, const CoreTypeProbe& probe) {
  const SystemClock clock;
  const auto start = clock.monotonic();
  const auto choice = choice_for(effort, probe);
  auto facts = choice.facts;
  facts.push_back({"kernel_choice", choice.why, ""});
  const auto spent = clock.monotonic() - start;
  facts.push_back(
      {"kernel_choice_seconds", format_double(std::chrono::duration<double>(spent).count()), "s"});
  auto library = open_with(choice, std::move(facts));
  ChosenKernel chosen{
      .kernel = library ? std::move(*library) : make_builtin_kernel(library.error().message),
      .effort = effort};
  chosen.effort.duration -= clock.monotonic() - start;
  return chosen;
}

ChosenKernel choose_kernel(const Effort& effort) {
  auto program = own_executable();
  if (!program) {
    const auto& why = program.error();
    return choose_kernel(effort, [why](const std::string&) -> Result<CoreTypeRate> { return why; });
  }
  return choose_kernel(effort, core_type_probe(*std::move(program), effort.threads));
}

}  // namespace rackproof
