#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "schemas/result.h"

namespace rackproof::redfish {

/// Bytes of an answer without end. One thread at a time.
class ByteStream {
 public:
  virtual ~ByteStream() = default;
  ByteStream() = default;
  ByteStream(const ByteStream&) = delete;
  ByteStream& operator=(const ByteStream&) = delete;
  ByteStream(ByteStream&&) = delete;
  ByteStream& operator=(ByteStream&&) = delete;

  /// What is there, about `limit` bytes at most, without waiting; "" when nothing is. An Error is
  /// its end.
  virtual Result<std::string> take(std::size_t limit) = 0;
};

/// Opens the stream of events at an address.
using OpenStream = std::function<Result<std::unique_ptr<ByteStream>>(const std::string& uri)>;

}  // namespace rackproof::redfish
