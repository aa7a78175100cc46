#pragma once

#include <iosfwd>
#include <string>

/// The child in which NVML is called. A call on a GPU that is lost can hang for ever inside the
/// kernel; here it takes nobody along but this process, which its parent ends.
namespace rackproof::nvml {

/// Reads requests from `in`, a line each (nvml_request.h), and answers each one on `out`: a line
/// for the system, a line for each GPU as soon as it is read, a line at the end. Returns at the end
/// of `in`. What cannot be opened or initialised is answered with the reason and tried again at the
/// next request.
void run_nvml_child(const std::string& library, std::istream& in, std::ostream& out);

}  // namespace rackproof::nvml
