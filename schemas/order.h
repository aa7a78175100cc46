#pragma once

#include <string>
#include <vector>

#include "schemas/time.h"

namespace rackproof {

/// What somebody who will read the report asks for before the run: sealed as vendor, it bears a
/// nonce that nobody could know earlier. A run that carries the nonce cannot be older.
struct TestOrder {
  std::string order_id;  ///< UUID.
  std::string nonce;     ///< 32 random bytes, 64 lower-case hexadecimal digits.
  UtcTime issued;
  UtcTime expires;  ///< A run begins before.
  std::string customer;
  std::string vendor;  ///< Who orders.
  /// Serial numbers of the racks or nodes that it is for, '*' for any characters; empty = any.
  std::vector<std::string> serials;
  std::string reference_id;
  int reference_revision = 0;
  std::string reference_digest;  ///< SHA-256 of the resolved reference, hex.
  std::string tier;
  std::string note;

  bool operator==(const TestOrder&) const = default;
};

/// How a run record names the order that it was made for.
struct OrderMention {
  std::string order_id;
  std::string nonce;
  std::string digest;  ///< SHA-256 of order.dsse.json, hex.

  bool operator==(const OrderMention&) const = default;
};

}  // namespace rackproof
