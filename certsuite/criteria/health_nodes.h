#pragma once

#include <string>
#include <vector>

#include "certsuite/criteria/health_questions.h"
#include "schemas/architecture.h"
#include "schemas/device_book.h"
#include "schemas/inventory.h"

namespace rackproof::criteria {

/// One node of kept telemetry, as far as its devices describe it.
struct HealthNode {
  std::string id;
  /// Every device of it that there ever was. A node that is not described by its own probes but
  /// over an engine has no attributes: whether it is a virtual one is then "unknown".
  Inventory inventory;
};

/// The nodes that `devices` make up, sorted by id.
[[nodiscard]] std::vector<HealthNode> nodes_of(const Devices& devices, DeviceBook& book);

/// A reference with what health asks of it.
struct HealthReference {
  const Architecture* architecture = nullptr;
  HealthQuestions questions;
};

}  // namespace rackproof::criteria
