#pragma once

#include <vector>

#include "schemas/architecture.h"
#include "schemas/inventory.h"
#include "schemas/verdict.h"

namespace rackproof::criteria {

/// Whether each accelerator is linked to those that the reference's topology puts beside it, one
/// required verdict "topology", class "link", for each accelerator and each empty place. Links are
/// devices of kind accelerator_link right below their accelerator.
///
/// With places, an attribute that numbers the accelerators row by row: PASS where the links lead to
/// exactly the neighbours in torus, ring or mesh. A link says where it leads in its
/// attribute "peer_<places>", else in "peer", the id of its far end. Without places how many links
/// there are is asked, and that a named far end lists the near one too ("listed_by_peer").
///
/// A judged accelerator shows in `observed` how many of its neighbours it is linked to. No links at
/// all is INCONCLUSIVE: nobody knows whether they are gone or not shown. One NOT JUDGED for a
/// switched topology; nothing where the reference has none.
[[nodiscard]] std::vector<Verdict> judge_topology(const Architecture& reference,
                                                  const Inventory& inventory);

}  // namespace rackproof::criteria
