#pragma once

#include <optional>
#include <string>
#include <string_view>

/// Kernel log lines that speak of Neuron devices. Pure.
namespace rackproof::neuron {

/// "NEURON_HW_ERR=HBM_UNCORRECTABLE_ERROR instance-id=.. hostname=.. nd-id=.. nc-id=..
/// serial-num=.. action=TERMINATE_INSTANCE". The runtime has the driver print it, at facility kern,
/// through a call that any process which may open /dev/neuron can make: it is a claim, to be held
/// against the device's counters.
struct HardwareErrorLine {
  std::string kind;
  std::string device;  ///< nd-id, the kernel's number; "" when the line names none.
  std::string core;    ///< nc-id.
  std::string serial;  ///< 16 hexadecimal digits; "" when the line names none, or no serial number.
  bool known_kind = false;

  bool operator==(const HardwareErrorLine&) const = default;
};

/// Nothing when the line is of something else. The identifiers of instance and host are not kept.
std::optional<HardwareErrorLine> parse_hardware_error(std::string_view line);

/// What any reader of such a line has to know, for the event's text.
inline constexpr std::string_view kForgeable =
    "any process that may open /dev/neuron can write this line: corroborate with the counters";

/// A kind of error that names the device which waits, and seldom the one that is at fault (Neuron
/// SDK, runtime troubleshooting).
inline constexpr std::string_view kHangOnCollectives = "HANG_ON_COLLECTIVES";
inline constexpr std::string_view kPeersFirst =
    "a hang is usually a peer's fault: look at its peers first";

}  // namespace rackproof::neuron
