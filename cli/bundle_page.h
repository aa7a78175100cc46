#pragma once

#include <string>

#include "reports/bundle_writer.h"
#include "reports/evidence.h"
#include "schemas/result.h"

namespace rackproof {

/// report.html of the bundle in `directory`, made from what is written there, so that it shows what
/// a verifier will read.
Result<std::string> page_of(const std::string& directory);

/// The same of what was read.
Result<std::string> page_of(const Loaded& loaded);

/// Puts that page into a bundle that is being written, as it is by now.
Result<void> write_page(BundleWriter& writer);

}  // namespace rackproof
