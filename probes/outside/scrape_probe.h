#pragma once

#include <memory>

#include "probes/machine/http_session.h"
#include "probes/outside/outside_probe.h"
#include "probes/outside/source_file.h"
#include "probes/probe.h"
#include "schemas/result.h"
#include "schemas/site_metrics.h"

namespace rackproof::outside {

/// What an answer holds, or why that is nothing: any status but 200 (401 and 403 are denied).
Result<SourceText> page_of(HttpAnswer answer);

/// A source that is a Prometheus endpoint, asked once a pass over a connection of its own, without
/// TLS. Over a captured tree nothing is asked: not_observable. `settings` and `site` outlive the
/// probe.
std::unique_ptr<Probe> make_scrape_probe(const Host& host, const SourceSettings& settings,
                                         const SiteMetrics& site);

}  // namespace rackproof::outside
