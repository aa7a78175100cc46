#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "probes/machine/descriptor.h"
#include "schemas/result.h"

namespace rackproof {

/// How the files of a tree change while it is being read.
enum class FileChanges {
  in_any_way,  ///< A file may be taken away and another put in its place.
  in_place,    ///< Files are only ever written to: what is open stays what its path names.
};

/// The files of the machine under test, or of a captured tree that stands for one. Paths are
/// absolute as the machine knows them ("/sys/class/hwmon"); symbolic links, absolute ones too,
/// never lead out of the root. Opens read-only, always. Every error names the path and maps errno:
/// ENOENT, ENOTDIR, ENODEV, ENXIO -> absent; EACCES, EPERM -> denied; ENODATA, EAGAIN, ENOTSUPP,
/// EOPNOTSUPP -> unsupported; ETIMEDOUT -> timed_out; else io. Const calls are safe from any
/// thread.
class FileTree {
 public:
  /// `root`: "/" for this machine, or the directory of a captured tree.
  static Result<FileTree> open(const std::string& root,
                               FileChanges changes = FileChanges::in_any_way);

  ~FileTree();
  FileTree(FileTree&&) noexcept;
  FileTree& operator=(FileTree&&) noexcept;
  FileTree(const FileTree&) = delete;
  FileTree& operator=(const FileTree&) = delete;

  [[nodiscard]] const std::string& root() const { return root_; }
  [[nodiscard]] bool is_this_machine() const { return root_ == "/"; }

  /// The whole file with trailing white space removed. A file over `limit` bytes is out_of_range.
  Result<std::string> read_text(std::string_view path, std::size_t limit = kTextLimit) const;
  /// The whole file as it is.
  Result<std::string> read_bytes(std::string_view path, std::size_t limit = kBytesLimit) const;
  /// A regular file, open for reading, for those who read it again and again.
  Result<Descriptor> open_file(std::string_view path) const;
  /// Whether an open file goes on to be what its path names, or else fails with ENODEV: those of
  /// sysfs do, and those of a tree that changes in place.
  [[nodiscard]] bool may_stay_open(const Descriptor& file) const;
  /// Entry names of a directory, sorted; "." and ".." left out. Numbers sort as numbers (cpu2 <
  /// cpu10).
  Result<std::vector<std::string>> list(std::string_view path) const;
  /// Where a symbolic link points, as written in it.
  Result<std::string> link_target(std::string_view path) const;
  /// The path with every link followed, inside the root: "/sys/class/net/eth0" ->
  /// "/sys/devices/pci0000:00/0000:00:02.0/net/eth0".
  Result<std::string> canonical(std::string_view path) const;
  [[nodiscard]] bool exists(std::string_view path) const;
  [[nodiscard]] bool is_directory(std::string_view path) const;

  static constexpr std::size_t kTextLimit = std::size_t{64} << 10;
  static constexpr std::size_t kBytesLimit = std::size_t{16} << 20;

 private:
  FileTree(std::string root, int descriptor, FileChanges changes);
  Result<int> open_inside(std::string_view path, int flags) const;

  std::string root_;
  int root_descriptor_ = -1;
  FileChanges changes_ = FileChanges::in_any_way;
};

}  // namespace rackproof
