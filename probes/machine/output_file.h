#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "schemas/result.h"

namespace rackproof {

/// Writes `bytes` to `path` so that a reader sees the old file or the whole new one, never half:
/// temporary file beside it, fsync, rename, fsync of the directory. `mode` as for open(2).
Result<void> write_file(const std::string& path, std::string_view bytes, unsigned mode = 0644);

/// The same, but refuses (Error{io, "... exists"}) when `path` exists already.
Result<void> create_file(const std::string& path, std::string_view bytes, unsigned mode = 0644);

/// Takes the next bytes of a file in the making.
using ByteSink = std::function<Result<void>(std::string_view)>;

/// As create_file(), for what is too large to be held whole: `write` puts the bytes into the sink
/// one part after the other. Where it fails, nothing is left behind.
Result<void> create_file_in_parts(const std::string& path,
                                  const std::function<Result<void>(const ByteSink&)>& write);

/// The same for a file that is there: it is replaced, as by write_file(), or stays as it was.
Result<void> write_file_in_parts(const std::string& path, unsigned mode,
                                 const std::function<Result<void>(const ByteSink&)>& write);

/// Makes `path` and its missing parents. An existing directory is fine.
Result<void> make_directories(const std::string& path);

/// Whole local file (not under a FileTree: what the user named on the command line). A directory,
/// a device or a FIFO is refused by name; over `limit` bytes is out_of_range.
Result<std::string> read_file(const std::string& path, std::size_t limit);

}  // namespace rackproof
