#pragma once

#include <optional>
#include <string>
#include <utility>

#include "probes/machine/descriptor.h"
#include "schemas/result.h"

namespace rackproof {

/// The kernel's log, record by record, from the oldest that is still there. Read-only and
/// non-blocking. One thread at a time.
class KernelLog {
 public:
  /// Error{denied} where kernel.dmesg_restrict keeps it from us.
  static Result<KernelLog> open(const std::string& path = "/dev/kmsg");

  /// The next record as the kernel writes it; nothing when none is waiting. Records that the ring
  /// lost before they were read are passed over (EPIPE): the sequence numbers show how many.
  Result<std::optional<std::string>> next();

 private:
  KernelLog(Descriptor file, std::string path) : file_(std::move(file)), path_(std::move(path)) {}

  Descriptor file_;
  std::string path_;
};

}  // namespace rackproof
