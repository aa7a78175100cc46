#pragma once

#include <string>
#include <string_view>

#include "schemas/order.h"
#include "schemas/result.h"

namespace rackproof {

/// The payload of order.dsse.json: an in-toto Statement whose one subject is the reference that is
/// ordered. Decoding gives the same order.
[[nodiscard]] std::string encode_order_statement(const TestOrder& order);

/// Error{unsupported} for a newer predicate version, Error{malformed} with the JSON path otherwise:
/// also for a nonce that is not 32 bytes, an order that expires before it was issued, and a subject
/// that is not the reference.
Result<TestOrder> decode_order_statement(std::string_view bytes);

}  // namespace rackproof
