#pragma once

#include <array>
#include <string>
#include <vector>

#include "schemas/device.h"
#include "schemas/enum_names.h"

namespace rackproof {

/// What two views of one part are joined by, surest first. A name alone joins nothing.
enum class JoinKey { serial, pci_address, position };

inline constexpr std::array kJoinKeys{
    EnumName<JoinKey>{JoinKey::serial, "serial number"},
    EnumName<JoinKey>{JoinKey::pci_address, "PCI address"},
    EnumName<JoinKey>{JoinKey::position, "slot"},
};

/// One part as the host and as the BMC shows it. Handles index the list that was joined.
struct DeviceJoin {
  DeviceHandle in_band = 0;
  DeviceHandle bmc = 0;
  JoinKey by = JoinKey::serial;
  std::string why;     ///< "serial number 1650924123456".
  std::string remark;  ///< What the two say differently of the part's place; "" = nothing.

  bool operator==(const DeviceJoin&) const = default;
};

/// A BMC's view that was joined with nothing, and why.
struct JoinRefusal {
  DeviceHandle bmc = 0;
  std::string why;

  bool operator==(const JoinRefusal&) const = default;
};

struct DeviceJoins {
  std::vector<DeviceJoin> joins;      ///< By the BMC's handle.
  std::vector<JoinRefusal> refusals;  ///< By the BMC's handle.
};

/// Joins what a BMC shows (devices with the attribute "redfish_uri") with what the host shows, by
/// serial number, then PCI address (the attribute "pci_address", else one in the id or the parent),
/// then slot (position). Only parts of a kind: accelerators, processors' packages, memory modules,
/// drives, network ports, PCI functions; sensors belong to their parts and are not joined.
///
/// Refused, with the reason: a value that more than one device on either side has, a part that is
/// joined already, and a join that a surer key contradicts. What a maker writes where it has no
/// number ("0", "None", "To be filled by O.E.M.", all zeros) is no value at all. Pure.
[[nodiscard]] DeviceJoins join_devices(const Devices& devices);

}  // namespace rackproof
