#include "cli/order_page.h"

#include <catch2/catch.hpp>

#include "tests/support/documents.h"

using namespace rackproof;

TEST_CASE("order page: all that an order says is shown", "[cli]") {
  const auto order = testing::example_order();
  const auto page = order_page(order);
  for (const auto& words :
       {"order " + order.order_id + "\n", "vendor     " + order.vendor,
        "expires    " + format_utc(order.expires),
        "reference  host-x86_64 revision 3, sha256 " + order.reference_digest,
        std::string("tier       accept"), std::string("for        R17-*, SN 0001\n"),
        "nonce      " + order.nonce, std::string("note       before shipping\n")}) {
    CHECK_THAT(page, Catch::Contains(words));
  }
}

TEST_CASE("order page: what an order leaves open is said to be open", "[cli]") {
  auto order = testing::example_order();
  order.customer.clear();
  order.serials.clear();
  const auto page = order_page(order);
  CHECK_THAT(page, Catch::Contains("customer   not given\n"));
  CHECK_THAT(page, Catch::Contains("for        any device\n"));
}

TEST_CASE("order page: hostile text does not drive the terminal", "[cli]") {
  auto order = testing::example_order();
  order.note = "a\x1b[2J";
  order.serials = {"b\x1b[2J"};
  CHECK(order_page(order).find('\x1b') == std::string::npos);
}
