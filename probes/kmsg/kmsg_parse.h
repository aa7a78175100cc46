#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "schemas/event.h"
#include "schemas/result.h"

/// Records of /dev/kmsg (kernel ABI testing/dev-kmsg): "prio,seq,us,flag[,more];text" and lines of
/// " KEY=value". Pure.
namespace rackproof::kmsg {

struct Record {
  int level = 6;     ///< 0 emergency ... 7 debug.
  int facility = 0;  ///< 0 = the kernel itself; a write from user space cannot carry it.
  std::uint64_t sequence = 0;
  std::uint64_t since_boot_us = 0;
  std::string text;       ///< UTF-8; unprintable bytes are "\xNN", as the kernel writes them.
  std::string subsystem;  ///< SUBSYSTEM=pci; "" when the record names none.
  std::string device;     ///< DEVICE=+pci:0000:3b:00.0; "" when the record names none.

  bool operator==(const Record&) const = default;
};

Result<Record> parse_record(std::string_view bytes);

/// Levels 0 to 2 critical, 3 error, 4 warning, the rest info.
Severity severity_of(int level);

/// Id of the device that the record names, where it is one that keeps its name over reboots (a PCI
/// function); else the node.
std::string device_id_of(const Record& record);

}  // namespace rackproof::kmsg
