#include "probes/machine/kernel_log.h"

#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include "probes/machine/os_error.h"

namespace rackproof {

Result<KernelLog> KernelLog::open(const std::string& path) {
  Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!file.is_open()) {
    return os_error(path, errno);
  }
  return KernelLog(std::move(file), path);
}

Result<std::optional<std::string>> KernelLog::next() {
  constexpr std::size_t kRecord = 8192;  // CONSOLE_EXT_LOG_MAX: the longest record there is
  constexpr int kAttempts = 8;           // overruns in a row, then try again at the next pass
  std::string record(kRecord, '\0');
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    const auto got = ::read(file_.get(), record.data(), record.size());
    if (got > 0) {
      record.resize(static_cast<std::size_t>(got));
      return std::optional(std::move(record));
    }
    if (got == 0 || errno == EAGAIN) {
      return std::optional<std::string>();
    }
    if (errno != EPIPE && errno != EINTR) {
      return os_error(path_, errno);
    }
  }
  return std::optional<std::string>();
}

}  // namespace rackproof
