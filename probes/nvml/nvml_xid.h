#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "schemas/device.h"
#include "schemas/event.h"
#include "schemas/time.h"

/// Xids: errors that NVIDIA's driver reports about a GPU, by number. They are events, counted one
/// by one; a last value would hide how often.
namespace rackproof::nvml {

/// How much one occurrence asks for: info nothing, warning a look at the application, error a
/// support case or a look at the hardware, critical a reset or restart.
Severity severity_of_xid(std::int64_t xid);

/// How often each GPU had each Xid since this process began to listen.
class XidBook {
 public:
  /// Adds `times` of them that one pass heard of.
  Event note(DeviceHandle device, const std::string& id, std::int64_t xid, std::int64_t times,
             UtcTime now);
  /// All Xids of one GPU; test messages are no errors of it and are left out.
  [[nodiscard]] std::int64_t total(DeviceHandle device) const;

 private:
  struct Entry {
    std::int64_t count = 0;
    UtcTime first;
  };

  std::map<std::pair<DeviceHandle, std::int64_t>, Entry> entries_;
  std::uint64_t events_ = 0;
};

}  // namespace rackproof::nvml
