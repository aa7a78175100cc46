#include "probes/sinks/gzip.h"

#include <limits>

#include <zlib.h>

namespace rackproof {
namespace {

constexpr int kFast = 1;  ///< On an exposition a twelfth of the bytes; more costs more time.
constexpr int kGzipWindow = 15 + 16;  ///< The largest window, and gzip's header (zlib.h).
constexpr int kMemory = 8;            ///< zlib's own default.

}  // namespace

Result<std::string> gzip(std::string_view bytes) {
  if (bytes.size() > std::numeric_limits<uInt>::max()) {
    return Error{ErrorKind::out_of_range, "too long to be compressed at once"};
  }
  z_stream stream{};
  // What the macro deflateInit2() stands for.
  if (deflateInit2_(&stream, kFast, Z_DEFLATED, kGzipWindow, kMemory, Z_DEFAULT_STRATEGY,
                    ZLIB_VERSION, static_cast<int>(sizeof(z_stream))) != Z_OK) {
    return Error{ErrorKind::io, "zlib could not begin"};
  }
  std::string packed(deflateBound(&stream, bytes.size()), '\0');
  // zlib reads through this pointer and never writes.
  std::string input(bytes);
  stream.next_in = reinterpret_cast<Bytef*>(input.data());
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  const int ended = deflate(&stream, Z_FINISH);
  const auto written = stream.total_out;
  deflateEnd(&stream);
  if (ended != Z_STREAM_END) {
    return Error{ErrorKind::io, "zlib could not end"};
  }
  packed.resize(written);
  return packed;
}

}  // namespace rackproof
