#pragma once

#include <string>

#include "probes/machine/descriptor.h"
#include "reports/bundle_change.h"
#include "schemas/result.h"

namespace rackproof {

/// change_bundle() for the archive behind `file`, which `path` names: a new one is written beside
/// it and takes its name and its mode; what does not change goes over byte for byte.
Result<void> change_archive(const std::string& path, const Descriptor& file,
                            const BundleChange& change);

}  // namespace rackproof
