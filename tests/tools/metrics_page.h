#pragma once

#include <string>

namespace rackproof::testing {

/// docs/metrics.md, made of the catalogue: every metric of every table, in the order they stand.
std::string metrics_page();

}  // namespace rackproof::testing
