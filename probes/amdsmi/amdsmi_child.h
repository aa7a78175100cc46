#pragma once

#include <iosfwd>
#include <string>

/// The child in which amd-smi is called: a driver that resets a GPU can hold a call for minutes,
/// and the library copies what the kernel says into buffers of its own that can be too short.
namespace rackproof::amdsmi {

/// Answers requests as vendor::run_library_child() says; `library` as load_api() takes it.
void run_amdsmi_child(const std::string& library, std::istream& in, std::ostream& out);

}  // namespace rackproof::amdsmi
