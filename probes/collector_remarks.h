#pragma once

#include <cstdint>
#include <optional>

#include "probes/clock_watch.h"
#include "probes/machine/clock.h"
#include "probes/neuron/claim_watch.h"
#include "probes/sample_queue.h"
#include "probes/view_agreement.h"
#include "schemas/device.h"

namespace rackproof {

/// What a collector has to say to what it collects: samples that it dropped, two views of one part
/// that disagree, claims of the kernel log, steps of the wall clock. Used by its writer alone.
class CollectorRemarks {
 public:
  /// `self` is the collector as a device; the clock outlives it. `watches_clock`: tell of steps.
  CollectorRemarks(const Clock& clock, const Devices& devices, DeviceHandle self,
                   bool watches_clock);

  /// Adds to `batch`, which comes next in order. `dropped` counts samples and events so far.
  void add_to(Batch& batch, std::int64_t dropped);
  /// Nothing more will come after `batch`.
  void end(Batch& batch);

 private:
  void tell_dropped(Batch& batch, std::int64_t dropped);
  void look_at_clock(Events& events);

  const Clock& clock_;
  ViewAgreement agreement_;    ///< Of host and BMC.
  neuron::ClaimWatch claims_;  ///< Of the kernel log.
  ClockWatch clocks_;
  DeviceHandle self_;
  bool watches_clock_;
  std::optional<std::int64_t> dropped_told_;
  std::uint64_t steps_ = 0;  ///< Of the wall clock.
};

}  // namespace rackproof
