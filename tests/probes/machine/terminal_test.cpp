#include "probes/machine/terminal.h"

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <unistd.h>

using rackproof::terminal_width;

TEST_CASE("terminal: a file is no terminal", "[machine]") {
  const int null = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  REQUIRE(null >= 0);
  CHECK_FALSE(terminal_width(null));
  ::close(null);
}

TEST_CASE("terminal: what is not open is no terminal", "[machine]") {
  CHECK_FALSE(terminal_width(-1));
}
