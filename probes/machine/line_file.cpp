#include "probes/machine/line_file.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "probes/machine/os_error.h"

namespace rackproof {
namespace {

constexpr unsigned kMode = 0644;
constexpr std::uint64_t kLongestLine = 65536;  ///< That a crash may have left a part of.

std::string numbered(const std::string& path, int number) {
  return number == 0 ? path : path + "." + std::to_string(number);
}

/// The end of the file: up to kLongestLine bytes.
Result<std::string> end_of(const std::string& path, const Descriptor& file, std::uint64_t size) {
  const auto length = std::min(size, kLongestLine);
  std::string text(length, '\0');
  const auto got = ::pread(file.get(), text.data(), text.size(), static_cast<off_t>(size - length));
  if (got < 0) {
    return os_error(path, errno);
  }
  text.resize(static_cast<std::size_t>(got));
  return text;
}

/// How much of the file is whole lines.
Result<std::uint64_t> whole_lines(const std::string& path, const Descriptor& file) {
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) {
    return os_error(path, errno);
  }
  if (!S_ISREG(status.st_mode)) {
    return Error{ErrorKind::unsupported, path + ": not a file"};
  }
  const auto size = static_cast<std::uint64_t>(status.st_size);
  const auto end = end_of(path, file, size);
  if (!end) {
    return end.error();
  }
  const auto newline = end->rfind('\n');
  const auto torn = newline == std::string::npos ? *end : end->substr(newline + 1);
  const bool whole_file = end->size() == size;
  if (!torn.empty() && (torn.front() != '{' || (newline == std::string::npos && !whole_file))) {
    return Error{ErrorKind::malformed, path + ": does not end with a line of JSON"};
  }
  return size - torn.size();
}

}  // namespace

Result<LineFile> LineFile::open(const std::string& path, const LineFileLimits& limits) {
  Descriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, kMode));
  if (!file.is_open()) {
    return os_error(path, errno);
  }
  const auto size = whole_lines(path, file);
  if (!size) {
    return size.error();
  }
  LineFile opened(path, limits, std::move(file), *size);
  opened.torn_ = true;
  if (auto cut = opened.cut_torn_end(); !cut) {
    return cut.error();
  }
  return opened;
}

LineFile::LineFile(std::string path, const LineFileLimits& limits, Descriptor file,
                   std::uint64_t size)
    : path_(std::move(path)), limits_(limits), file_(std::move(file)), size_(size) {}

Result<void> LineFile::append(std::string_view lines) {
  if (auto cut = cut_torn_end(); !cut) {
    return cut;
  }
  if (size_ > 0 && size_ + lines.size() > limits_.bytes) {
    if (auto begun = begin_another(); !begun) {
      return begun;
    }
  }
  if (auto written = write_all(lines); !written) {
    torn_ = true;
    static_cast<void>(cut_torn_end());  // told by the next append() where it fails
    return written;
  }
  size_ += lines.size();
  return {};
}

Result<void> LineFile::write_all(std::string_view lines) {
  while (!lines.empty()) {
    const auto written = ::write(file_.get(), lines.data(), lines.size());
    if (written < 0 && errno == EINTR) {
      continue;
    }
    if (written < 0) {
      return os_error(path_, errno);
    }
    lines.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

Result<void> LineFile::cut_torn_end() {
  if (torn_ && ::ftruncate(file_.get(), static_cast<off_t>(size_)) != 0) {
    return os_error(path_, errno);
  }
  torn_ = false;
  return {};
}

/// The names move first: what is full keeps its lines whatever fails after. They move once: where
/// no file could be made after that, the next call finds none of that name.
Result<void> LineFile::begin_another() {
  const bool moved = ::access(path_.c_str(), F_OK) != 0;
  for (int number = moved ? 0 : limits_.kept; number > 0; --number) {
    const auto from = numbered(path_, number - 1);
    if (std::rename(from.c_str(), numbered(path_, number).c_str()) != 0 && errno != ENOENT) {
      return os_error(from, errno);
    }
  }
  const int flags = O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | (limits_.kept == 0 ? O_TRUNC : 0);
  Descriptor file(::open(path_.c_str(), flags, kMode));
  if (!file.is_open()) {
    return os_error(path_, errno);
  }
  file_ = std::move(file);
  size_ = 0;
  return {};
}

Result<void> LineFile::sync() {
  return ::fdatasync(file_.get()) == 0 ? Result<void>() : Result<void>(os_error(path_, errno));
}

}  // namespace rackproof
