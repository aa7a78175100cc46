#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "probes/machine/descriptor.h"
#include "schemas/result.h"

namespace rackproof {

/// A file that only grows, line by line, each line on the disk before append() returns. One thread
/// at a time.
class JournalFile {
 public:
  /// Opens `path`, makes it where it is missing, and cuts off what stands after its first
  /// `keep_bytes`: a line that a crash tore.
  static Result<JournalFile> open(const std::string& path, std::uint64_t keep_bytes);

  /// `line` ends with its newline. After a failure nothing more may be appended: the end may be
  /// torn.
  Result<void> append(std::string_view line);

 private:
  JournalFile(std::string path, Descriptor file);

  std::string path_;
  Descriptor file_;
};

/// A file that this process alone holds, until the lock is destroyed or the process ends, however
/// it ends. Children do not inherit it.
class FileLock {
 public:
  /// Error{denied} when another process holds it.
  static Result<FileLock> take(const std::string& path);
  /// Waits for another process that holds it; Error{timed_out} when it still does after `patience`.
  static Result<FileLock> take_within(const std::string& path, std::chrono::milliseconds patience);

 private:
  explicit FileLock(Descriptor file);

  Descriptor file_;
};

/// Makes the names in directory `path` (renames, new files) last beyond a crash.
Result<void> sync_directory(const std::string& path);

}  // namespace rackproof
