#pragma once

#include <cstdint>
#include <string>

#include "schemas/result.h"

namespace rackproof {

/// A private directory (mode 0700) that goes away with all that is in it when this object does.
class ScratchDirectory {
 public:
  /// Makes `path` and its missing parents. Error{io} when it exists already.
  static Result<ScratchDirectory> make(const std::string& path);
  /// A fresh one with a random end to its name, in the system's temporary directory.
  static Result<ScratchDirectory> make_temporary();

  ~ScratchDirectory();
  ScratchDirectory(ScratchDirectory&& other) noexcept;
  ScratchDirectory& operator=(ScratchDirectory&&) = delete;
  ScratchDirectory(const ScratchDirectory&) = delete;
  ScratchDirectory& operator=(const ScratchDirectory&) = delete;

  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  explicit ScratchDirectory(std::string path);

  std::string path_;  ///< "" once moved from.
};

/// Where make_temporary() makes its directories; "" where there is no such place.
[[nodiscard]] std::string temporary_directory();

/// Bytes that this user may still write on the filesystem that holds `path`.
Result<std::uint64_t> free_bytes(const std::string& path);

/// True when nothing stands at `path` or an empty directory does.
Result<bool> is_vacant(const std::string& path);

/// True when it is a regular file with at least one byte; a file that is there and empty is
/// removed.
bool keep_unless_empty(const std::string& path);

}  // namespace rackproof
