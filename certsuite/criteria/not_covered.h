#pragma once

#include <string>
#include <vector>

#include "schemas/architecture.h"
#include "schemas/inventory.h"
#include "schemas/verdict.h"

/// What a judgement does not say. One source for the report and for the plan that announces it.
namespace rackproof::criteria {

/// One sentence a verdict NOT JUDGED: "nvme-media-errors on node/nvme:S1: ...".
[[nodiscard]] std::vector<std::string> not_judged_lines(const Judgement& judgement);

/// Devices of one kind that neither a criterion nor a count of the reference looks at.
struct Uncovered {
  DeviceKind kind = DeviceKind::node;
  std::vector<std::string> devices;  ///< Ids, sorted; never empty.
};

/// Kinds of the inventory that the reference says nothing of, in the order of the kinds. Our own
/// probes are no part of the machine.
[[nodiscard]] std::vector<Uncovered> uncovered_by(const Architecture& reference,
                                                  const Inventory& inventory);

/// All of that as sentences, as a report lists them, and between the two what discovery says is
/// observable nowhere ("temperature: not observable in band on 16 devices, first ...").
[[nodiscard]] std::vector<std::string> not_covered(const Judgement& judgement,
                                                   const Architecture& reference,
                                                   const Inventory& inventory);

}  // namespace rackproof::criteria
