#include "probes/machine/os_error.h"

#include <cctype>
#include <cerrno>
#include <string>
#include <system_error>

namespace rackproof {
namespace {

// Kernel drivers return it, user space has no name for it (linux/errno.h: ENOTSUPP 524).
constexpr int kKernelNotSupported = 524;

/// The C library's words, as the inside of a sentence: "Permission denied" -> "permission denied".
std::string words_for(int number) {
  if (number == kKernelNotSupported) {
    return "operation is not supported";
  }
  auto text = std::generic_category().message(number);
  if (text.size() > 1 && std::islower(static_cast<unsigned char>(text[1])) != 0) {
    text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[0])));
  }
  return text;
}

}  // namespace

ErrorKind kind_of_errno(int number) {
  switch (number) {
    case ENOENT:
    case ENOTDIR:
    case ENODEV:
    case ENXIO:
      return ErrorKind::absent;
    case EACCES:
    case EPERM:
      return ErrorKind::denied;
    case ENODATA:
    case EAGAIN:
    case EOPNOTSUPP:
    case kKernelNotSupported:
      return ErrorKind::unsupported;
    case ETIMEDOUT:
      return ErrorKind::timed_out;
    default:
      return ErrorKind::io;
  }
}

Error os_error(std::string_view what, int number) {
  return Error{kind_of_errno(number), std::string(what) + ": " + words_for(number)};
}

}  // namespace rackproof
