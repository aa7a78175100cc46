#include "probes/machine/output_file.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "probes/machine/descriptor.h"
#include "probes/machine/journal_file.h"
#include "probes/machine/os_error.h"

namespace rackproof {
namespace {

Result<void> write_all(int descriptor, std::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    const auto written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) {
      continue;
    }
    if (written < 0) {
      return os_error(path, errno);
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

std::string parent_of(const std::string& path) {
  auto parent = std::filesystem::path(path).parent_path().string();
  return parent.empty() ? "." : parent;
}

/// A file of its own beside `path`, complete and synced; removed again unless it was moved away.
class Draft {
 public:
  /// mkostemp(3) puts letters of its own into the place of these.
  explicit Draft(const std::string& path) : name_(path + "." + std::string(6, 'X')) {}
  ~Draft() {
    if (made_ && !moved_) {
      ::unlink(name_.c_str());
    }
  }
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;
  Draft(Draft&&) = delete;
  Draft& operator=(Draft&&) = delete;

  Result<void> fill(const std::function<Result<void>(const ByteSink&)>& write, unsigned mode,
                    const std::string& path) {
    const Descriptor file(::mkostemp(name_.data(), O_CLOEXEC));  // 0600 until it is whole
    if (!file.is_open()) {
      return os_error(path, errno);
    }
    made_ = true;
    auto written =
        write([&](std::string_view bytes) { return write_all(file.get(), bytes, path); });
    if (!written) {
      return written;
    }
    if (::fchmod(file.get(), mode & ~process_mask()) != 0 || ::fsync(file.get()) != 0) {
      return os_error(path, errno);
    }
    return {};
  }

  /// `flags` as for renameat2(2).
  Result<void> move_to(const std::string& path, unsigned flags) {
    if (::renameat2(AT_FDCWD, name_.c_str(), AT_FDCWD, path.c_str(), flags) == 0) {
      moved_ = true;
      return sync_directory(parent_of(path));  // or the rename may not last
    }
    // A file system without RENAME_NOREPLACE: a hard link refuses to replace as well.
    if (errno == EINVAL && flags != 0 && ::link(name_.c_str(), path.c_str()) == 0) {
      return sync_directory(parent_of(path));
    }
    if (errno == EEXIST) {
      return Error{ErrorKind::io, path + ": exists already"};
    }
    return os_error(path, errno);
  }

 private:
  /// What umask(2) would take away, read without changing it even for a moment.
  static unsigned process_mask();

  std::string name_;
  bool made_ = false;
  bool moved_ = false;
};

unsigned Draft::process_mask() {
  auto status = read_file("/proc/self/status", std::size_t{64} << 10);
  constexpr std::string_view kKey = "\nUmask:\t";  // octal, since Linux 4.7 (proc(5))
  constexpr unsigned kUsual = 022;
  const auto at = status ? status->find(kKey) : std::string::npos;
  if (at == std::string::npos) {
    return kUsual;
  }
  return static_cast<unsigned>(std::strtoul(status->c_str() + at + kKey.size(), nullptr, 8));
}

Result<void> write_whole(const std::string& path, std::string_view bytes, unsigned mode,
                         unsigned flags) {
  Draft draft(path);
  auto filled = draft.fill([bytes](const ByteSink& sink) { return sink(bytes); }, mode, path);
  if (!filled) {
    return filled;
  }
  return draft.move_to(path, flags);
}

std::string_view what_it_is(mode_t mode) {
  if (S_ISDIR(mode)) {
    return "is a directory";
  }
  if (S_ISFIFO(mode)) {
    return "is a FIFO";
  }
  if (S_ISSOCK(mode)) {
    return "is a socket";
  }
  return "is a device";
}

}  // namespace

Result<void> write_file(const std::string& path, std::string_view bytes, unsigned mode) {
  return write_whole(path, bytes, mode, 0);
}

Result<void> create_file(const std::string& path, std::string_view bytes, unsigned mode) {
  return write_whole(path, bytes, mode, RENAME_NOREPLACE);
}

Result<void> create_file_in_parts(const std::string& path,
                                  const std::function<Result<void>(const ByteSink&)>& write) {
  constexpr unsigned kMode = 0644;
  Draft draft(path);
  auto filled = draft.fill(write, kMode, path);
  return filled ? draft.move_to(path, RENAME_NOREPLACE) : filled;
}

Result<void> write_file_in_parts(const std::string& path, unsigned mode,
                                 const std::function<Result<void>(const ByteSink&)>& write) {
  Draft draft(path);
  auto filled = draft.fill(write, mode, path);
  return filled ? draft.move_to(path, 0) : filled;
}

Result<void> make_directories(const std::string& path) {
  std::error_code failure;
  std::filesystem::create_directories(path, failure);
  if (failure) {
    return os_error(path, failure.value());
  }
  return {};
}

Result<std::string> read_file(const std::string& path, std::size_t limit) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!file.is_open()) {
    return os_error(path, errno);
  }
  struct stat facts {};
  if (::fstat(file.get(), &facts) != 0) {
    return os_error(path, errno);
  }
  if (!S_ISREG(facts.st_mode)) {
    return Error{ErrorKind::io, path + ": " + std::string(what_it_is(facts.st_mode))};
  }
  constexpr std::size_t kPiece = std::size_t{64} << 10;
  std::string text;
  while (true) {
    const auto length = text.size();
    text.resize(length + kPiece);
    const auto got = ::read(file.get(), text.data() + length, kPiece);
    text.resize(length + static_cast<std::size_t>(got > 0 ? got : 0));
    if (got < 0 && errno != EINTR) {
      return os_error(path, errno);
    }
    if (text.size() > limit) {
      return Error{ErrorKind::out_of_range,
                   path + ": longer than " + std::to_string(limit) + " bytes"};
    }
    if (got == 0) {
      return text;
    }
  }
}

}  // namespace rackproof
