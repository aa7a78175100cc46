#include "probes/machine/os_error.h"

#include <array>
#include <cerrno>
#include <utility>

#include <catch2/catch.hpp>

namespace rackproof {
namespace {

TEST_CASE("os_error: each errno is one reason, a sensor that sleeps among them", "[machine]") {
  constexpr int kKernelNotSupported = 524;
  const std::array expected{
      std::pair(ENOENT, ErrorKind::absent),
      std::pair(ENOTDIR, ErrorKind::absent),
      std::pair(ENODEV, ErrorKind::absent),
      std::pair(ENXIO, ErrorKind::absent),
      std::pair(EACCES, ErrorKind::denied),
      std::pair(EPERM, ErrorKind::denied),
      std::pair(ENODATA, ErrorKind::unsupported),
      std::pair(EAGAIN, ErrorKind::unsupported),
      std::pair(EOPNOTSUPP, ErrorKind::unsupported),
      std::pair(ETIMEDOUT, ErrorKind::timed_out),
      std::pair(kKernelNotSupported, ErrorKind::unsupported),
      std::pair(EIO, ErrorKind::io),
      std::pair(EBUSY, ErrorKind::io),
  };
  for (const auto& [number, kind] : expected) {
    INFO("errno " << number);
    CHECK(kind_of_errno(number) == kind);
  }
}

TEST_CASE("os_error: the message names the path and reads as a sentence goes on", "[machine]") {
  CHECK(os_error("/sys/x", EACCES).message == "/sys/x: permission denied");
  CHECK(os_error("/sys/x", EIO).message == "/sys/x: input/output error");
  CHECK(os_error("/sys/x", 524).message == "/sys/x: operation is not supported");
}

}  // namespace
}  // namespace rackproof
