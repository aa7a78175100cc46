#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "probes/outside/source_file.h"
#include "probes/probe.h"
#include "schemas/site_metrics.h"

namespace rackproof::outside {

/// The whole text of a source.
struct SourceText {
  std::string text;
  std::optional<SourceFormat> format;  ///< Where the source says which it is.
};

/// Asks a source what it says now, or says why that is nothing. Blocks no longer than the source's
/// timeout and some two seconds.
using AskSource = std::function<Result<SourceText>()>;

/// A probe of what somebody else measures. After its first answer it gives, on every pass, one
/// sample for each device and metric that the source ever gave or that its map says must come: what
/// is missing this time is absent, what is stamped too long ago is stale, and when the source fails
/// as a whole each carries the failure. How the source itself did is told on its place
/// (source_success and the like). A device that comes up later is told by an event and taken up
/// at the next discovery. `settings` and `site` outlive the probe.
std::unique_ptr<Probe> make_outside_probe(const Host& host, const SourceSettings& settings,
                                          const SiteMetrics& site, AskSource ask);

}  // namespace rackproof::outside
