#pragma once

#include <string>

#include "schemas/order.h"
#include "schemas/result.h"
#include "schemas/time.h"

namespace rackproof {

/// What was asked on the command line of `rackproof order new`.
struct NewOrderRequest {
  std::string reference;  ///< Built-in name or TOML file.
  std::string expires;    ///< RFC 3339 in UTC, or a stretch from now on, such as 30d.
  std::string key;        ///< Private key file.
  bool any_dut = false;   ///< Said aloud where `order` names no serial number.
  TestOrder order;        ///< What a person says: for whom, by whom, tier, serial numbers, note.
};

/// An order as it is to be handed over.
struct SealedOrder {
  TestOrder order;       ///< With id, nonce, times and reference.
  std::string envelope;  ///< The bytes of order.dsse.json.
  std::string key_id;
};

/// Orders a run, from `now` on, with a nonce of its own, and seals it. Error{malformed} for an
/// order that nobody could carry out: expired at once, an empty serial number, neither a serial
/// number nor `any_dut`. Writes nothing.
Result<SealedOrder> new_order(const NewOrderRequest& request, UtcTime now);

/// Of `rackproof order show`. `key` and `trust` are not both given.
struct ShowOrderRequest {
  std::string file;
  std::string key;    ///< Public key that must have sealed it; "" = not told.
  std::string trust;  ///< Trust file whose vendors may have sealed it; "" = not told.
};

struct ShownOrder {
  TestOrder order;
  std::string signers;  ///< Key ids, ", " between them; "" where nobody was named as trusted.
};

/// The order in the file. Error{untrusted} where others sealed it than those named.
Result<ShownOrder> show_order(const ShowOrderRequest& request);

}  // namespace rackproof
