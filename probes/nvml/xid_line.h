#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Kernel log lines in which NVIDIA's driver tells an Xid. Pure.
namespace rackproof::nvml {

/// "NVRM: Xid (PCI:0000:9b:00): 79, pid=1234, name=..., ...". Older drivers leave out "PCI:"; the
/// function may be there or not, the domain has four digits or eight, and pid may be a text or
/// missing (Xid catalogue of docs.nvidia.com/deploy/xid-errors; leptonai/gpud#1003): nothing behind
/// the number is looked at.
struct XidLine {
  std::string address;  ///< As the kernel writes it, with function: "0000:9b:00.0".
  std::int64_t xid = 0;

  bool operator==(const XidLine&) const = default;
};

/// Nothing when the line is of something else. Who wrote it the line does not tell: only a record
/// of the kernel's own facility may be believed.
std::optional<XidLine> parse_xid_line(std::string_view line);

}  // namespace rackproof::nvml
