#pragma once

#include <cstdint>
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

/// A device that must be here and is not. It is not one of Inventory::devices, so that nothing
/// counts it as there.
struct MissingDevice {
  Device device;            ///< As it was last known; of an empty slot only id, kind and parent.
  std::string expected_by;  ///< "inventory of 2026-11-21T05:17:00Z", "reference trn2-48xl".

  bool operator==(const MissingDevice&) const = default;
};

/// What one reading said against a device that is here: states and counts in words, no judgement.
struct Complaint {
  std::string device;              ///< Device::id.
  std::vector<std::string> words;  ///< "GONE", "3 uncorrectable HBM errors"; at least one.

  bool operator==(const Complaint&) const = default;
};

/// How much of what must be here is here and answers. Probes are no devices of the machine.
struct Presence {
  std::string expected_by;     ///< Who said what must be here; "" = nobody did.
  std::uint64_t expected = 0;  ///< Devices that must be here; 0 where nobody said.
  std::uint64_t present = 0;   ///< Of those, or of all where nobody said: here, and not gone.
  std::uint64_t readable = 0;  ///< Of the present: it answers, or there is nothing to ask it for.

  bool operator==(const Presence&) const = default;
};

/// The device under test as a document: what is there, what must be and is not, what runs on it,
/// what could not be read.
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
  Presence presence = {};                   ///< Of a reading taken with it; zeros where none was.
  std::vector<MissingDevice> missing = {};  ///< Sorted by id.
  std::vector<Complaint> complaints = {};   ///< In the order of `devices`.

  [[nodiscard]] bool bare_metal() const { return hypervisor.empty(); }
  bool operator==(const Inventory&) const = default;
};

}  // namespace rackproof
