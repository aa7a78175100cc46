#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace rackproof::testing {

/// A fresh directory of its own under the system's temporary directory; removed with all that is
/// in it when the test ends.
class TempDir {
 public:
  TempDir();
  ~TempDir();
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;
  TempDir(TempDir&&) = delete;
  TempDir& operator=(TempDir&&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  /// Absolute path of `relative` inside; nothing is made.
  [[nodiscard]] std::string at(std::string_view relative) const;
  /// Writes a file, making its parents; gives its absolute path.
  std::string write(std::string_view relative, std::string_view bytes) const;
  /// Makes a symbolic link that holds `target` as written, and its parents.
  void link(std::string_view relative, std::string_view target) const;

 private:
  std::filesystem::path path_;
};

}  // namespace rackproof::testing
