#include "probes/machine/direct_file.h"

#include <array>
#include <cerrno>
#include <charconv>
#include <string_view>
#include <utility>

#include <fcntl.h>
#include <sys/vfs.h>

#include "probes/machine/os_error.h"

namespace rackproof {
namespace {

constexpr std::string_view kName = "/rackproof.blocks";

/// Magic numbers of statfs(2), from linux/magic.h and, for ZFS, OpenZFS's zfs_vfsops.
struct Filesystem {
  std::uint32_t magic;
  std::string_view name;
  bool reaches_device;  ///< O_DIRECT goes past every cache in memory.
};

constexpr std::array kFilesystems{
    Filesystem{0xEF53, "ext4", true},          Filesystem{0x58465342, "xfs", true},
    Filesystem{0x9123683E, "btrfs", true},     Filesystem{0xF2F52010, "f2fs", true},
    Filesystem{0x794C7630, "overlayfs", true}, Filesystem{0x6969, "nfs", true},
    Filesystem{0x01021994, "tmpfs", false},  // takes O_DIRECT since Linux 6.6, and is memory
    Filesystem{0x858458F6, "ramfs", false},    Filesystem{0x2FC12FC1, "zfs", false},
};

Filesystem filesystem_of(const Descriptor& file) {
  struct statfs facts {};
  const bool known = ::fstatfs(file.get(), &facts) == 0;
  const auto magic = known ? static_cast<std::uint32_t>(facts.f_type) : 0U;
  for (const auto& row : kFilesystems) {
    if (row.magic == magic) {
      return row;
    }
  }
  return {magic, "", true};
}

std::string name_of(const Filesystem& filesystem) {
  if (!filesystem.name.empty()) {
    return std::string(filesystem.name);
  }
  constexpr std::size_t kDigits = 8;
  std::array<char, kDigits> digits{};
  char* const begin = digits.data();
  char* const end = std::to_chars(begin, begin + kDigits, filesystem.magic, 16).ptr;
  return "0x" + std::string(begin, end);
}

Error write_error(const std::string& path, int number) {
  auto error = os_error(path, number);
  const bool full = number == ENOSPC || number == EDQUOT || number == EFBIG;
  return Error{full ? ErrorKind::out_of_range : ErrorKind::io, std::move(error.message)};
}

}  // namespace

DirectFile::DirectFile(Descriptor file, std::string path, std::string filesystem)
    : file_(std::move(file)), path_(std::move(path)), filesystem_(std::move(filesystem)) {}

Result<DirectFile> DirectFile::make_in(const std::string& directory) {
  const auto path = directory + std::string(kName);
  constexpr int kPrivate = 0600;
  Descriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_DIRECT | O_CLOEXEC, kPrivate));
  const int refused = errno;
  if (!file.is_open() && refused != EINVAL) {
    return os_error(path, refused);
  }
  // open(2) may refuse O_DIRECT after it made the file.
  static_cast<void>(::unlink(path.c_str()));
  if (!file.is_open()) {
    return Error{ErrorKind::unsupported, directory + ": the filesystem refuses O_DIRECT"};
  }
  const auto filesystem = filesystem_of(file);
  if (!filesystem.reaches_device) {
    return Error{ErrorKind::unsupported, directory + ": " + name_of(filesystem) +
                                             " answers from memory, not from a device"};
  }
  return DirectFile(std::move(file), path, name_of(filesystem));
}

Result<void> DirectFile::write(std::uint64_t offset, std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const auto done = ::pwrite(file_.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (done < 0 && errno == EINTR) {
      continue;
    }
    if (done < 0) {
      return write_error(path_, errno);
    }
    if (done == 0) {
      return write_error(path_, ENOSPC);
    }
    bytes = bytes.subspan(static_cast<std::size_t>(done));
    offset += static_cast<std::uint64_t>(done);
  }
  return {};
}

Result<void> DirectFile::read(std::uint64_t offset, std::span<std::byte> bytes) const {
  while (!bytes.empty()) {
    const auto done = ::pread(file_.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (done < 0 && errno == EINTR) {
      continue;
    }
    if (done < 0) {
      return Error{ErrorKind::io, os_error(path_, errno).message};
    }
    if (done == 0) {
      return Error{ErrorKind::io, path_ + ": ends before what was written to it"};
    }
    bytes = bytes.subspan(static_cast<std::size_t>(done));
    offset += static_cast<std::uint64_t>(done);
  }
  return {};
}

Result<void> DirectFile::flush() {
  if (::fdatasync(file_.get()) != 0) {
    return write_error(path_, errno);
  }
  return {};
}

}  // namespace rackproof
