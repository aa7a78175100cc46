#pragma once

#include <iosfwd>
#include <string>

/// The child in which NVML is called. A call on a GPU that is lost can hang for ever inside the
/// kernel; here it takes nobody along but this process, which its parent ends.
namespace rackproof::nvml {

/// Answers requests as vendor::run_library_child() says; `library` as dlopen takes it.
void run_nvml_child(const std::string& library, std::istream& in, std::ostream& out);

}  // namespace rackproof::nvml
