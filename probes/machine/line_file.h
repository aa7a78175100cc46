#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "probes/machine/descriptor.h"
#include "schemas/result.h"

namespace rackproof {

/// How large a file of lines may grow, and how many full ones stay beside it.
struct LineFileLimits {
  std::uint64_t bytes = std::uint64_t{64} << 20;  ///< A batch is never split, so one may be larger.
  int kept = 4;  ///< "name.1" is the youngest; the oldest goes. 0 = the full file is thrown away.
};

/// A file of JSON lines that only grows, until it is full and a new one is begun. It holds whole
/// lines only: what a failed write left of a line is cut off again, what a crash left at the next
/// opening. Nothing else may write to it. One thread at a time.
class LineFile {
 public:
  /// Error{malformed} for a file whose end is no line of ours: it is left as it is.
  static Result<LineFile> open(const std::string& path, const LineFileLimits& limits);

  /// `lines` are whole ones. After a failure the file is as it was before, or grows no further
  /// until that has been mended by a later call.
  Result<void> append(std::string_view lines);
  /// Makes everything appended last beyond a crash.
  Result<void> sync();

 private:
  LineFile(std::string path, const LineFileLimits& limits, Descriptor file, std::uint64_t size);

  Result<void> write_all(std::string_view lines);
  Result<void> cut_torn_end();
  Result<void> begin_another();

  std::string path_;
  LineFileLimits limits_;
  Descriptor file_;
  std::uint64_t size_;  ///< Of the whole lines.
  bool torn_ = false;   ///< Something may stand behind them.
};

}  // namespace rackproof
