#include "probes/machine/segment_file.h"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "probes/machine/os_error.h"

namespace rackproof {
namespace {

constexpr unsigned kPrivate = 0600;

Error write_error(const std::string& path, int number) {
  auto error = os_error(path, number);
  if (number == ENOSPC || number == EDQUOT || number == EFBIG) {
    error.kind = ErrorKind::out_of_range;
  }
  return error;
}

}  // namespace

SegmentFile::SegmentFile(std::string path, Descriptor file, std::uint64_t size)
    : path_(std::move(path)), file_(std::move(file)), size_(size) {}

Result<SegmentFile> SegmentFile::open(const std::string& path) {
  Descriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, kPrivate));
  struct stat facts {};
  if (!file.is_open() || ::fstat(file.get(), &facts) != 0) {
    return write_error(path, errno);
  }
  if (!S_ISREG(facts.st_mode)) {
    return Error{ErrorKind::denied, path + ": is no regular file"};
  }
  return SegmentFile(path, std::move(file), static_cast<std::uint64_t>(facts.st_size));
}

Result<void> SegmentFile::write_at(std::uint64_t offset, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto done = ::pwrite(file_.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (done < 0 && errno == EINTR) {
      continue;
    }
    if (done <= 0) {
      return write_error(path_, done < 0 ? errno : ENOSPC);
    }
    bytes.remove_prefix(static_cast<std::size_t>(done));
    offset += static_cast<std::uint64_t>(done);
  }
  return {};
}

Result<void> SegmentFile::append(std::string_view bytes) {
  auto done = write_at(size_, bytes);
  if (!done) {
    // Where even this fails the next append goes over the torn end, which size_ does not count.
    static_cast<void>(::ftruncate(file_.get(), static_cast<off_t>(size_)) == 0);
    return done;
  }
  size_ += bytes.size();
  return {};
}

Result<void> SegmentFile::overwrite(std::uint64_t offset, std::string_view bytes) {
  auto done = write_at(offset, bytes);
  if (done) {
    size_ = std::max(size_, offset + bytes.size());
  }
  return done;
}

Result<std::string> SegmentFile::read(std::uint64_t offset, std::size_t length) const {
  if (offset > size_ || length > size_ - offset) {
    return Error{ErrorKind::io, path_ + ": ends before what is to be read"};
  }
  std::string bytes(length, '\0');
  std::size_t have = 0;
  while (have < length) {
    const auto got =
        ::pread(file_.get(), bytes.data() + have, length - have, static_cast<off_t>(offset + have));
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got <= 0) {
      return Error{ErrorKind::io, got < 0 ? os_error(path_, errno).message
                                          : path_ + ": ends before what is to be read"};
    }
    have += static_cast<std::size_t>(got);
  }
  return bytes;
}

Result<void> SegmentFile::cut(std::uint64_t length) {
  if (::ftruncate(file_.get(), static_cast<off_t>(length)) != 0) {
    return os_error(path_, errno);
  }
  size_ = length;
  return {};
}

Result<void> SegmentFile::sync() {
  return ::fdatasync(file_.get()) == 0 ? Result<void>() : Result<void>(write_error(path_, errno));
}

Result<std::vector<std::string>> names_in_directory(const std::string& path) {
  std::error_code failure;
  std::vector<std::string> names;
  std::filesystem::directory_iterator entry(path, failure);
  while (!failure && entry != std::filesystem::directory_iterator()) {
    names.push_back(entry->path().filename().string());
    entry.increment(failure);
  }
  if (failure) {
    return os_error(path, failure.value());
  }
  std::ranges::sort(names);
  return names;
}

Result<void> remove_file(const std::string& path) {
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) {
    return os_error(path, errno);
  }
  return {};
}

}  // namespace rackproof
