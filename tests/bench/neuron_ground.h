#pragma once

#include <cstddef>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "probes/machine/descriptor.h"
#include "probes/machine/host.h"

/// What benches over the files of Neuron devices share.
namespace rackproof::bench {

using Paths = std::set<std::string>;

/// A directory in memory that goes with its owner.
class MemoryDirectory {
 public:
  MemoryDirectory();
  ~MemoryDirectory() { std::filesystem::remove_all(path_); }
  MemoryDirectory(const MemoryDirectory&) = delete;
  MemoryDirectory& operator=(const MemoryDirectory&) = delete;
  MemoryDirectory(MemoryDirectory&&) = delete;
  MemoryDirectory& operator=(MemoryDirectory&&) = delete;

  [[nodiscard]] static bool is_possible() { return std::filesystem::is_directory("/dev/shm"); }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// Files that are all open, one pread each: less than that no reader can do.
class Preads {
 public:
  explicit Preads(const Paths& paths);
  [[nodiscard]] bool all_open() const;
  [[nodiscard]] std::size_t size() const { return files_.size(); }
  /// Bytes read, so that nothing is left out.
  std::size_t pass();

 private:
  std::vector<Descriptor> files_;
  std::vector<char> buffer_;
};

/// The files that a pass of the Neuron probe reads, below `root`.
Paths files_of_a_pass(const Host& host, const std::filesystem::path& root);

}  // namespace rackproof::bench
