#pragma once

#include <string>

#include "schemas/order.h"

namespace rackproof {

/// A test order for a terminal, one line a thing that it says; what it leaves open is "not given".
[[nodiscard]] std::string order_page(const TestOrder& order);

}  // namespace rackproof
