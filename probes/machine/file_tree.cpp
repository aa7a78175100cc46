#include "probes/machine/file_tree.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

#include <dirent.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "probes/machine/natural_order.h"
#include "probes/machine/os_error.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

struct CloseDirectory {
  void operator()(DIR* directory) const { ::closedir(directory); }
};

/// Nothing is waited for when a captured tree holds a FIFO, and nothing becomes our terminal.
constexpr int kReadFlags = O_RDONLY | O_NONBLOCK | O_NOCTTY;

int open_beneath(int root, const std::string& path, int flags) {
  open_how how{};
  how.flags = static_cast<decltype(how.flags)>(flags | O_CLOEXEC);
  // Absolute links restart at the root, ".." stops there; /proc's magic links are not followed.
  how.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS;
  constexpr int kAttempts = 8;  // EAGAIN: a rename raced with ".." (openat2(2))
  long opened = -1;
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    opened = ::syscall(SYS_openat2, root, path.c_str(), &how, sizeof(how));
    if (opened >= 0 || errno != EAGAIN) {
      break;
    }
  }
  return static_cast<int>(opened);
}

/// A device node or FIFO inside a captured tree would be a door out of it.
Result<bool> must_be_file(int descriptor, std::string_view path) {
  struct stat facts {};
  if (::fstat(descriptor, &facts) != 0) {
    return os_error(path, errno);
  }
  if (S_ISDIR(facts.st_mode)) {
    return Error{ErrorKind::malformed, std::string(path) + ": is a directory"};
  }
  if (!S_ISREG(facts.st_mode)) {
    return Error{ErrorKind::unsupported, std::string(path) + ": is not a regular file"};
  }
  return true;
}

Result<std::string> read_all(int descriptor, std::string_view path, std::size_t limit) {
  constexpr std::size_t kPiece = 4096;
  std::string text;
  std::size_t length = 0;
  while (true) {
    text.resize(length + kPiece);
    const auto got = ::read(descriptor, text.data() + length, kPiece);
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got < 0) {
      return os_error(path, errno);
    }
    if (got == 0) {
      text.resize(length);
      return text;
    }
    length += static_cast<std::size_t>(got);
    if (length > limit) {
      return Error{ErrorKind::out_of_range,
                   std::string(path) + ": longer than " + std::to_string(limit) + " bytes"};
    }
  }
}

/// Where an O_PATH descriptor of a link points, or what /proc/self/fd says of a descriptor.
Result<std::string> read_link(int directory, const std::string& name, std::string_view path) {
  std::string target(4096, '\0');  // PATH_MAX
  const auto length = ::readlinkat(directory, name.c_str(), target.data(), target.size());
  if (length < 0) {
    return errno == EINVAL || errno == ENOENT
               ? Error{ErrorKind::malformed, std::string(path) + ": is not a symbolic link"}
               : os_error(path, errno);
  }
  target.resize(static_cast<std::size_t>(length));
  return target;
}

Result<std::string> path_of(int descriptor, std::string_view path) {
  return read_link(AT_FDCWD, "/proc/self/fd/" + std::to_string(descriptor), path);
}

/// Files of /proc that no module brings and no process takes with it.
bool is_of_kernel(const Descriptor& file) {
  const auto path = path_of(file.get(), "/proc");
  return path && (path->starts_with("/proc/pressure/") || *path == "/proc/meminfo");
}

}  // namespace

Result<FileTree> FileTree::open(const std::string& root, FileChanges changes) {
  std::error_code failure;
  auto resolved = std::filesystem::canonical(root, failure).string();
  if (failure) {
    return os_error(root, failure.value());
  }
  const int descriptor = ::open(resolved.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) {
    return os_error(root, errno);
  }
  return FileTree(std::move(resolved), descriptor, changes);
}

FileTree::FileTree(std::string root, int descriptor, FileChanges changes)
    : root_(std::move(root)), root_descriptor_(descriptor), changes_(changes) {}

FileTree::~FileTree() {
  if (root_descriptor_ >= 0) {
    ::close(root_descriptor_);
  }
}

FileTree::FileTree(FileTree&& other) noexcept
    : root_(std::move(other.root_)),
      root_descriptor_(std::exchange(other.root_descriptor_, -1)),
      changes_(other.changes_) {}

FileTree& FileTree::operator=(FileTree&& other) noexcept {
  std::swap(root_, other.root_);
  std::swap(root_descriptor_, other.root_descriptor_);
  std::swap(changes_, other.changes_);
  return *this;
}

Result<int> FileTree::open_inside(std::string_view path, int flags) const {
  const std::string name(path);
  if (!name.starts_with('/') || name.find('\0') != std::string::npos) {
    return Error{ErrorKind::malformed, name + ": not an absolute path"};
  }
  const int descriptor = is_this_machine() ? ::open(name.c_str(), flags | O_CLOEXEC)
                                           : open_beneath(root_descriptor_, name, flags);
  if (descriptor < 0) {
    return os_error(path, errno);
  }
  return descriptor;
}

Result<Descriptor> FileTree::open_file(std::string_view path) const {
  auto opened = open_inside(path, kReadFlags);
  if (!opened) {
    return std::move(opened).error();
  }
  Descriptor file(*opened);
  auto regular = must_be_file(file.get(), path);
  if (!regular) {
    return std::move(regular).error();
  }
  return file;
}

bool FileTree::may_stay_open(const Descriptor& file) const {
  if (changes_ == FileChanges::in_place) {
    return true;
  }
  struct statfs facts {};
  if (::fstatfs(file.get(), &facts) != 0) {
    return false;
  }
  return facts.f_type == SYSFS_MAGIC || (facts.f_type == PROC_SUPER_MAGIC && is_of_kernel(file));
}

Result<std::string> FileTree::read_bytes(std::string_view path, std::size_t limit) const {
  const auto file = open_file(path);
  return file ? read_all(file->get(), path, limit) : Result<std::string>(file.error());
}

Result<std::string> FileTree::read_text(std::string_view path, std::size_t limit) const {
  auto text = read_bytes(path, limit);
  if (text) {
    const auto last = text->find_last_not_of(" \t\r\n\v\f");
    text->resize(last == std::string::npos ? 0 : last + 1);
  }
  return text;
}

Result<std::vector<std::string>> FileTree::list(std::string_view path) const {
  auto opened = open_inside(path, O_RDONLY | O_DIRECTORY);
  if (!opened) {
    return std::move(opened).error();
  }
  const std::unique_ptr<DIR, CloseDirectory> directory(::fdopendir(*opened));
  if (!directory) {
    ::close(*opened);
    return os_error(path, errno);
  }
  std::vector<std::string> names;
  errno = 0;
  // One thread at a time per stream is all that readdir asks for, and this stream is ours.
  // NOLINTNEXTLINE(concurrency-mt-unsafe)
  while (const auto* entry = ::readdir(directory.get())) {
    const std::string_view name(std::data(entry->d_name));
    if (name != "." && name != "..") {
      names.emplace_back(name);
    }
  }
  if (errno != 0) {
    return os_error(path, errno);
  }
  std::ranges::sort(names, natural_less);
  return names;
}

Result<std::string> FileTree::link_target(std::string_view path) const {
  auto opened = open_inside(path, O_PATH | O_NOFOLLOW);
  if (!opened) {
    return std::move(opened).error();
  }
  const Descriptor link(*opened);
  return read_link(link.get(), "", path);
}

Result<std::string> FileTree::canonical(std::string_view path) const {
  auto opened = open_inside(path, O_PATH);
  if (!opened) {
    return std::move(opened).error();
  }
  const Descriptor file(*opened);
  auto real = path_of(file.get(), path);
  if (!real || is_this_machine()) {
    return real;
  }
  auto root = path_of(root_descriptor_, root_);
  if (!root) {
    return std::move(root).error();
  }
  if (*real == *root) {
    return std::string("/");
  }
  if (!real->starts_with(*root + "/")) {
    return Error{ErrorKind::io, std::string(path) + ": leads out of " + root_};
  }
  return real->substr(root->size());
}

bool FileTree::exists(std::string_view path) const {
  auto opened = open_inside(path, O_PATH);
  if (opened) {
    ::close(*opened);
  }
  return opened.has_value();
}

bool FileTree::is_directory(std::string_view path) const {
  auto opened = open_inside(path, O_PATH | O_DIRECTORY);
  if (opened) {
    ::close(*opened);
  }
  return opened.has_value();
}

}  // namespace rackproof
