#pragma once

#include <string>

#include "reports/bundle_reader.h"
#include "reports/bundle_writer.h"
#include "schemas/result.h"

namespace rackproof {

/// Copies one member of the bundle directory `old` into the writer's and makes sure that what
/// arrived is what was read before. Error{io} for an archive: it is to be unpacked first;
/// Error{untrusted} where the member changed meanwhile.
Result<void> copy_member(const std::string& path, const Bundle& old, const BundleWriter& writer);

}  // namespace rackproof
