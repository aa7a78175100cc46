#pragma once

#include <memory>
#include <string>

#include "probes/machine/child.h"
#include "probes/outside/source_file.h"
#include "probes/probe.h"
#include "schemas/result.h"
#include "schemas/site_metrics.h"

namespace rackproof::outside {

/// The child that a source is: its command without a shell, nothing inherited, the source's
/// deadline and output limit.
[[nodiscard]] ChildCommand child_of(const SourceSettings& settings);

/// What a child that has ended printed, or why that is nothing: killed at its deadline (timed_out),
/// flooded or grew too large (out_of_range), ended by a signal or with another code than 0 (io).
Result<std::string> output_of(ChildResult ended, const SourceSettings& settings);

/// A source that is a program, run once a pass as a child of the thread that reads. Over a captured
/// tree nothing is run: not_observable. `settings` and `site` outlive the probe.
std::unique_ptr<Probe> make_exec_probe(const Host& host, const SourceSettings& settings,
                                       const SiteMetrics& site);

}  // namespace rackproof::outside
