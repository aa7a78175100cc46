#include "probes/machine/scratch.h"

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>

#include <sys/stat.h>
#include <sys/statvfs.h>

#include "probes/machine/os_error.h"
#include "probes/machine/output_file.h"

namespace rackproof {

Result<ScratchDirectory> ScratchDirectory::make(const std::string& path) {
  auto parents = make_directories(std::filesystem::path(path).parent_path().string());
  if (!parents) {
    return std::move(parents).error();
  }
  if (::mkdir(path.c_str(), 0700) != 0) {
    return os_error(path, errno);
  }
  return ScratchDirectory(path);
}

Result<ScratchDirectory> ScratchDirectory::make_temporary() {
  std::error_code failure;
  const auto parent = std::filesystem::temp_directory_path(failure);
  if (failure) {
    return os_error("temporary directory", failure.value());
  }
  auto path = (parent / "rackproof.").string() + std::string(6, 'X');  // for mkdtemp(3) to fill
  if (::mkdtemp(path.data()) == nullptr) {
    return os_error(path, errno);
  }
  return ScratchDirectory(std::move(path));
}

std::string temporary_directory() {
  std::error_code failure;
  return std::filesystem::temp_directory_path(failure).string();
}

ScratchDirectory::ScratchDirectory(std::string path) : path_(std::move(path)) {}

ScratchDirectory::ScratchDirectory(ScratchDirectory&& other) noexcept
    : path_(std::exchange(other.path_, {})) {}

ScratchDirectory::~ScratchDirectory() {
  if (!path_.empty()) {
    std::error_code ignored;  // what is left lies where the user put the bundle, and is named so
    std::filesystem::remove_all(path_, ignored);
  }
}

Result<std::uint64_t> free_bytes(const std::string& path) {
  struct statvfs facts {};
  if (::statvfs(path.c_str(), &facts) != 0) {
    return os_error(path, errno);
  }
  return static_cast<std::uint64_t>(facts.f_bavail) * facts.f_frsize;
}

Result<bool> is_vacant(const std::string& path) {
  std::error_code failure;
  const auto status = std::filesystem::symlink_status(path, failure);
  if (status.type() == std::filesystem::file_type::not_found) {
    return true;
  }
  if (failure) {
    return os_error(path, failure.value());
  }
  if (!std::filesystem::is_directory(path, failure)) {
    return false;
  }
  const bool empty = std::filesystem::is_empty(path, failure);
  if (failure) {
    return os_error(path, failure.value());
  }
  return empty;
}

bool keep_unless_empty(const std::string& path) {
  std::error_code failure;
  const auto size = std::filesystem::file_size(path, failure);
  if (failure) {
    return false;
  }
  if (size == 0) {
    std::filesystem::remove(path, failure);
  }
  return size != 0;
}

}  // namespace rackproof
