#pragma once

#include <optional>

#include "probes/probe.h"

namespace rackproof {

/// What one pass over one probe gave.
struct PassOutcome {
  Result<ProbeReading> reading;
  double seconds = 0;
  /// Set on a pass that discovered or met more: the devices that Sample::device indexes from here
  /// on.
  std::optional<Devices> found;
  /// There is nothing here to be read and there will not be: no further pass is of use.
  bool over_for_good = false;
};

/// Reads one probe again and again: discovers before the first reading, and goes on trying where
/// discovery failed. Used by one thread at a time.
class ProbePass {
 public:
  ProbePass(const Host& host, Probe& probe) : host_(host), probe_(probe) {}

  PassOutcome run();
  /// The next pass discovers anew.
  void forget() { discovered_ = false; }
  /// From any thread: what is under way is to end soon.
  void hurry() { probe_.hurry(); }

 private:
  Result<ProbeReading> read(PassOutcome& outcome);

  const Host& host_;
  Probe& probe_;
  bool discovered_ = false;
};

}  // namespace rackproof
