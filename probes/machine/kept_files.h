#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "probes/machine/descriptor.h"
#include "probes/machine/file_tree.h"
#include "schemas/result.h"

namespace rackproof {

/// Files of a tree that are read on every pass. They stay open in between where the tree allows it
/// (FileTree::may_stay_open) and as many as may, so that a pass costs one pread a file; all others
/// are opened for each reading. Errors are those of FileTree. Opened at their first reading,
/// closed at destruction. One thread at a time; the tree outlives it.
class KeptFiles {
 public:
  using Slot = std::size_t;

  /// `most`: files that may stay open at once.
  KeptFiles(const FileTree& tree, std::size_t most) : tree_(&tree), most_(most) {}

  /// A file to be read by its slot; the same path added twice is two slots.
  Slot add(std::string path);
  /// Room for so many in all.
  void reserve(std::size_t files) { files_.reserve(files); }
  [[nodiscard]] const std::string& path(Slot slot) const { return files_[slot].path; }
  [[nodiscard]] std::size_t size() const { return files_.size(); }
  /// Files that are open now.
  [[nodiscard]] std::size_t open() const { return open_; }

  /// The whole file, at most FileTree::kTextLimit bytes. The view holds until the next reading.
  Result<std::string_view> bytes(Slot slot);
  /// The same by path; an unknown one is added.
  Result<std::string_view> bytes(std::string_view path) { return bytes(slot_of(path)); }
  /// Without white space at its end.
  Result<std::string_view> text(Slot slot);
  Result<std::string_view> text(std::string_view path) { return text(slot_of(path)); }

 private:
  struct File {
    std::string path;
    Descriptor descriptor;
    bool may_stay_open = true;  ///< False once it is known that it may not.
  };

  Slot slot_of(std::string_view path);
  Result<std::string_view> open_and_read(File& file);
  Result<std::string_view> read_once(File& file);
  Result<std::string_view> read_open(File& file);
  void close(File& file);

  /// A sysfs attribute is at most a page; what is longer is read the long way.
  static constexpr std::size_t kBuffer = 8192;

  const FileTree* tree_;
  std::size_t most_;
  std::size_t open_ = 0;
  std::vector<File> files_;
  std::map<std::string, Slot, std::less<>> by_path_;  ///< Those that are asked for by path.
  std::array<char, kBuffer> buffer_{};
  std::string long_;
};

}  // namespace rackproof
