#pragma once

#include <string>

#include "probes/machine/descriptor.h"
#include "schemas/result.h"

namespace rackproof {

/// The whole of a file that nobody else may know: a regular file, at most 4 KiB, that belongs to
/// the user who runs this and is closed to group and others. Anything else is Error{denied}, a
/// missing file too: it names what is wrong and never what the file says.
Result<std::string> read_secret_file(const std::string& path);

/// The same file, opened for who reads it without leaving copies.
Result<Descriptor> open_secret_file(const std::string& path);

}  // namespace rackproof
