#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "probes/machine/descriptor.h"
#include "schemas/result.h"

namespace rackproof {

/// A binary file that grows at its end and is read anywhere. What append() returned for is with
/// the operating system: it outlives the process, however that ends, and a power cut only once
/// sync() has returned. A full disk, quota or size limit is Error{out_of_range}. One thread at a
/// time.
class SegmentFile {
 public:
  /// Makes it (mode 0600) where it is missing.
  static Result<SegmentFile> open(const std::string& path);

  [[nodiscard]] const std::string& path() const { return path_; }
  /// Bytes, of whole appends only.
  [[nodiscard]] std::uint64_t size() const { return size_; }

  /// All of `bytes` at the end, or the file is as it was before.
  Result<void> append(std::string_view bytes);
  /// In place of what stands at `offset`; the file may grow by it.
  Result<void> overwrite(std::uint64_t offset, std::string_view bytes);
  /// Error{io} where the file ends before `length` bytes.
  Result<std::string> read(std::uint64_t offset, std::size_t length) const;
  /// Leaves the first `length` bytes.
  Result<void> cut(std::uint64_t length);
  Result<void> sync();

 private:
  SegmentFile(std::string path, Descriptor file, std::uint64_t size);
  Result<void> write_at(std::uint64_t offset, std::string_view bytes);

  std::string path_;
  Descriptor file_;
  std::uint64_t size_;
};

/// The names in a local directory, sorted; Error{absent} when there is none.
Result<std::vector<std::string>> names_in_directory(const std::string& path);

/// Takes a file's name away; one that is not there is fine.
Result<void> remove_file(const std::string& path);

}  // namespace rackproof
