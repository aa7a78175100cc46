#include "probes/machine/journal_file.h"

#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>
#include <unistd.h>

#include "probes/machine/os_error.h"

namespace rackproof {
namespace {

constexpr unsigned kMode = 0644;

Result<Descriptor> opened_for_lock(const std::string& path) {
  Descriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, kMode));
  return file.is_open() ? Result<Descriptor>(std::move(file))
                        : Result<Descriptor>(os_error(path, errno));
}

}  // namespace

Result<JournalFile> JournalFile::open(const std::string& path, std::uint64_t keep_bytes) {
  Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, kMode));
  if (!file.is_open() || ::ftruncate(file.get(), static_cast<off_t>(keep_bytes)) != 0 ||
      ::fdatasync(file.get()) != 0) {
    return os_error(path, errno);
  }
  return JournalFile(path, std::move(file));
}

JournalFile::JournalFile(std::string path, Descriptor file)
    : path_(std::move(path)), file_(std::move(file)) {}

Result<void> JournalFile::append(std::string_view line) {
  while (!line.empty()) {
    const auto written = ::write(file_.get(), line.data(), line.size());
    if (written < 0 && errno == EINTR) {
      continue;
    }
    if (written < 0) {
      return os_error(path_, errno);
    }
    line.remove_prefix(static_cast<std::size_t>(written));
  }
  return ::fdatasync(file_.get()) == 0 ? Result<void>() : Result<void>(os_error(path_, errno));
}

FileLock::FileLock(Descriptor file) : file_(std::move(file)) {}

Result<FileLock> FileLock::take(const std::string& path) {
  auto file = opened_for_lock(path);
  if (!file) {
    return std::move(file).error();
  }
  if (::flock(file->get(), LOCK_EX | LOCK_NB) != 0) {
    return errno == EWOULDBLOCK ? Error{ErrorKind::denied, path + ": held by another process"}
                                : os_error(path, errno);
  }
  return FileLock(*std::move(file));
}

Result<FileLock> FileLock::take_within(const std::string& path,
                                       std::chrono::milliseconds patience) {
  constexpr int kPauseMilliseconds = 5;
  auto file = opened_for_lock(path);
  if (!file) {
    return std::move(file).error();
  }
  const auto end = std::chrono::steady_clock::now() + patience;
  while (::flock(file->get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK && errno != EINTR) {
      return os_error(path, errno);
    }
    if (std::chrono::steady_clock::now() >= end) {
      return Error{ErrorKind::timed_out, path + ": another process goes on holding it"};
    }
    ::poll(nullptr, 0, kPauseMilliseconds);
  }
  return FileLock(*std::move(file));
}

Result<void> sync_directory(const std::string& path) {
  const Descriptor directory(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory.is_open()) {
    return os_error(path, errno);
  }
  // EINVAL: a file system that cannot sync a directory has nothing to lose by it (fsync(2)).
  if (::fsync(directory.get()) != 0 && errno != EINVAL) {
    return os_error(path, errno);
  }
  return {};
}

}  // namespace rackproof
