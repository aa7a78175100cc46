#pragma once

#include <string>
#include <vector>

#include "schemas/toml/finding.h"
#include "schemas/toml/reference.h"

namespace rackproof {

/// What a reference may ask of a workload. Handed in, because the codec knows no workload.
struct KnownWorkload {
  std::string name;
  std::vector<std::string> measurements;  ///< Catalogue names.
  std::vector<std::string> parameters;    ///< Keys of phase.parameters that it reads.
};

/// A phase that only waits, with probes reading; no workload of that name exists.
inline constexpr std::string_view kIdleWorkload = "idle";

/// Everything wrong with `document` and what it extends, in order of severity: what keeps it from
/// loading, then what loads but cannot be meant (a phase that nothing judges, a figure once in GB
/// and once in GiB, a tier without phases). Empty = clean.
Findings lint_reference(const ReferenceText& document, const ReferenceLookup& lookup,
                        const std::vector<KnownWorkload>& workloads);

}  // namespace rackproof
