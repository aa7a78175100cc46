#include "probes/machine/terminal.h"

#include <cstdlib>
#include <string_view>

#include <sys/ioctl.h>
#include <unistd.h>

namespace rackproof {

std::optional<std::size_t> terminal_width(int descriptor) {
  // Nothing in this process sets a variable. NOLINTNEXTLINE(concurrency-mt-unsafe)
  const char* kind = std::getenv("TERM");
  winsize size{};
  if (::isatty(descriptor) == 0 || kind == nullptr || std::string_view(kind) == "dumb" ||
      ::ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) {
    return std::nullopt;
  }
  return size.ws_col;
}

}  // namespace rackproof
