#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "probes/clock_watch.h"
#include "probes/kmsg/kernel_log_mark.h"
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
  struct Manner {
    DeviceHandle self = 0;       ///< The collector as a device.
    bool watches_clock = false;  ///< Tell of steps.
    KernelLogMark kernel_log;    ///< What was told of it is taken out of what comes.
  };

  /// The clock outlives it.
  CollectorRemarks(const Clock& clock, const Devices& devices, Manner manner);

  /// Adds to `batch`, which comes next in order. `dropped` counts samples and events so far.
  void add_to(Batch& batch, std::int64_t dropped);
  /// Nothing more will come after `batch`.
  void end(Batch& batch);
  /// Lines of the kernel log whose claims are open, in order; also those that were open before and
  /// did not come again so far.
  [[nodiscard]] std::vector<std::uint64_t> open_lines() const;

 private:
  void tell_dropped(Batch& batch, std::int64_t dropped);
  void look_at_clock(Events& events);

  const Clock& clock_;
  ViewAgreement agreement_;    ///< Of host and BMC.
  neuron::ClaimWatch claims_;  ///< Of the kernel log.
  ClockWatch clocks_;
  Manner manner_;
  std::vector<std::uint64_t> unheard_;  ///< Of manner_.kernel_log.open, in order.
  std::optional<std::int64_t> dropped_told_;
  std::uint64_t steps_ = 0;  ///< Of the wall clock.
};

}  // namespace rackproof
