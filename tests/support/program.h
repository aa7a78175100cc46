#pragma once

#include <string>
#include <vector>

#include "probes/machine/child.h"

namespace rackproof::testing {

/// Runs the real `rackproof` with these arguments, to its end or until `stop`.
[[nodiscard]] ChildResult run_program(std::vector<std::string> arguments,
                                      std::stop_token stop = {});

/// A small reference, two phases of tier quick: "rest" idles, "gemm" multiplies for `gemm_seconds`
/// and must answer rightly.
[[nodiscard]] std::string tiny_reference(double gemm_seconds);

}  // namespace rackproof::testing
