#pragma once

#include <chrono>
#include <optional>
#include <string_view>
#include <vector>

#include "probes/machine/host.h"
#include "schemas/device.h"
#include "schemas/event.h"
#include "schemas/inventory.h"
#include "schemas/result.h"
#include "schemas/sample.h"

namespace rackproof {

/// What a probe found: devices with stable ids, and what it could not read and why.
struct Discovery {
  Devices devices;
  std::vector<SoftwareVersion> software;
  std::vector<Unreadable> unreadable;
};

/// What one reading pass gave. Sample::device indexes the devices that were told last: those of
/// discover(), or `found` of this reading or of one since.
struct ProbeReading {
  Samples samples;
  Events events;
  /// All devices of the probe, where the pass met some that it had not told before.
  std::optional<Devices> found = std::nullopt;
};

/// Reads one kind of source; never judges, never writes. Used by one thread at a time. An Error
/// from discover() or read() means that the source as a whole is not there or failed; one bad
/// sensor is one Sample whose Reading is an Error.
class Probe {
 public:
  virtual ~Probe() = default;
  Probe() = default;
  Probe(const Probe&) = delete;
  Probe& operator=(const Probe&) = delete;
  Probe(Probe&&) = delete;
  Probe& operator=(Probe&&) = delete;

  [[nodiscard]] virtual std::string_view name() const = 0;
  /// How often it wants to be read; RAPL and links faster than DMI.
  [[nodiscard]] virtual std::chrono::milliseconds period() const {
    return std::chrono::milliseconds(1000);
  }
  /// How long one discover() or read() may take before it counts as hung.
  [[nodiscard]] virtual std::chrono::milliseconds patience() const {
    return std::chrono::seconds(10);
  }
  /// A pass waits for an answer of somebody else, over a network or a pipe, and not only for this
  /// machine's kernel: it is never read on a thread that others share.
  [[nodiscard]] virtual bool waits_for_others() const { return false; }
  /// Called before the first read(), and again whenever the inventory is taken anew. Error{absent}:
  /// this host has no such thing.
  virtual Result<Discovery> discover() = 0;
  virtual Result<ProbeReading> read() = 0;
  /// From any thread, while discover() or read() may be under way: its owner is about to stop, so
  /// what takes long is to end soon, with what it has.
  virtual void hurry() {}
};

}  // namespace rackproof
