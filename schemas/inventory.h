#pragma once

#include <string>
#include <vector>

#include "schemas/device.h"
#include "schemas/result.h"
#include "schemas/time.h"

namespace rackproof {

/// A version of something that runs on the node: kernel, driver, module, firmware, library.
struct SoftwareVersion {
  std::string name;  ///< "kernel", "module:nvme", "bios".
  std::string version;

  bool operator==(const SoftwareVersion&) const = default;
};

/// Something that discovery could not read, kept so that silence is seen.
struct Unreadable {
  std::string probe;
  std::string what;  ///< Path or name.
  Error why;
  std::string
      remedy;  ///< What would let it be read ("run as root", "load driver X"); may be empty.

  bool operator==(const Unreadable&) const = default;
};

/// The device under test as a document: what is there, what runs on it, what could not be read.
struct Inventory {
  std::string hostname;
  std::string boot_id;          ///< /proc/sys/kernel/random/boot_id.
  std::string machine;          ///< DMI product name; "" where the platform has none.
  std::string serial;           ///< DMI product serial; "" where none or not readable.
  std::string hypervisor;       ///< "" on bare metal; else "kvm", "xen", "unknown"...
  bool simulated = false;       ///< Read from a captured tree, not from this machine.
  std::string identity_source;  ///< How identity was obtained: "self-reported (DMI)", ...
  UtcTime taken_at;
  Devices devices;  ///< Sorted by id; ids unique.
  std::vector<SoftwareVersion> software;
  std::vector<Unreadable> unreadable;

  [[nodiscard]] bool bare_metal() const { return hypervisor.empty(); }
  bool operator==(const Inventory&) const = default;
};

}  // namespace rackproof
