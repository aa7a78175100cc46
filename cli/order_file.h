#pragma once

#include <optional>
#include <string>

#include "schemas/architecture.h"
#include "schemas/inventory.h"
#include "schemas/order.h"
#include "schemas/result.h"
#include "schemas/time.h"

namespace rackproof {

/// A signed test order as a file. Whether its signer is believed is asked by whoever verifies.
struct OrderFile {
  std::string envelope;  ///< Byte for byte.
  TestOrder order;
};
Result<OrderFile> read_order_file(const std::string& path);

/// What a run that is about to begin is going to be.
struct OrderQuestion {
  const ResolvedReference& reference;
  std::string tier;
  const Inventory& inventory;
  UtcTime now;
};

/// Done where `envelope` orders this run, or is ""; else Error{malformed} that tells all that does
/// not fit: reference, tier, device, time.
Result<void> order_misfit(const std::string& envelope, const OrderQuestion& question);

/// What the run record says of the order; nothing for "".
[[nodiscard]] std::optional<OrderMention> mention_in(const std::string& envelope);

}  // namespace rackproof
