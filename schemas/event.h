#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "schemas/enum_names.h"
#include "schemas/time.h"

namespace rackproof {

enum class Severity { info, warning, error, critical };

inline constexpr std::array kSeverities{
    EnumName<Severity>{Severity::info, "info"},
    EnumName<Severity>{Severity::warning, "warning"},
    EnumName<Severity>{Severity::error, "error"},
    EnumName<Severity>{Severity::critical, "critical"},
};

/// Something that happened, counted and kept, never turned into a gauge.
struct Event {
  std::string device;  ///< Device::id; "node" when nothing closer is known.
  UtcTime taken_at;
  std::string source;  ///< "kmsg", "runner", "collector"...
  std::string code;    ///< Machine word within the source: "kernel_log_gap", "clock_step"...
  Severity severity = Severity::info;
  std::string text;  ///< As the source gave it, UTF-8.
  std::uint64_t sequence =
      0;  ///< The source's own number where it has one (kmsg), else counted from 1.

  bool operator==(const Event&) const = default;
};

using Events = std::vector<Event>;

}  // namespace rackproof
