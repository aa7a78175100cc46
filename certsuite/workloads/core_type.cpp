#include "certsuite/workloads/core_type.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <utility>
#include <variant>

#include "certsuite/workloads/child_protocol.h"
#include "certsuite/workloads/cpu_features.h"
#include "certsuite/workloads/openblas_rate.h"
#include "probes/machine/child.h"
#include "schemas/text.h"

namespace rackproof {

namespace {

/// Seconds of multiplication for each core type; its process costs about as much again.
constexpr const char* kProbeSeconds = "0.02";
constexpr auto kProbeDeadline = std::chrono::seconds(5);  ///< One that hangs is dropped.

/// A later one must be faster by this to be taken: repeated short measurements differ by so much.
constexpr double kClearly = 1.03;

Fact rate_fact(const CoreTypeRate& rate) {
  return {"core_type_rate_" + rate.core_type, format_double(std::round(rate.flops_per_second)),
          "FLOP/s"};
}

/// Takes what the measuring child said into `rate`.
Result<void> take(const Fact& fact, CoreTypeRate& rate) {
  if (fact.name == kCoreTypeFact) {
    rate.core_type = fact.value;
  }
  if (fact.name == kCoreTypeRateFact) {
    const auto value = parse_double(fact.value);
    if (!value) {
      return value.error();
    }
    rate.flops_per_second = *value;
  }
  return {};
}

Result<CoreTypeRate> rate_from(const std::string& output) {
  CoreTypeRate rate;
  for (const auto line : lines(output)) {
    const auto message = decode_message(line);
    if (!message) {
      return message.error();
    }
    if (const auto* error = std::get_if<Error>(&*message)) {
      return *error;
    }
    const auto* fact = std::get_if<Fact>(&*message);
    if (fact == nullptr) {
      continue;
    }
    if (auto taken = take(*fact, rate); !taken) {
      return std::move(taken).error();
    }
  }
  if (rate.core_type.empty() || rate.flops_per_second <= 0) {
    return Error{ErrorKind::malformed, "no rate was told"};
  }
  return rate;
}

/// Where the loader looks must be the same for the child as for this process.
std::vector<std::string> environment_with(const std::string& core_type) {
  std::vector<std::string> environment{"OPENBLAS_NUM_THREADS=1"};
  for (const auto* name : {"PATH", "LD_LIBRARY_PATH"}) {
    // Before the team starts: no other thread can be changing the environment.
    if (const char* value = std::getenv(name)) {  // NOLINT(concurrency-mt-unsafe)
      environment.push_back(std::string(name) + "=" + value);
    }
  }
  if (!core_type.empty()) {
    environment.push_back(std::string(kCoreTypeVariable) + "=" + core_type);
  }
  return environment;
}

Result<CoreTypeRate> measure_in_child(const std::string& program, int threads,
                                      const std::string& core_type) {
  ChildCommand command;
  command.argv = {program,       "workload",  std::string(kOpenBlasRate), "--seconds",
                  kProbeSeconds, "--threads", std::to_string(threads)};
  command.environment = environment_with(core_type);
  command.deadline = kProbeDeadline;
  auto ended = run_child(command, {}, {});
  if (!ended) {
    return std::move(ended).error();
  }
  if (ended->signal != 0) {
    return Error{ErrorKind::io, "its process ended by signal " + std::to_string(ended->signal)};
  }
  auto rate = rate_from(ended->output);
  if (rate && ended->exit_code != 0) {
    return Error{ErrorKind::io, "its process failed"};
  }
  return rate;
}

}  // namespace

std::vector<std::string> core_type_candidates() {
  std::vector<std::string> names;
  if (cpu_has(SimdLevel::avx2)) {
    names.insert(names.end(), {"Haswell", "Zen"});
  } else if (cpu_has_avx()) {
    names.emplace_back("Sandybridge");  // no fused multiply-add: never the best where there is one
  }
  if (cpu_has(SimdLevel::avx512)) {
    names.emplace_back("SkylakeX");
  }
  if (cpu_has_avx512_bf16()) {
    names.emplace_back("Cooperlake");
  }
  return names;
}

namespace {

/// "" for one that can be taken.
std::string why_dropped(const std::string& candidate, const Result<CoreTypeRate>& rate) {
  if (!rate) {
    return rate.error().message;
  }
  return rate->core_type == candidate ? "" : "the library uses " + rate->core_type + " instead";
}

}  // namespace

Result<CoreTypeChoice> choose_core_type(std::span<const std::string> candidates,
                                        const CoreTypeProbe& probe) {
  auto shipped = probe("");
  if (!shipped) {
    return std::move(shipped).error();
  }
  CoreTypeChoice choice{.core_type = "", .why = "", .facts = {}};
  choice.facts.push_back({"core_type_as_shipped", shipped->core_type, ""});
  choice.facts.push_back(rate_fact(*shipped));
  CoreTypeRate best = *shipped;
  std::string dropped;
  for (const auto& candidate : candidates) {
    if (candidate == shipped->core_type) {
      continue;
    }
    const auto rate = probe(candidate);
    if (const auto why = why_dropped(candidate, rate); !why.empty()) {
      dropped.append(dropped.empty() ? "" : "; ").append(candidate).append(": ").append(why);
      continue;
    }
    choice.facts.push_back(rate_fact(*rate));
    if (rate->flops_per_second > kClearly * best.flops_per_second) {
      best = *rate;
    }
  }
  choice.facts.push_back({"core_types_dropped", dropped.empty() ? "none" : dropped, ""});
  choice.core_type = best.core_type;
  choice.why = best.core_type == shipped->core_type
                   ? best.core_type + " asked for: the library's own, and none is clearly faster"
                   : best.core_type + " asked for: clearly the fastest of those measured";
  return choice;
}

CoreTypeProbe core_type_probe(std::string program, int threads) {
  return [program = std::move(program), threads](const std::string& core_type) {
    return measure_in_child(program, threads, core_type);
  };
}

}  // namespace rackproof
