#pragma once

#include <string_view>

namespace rackproof {

/// Whether a listening address ("127.0.0.1:9841", "[::1]:9841") can be reached from this machine
/// alone.
[[nodiscard]] bool is_loopback_address(std::string_view address);

/// Whether the value of a header Host names this machine for itself: localhost, 127.0.0.0/8 in full
/// or [::1], with or without a port. A name that somebody else may point to 127.0.0.1 does not: a
/// page of his in a browser of this machine would be told what it asks in his name (DNS rebinding).
[[nodiscard]] bool is_loopback_host(std::string_view host);

}  // namespace rackproof
