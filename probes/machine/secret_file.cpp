#include "probes/machine/secret_file.h"

#include <array>
#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "probes/machine/os_error.h"

namespace rackproof {
namespace {

constexpr std::size_t kLimit = 4096;
constexpr mode_t kOthers = 077;

Error refused(const std::string& path, const std::string& why) {
  return Error{ErrorKind::denied, path + ": " + why};
}

/// "0644".
std::string octal(mode_t mode) {
  std::string digits = "0";
  for (const unsigned shift : {6U, 3U, 0U}) {
    digits += static_cast<char>('0' + ((mode >> shift) & 7U));
  }
  return digits;
}

Result<void> check(const std::string& path, const struct stat& facts) {
  if (!S_ISREG(facts.st_mode)) {
    return refused(path, "is no regular file");
  }
  if (facts.st_uid != ::geteuid()) {
    return refused(path, "belongs to user " + std::to_string(facts.st_uid) + ", and user " +
                             std::to_string(::geteuid()) + " runs this; a secret is its own");
  }
  if ((facts.st_mode & kOthers) != 0) {
    return refused(path, "is open to others (mode " + octal(facts.st_mode) + "); chmod 600 it");
  }
  return {};
}

}  // namespace

Result<Descriptor> open_secret_file(const std::string& path) {
  Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  struct stat facts {};
  if (!file.is_open() || ::fstat(file.get(), &facts) != 0) {
    return Error{ErrorKind::denied, os_error(path, errno).message};
  }
  if (auto fit = check(path, facts); !fit) {
    return std::move(fit).error();
  }
  return file;
}

Result<std::string> read_secret_file(const std::string& path) {
  const auto file = open_secret_file(path);
  if (!file) {
    return file.error();
  }
  std::array<char, kLimit + 1> bytes{};
  std::size_t length = 0;
  while (length < bytes.size()) {
    const auto got = ::read(file->get(), bytes.data() + length, bytes.size() - length);
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got < 0) {
      return os_error(path, errno);
    }
    if (got == 0) {
      return std::string(bytes.data(), length);
    }
    length += static_cast<std::size_t>(got);
  }
  return refused(path, "is longer than " + std::to_string(kLimit) + " bytes");
}

}  // namespace rackproof
