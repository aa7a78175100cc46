#pragma once

#include <memory>
#include <string_view>

#include "certsuite/workload.h"

namespace rackproof {

/// Environment variable that OpenBLAS reads while it loads.
inline constexpr const char* kCoreTypeVariable = "OPENBLAS_CORETYPE";

/// Name under which the program itself runs it; no phase can, it is in no list of workloads.
inline constexpr std::string_view kOpenBlasRate = "openblas_rate";
/// Facts that it tells: openblas_get_corename, and all threads' best rate in FLOP/s.
inline constexpr std::string_view kCoreTypeFact = "kernel";
inline constexpr std::string_view kCoreTypeRateFact = "fp64_rate";

/// Loads OpenBLAS with the core type that the environment asks for and times double-precision
/// products for the length of the effort, at least twice. It judges nothing: its outcome is
/// SelfCheck::not_run.
std::unique_ptr<Workload> make_openblas_rate();

}  // namespace rackproof
