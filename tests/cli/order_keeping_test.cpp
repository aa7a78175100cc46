#include "cli/order_keeping.h"

#include <chrono>
#include <string>

#include <catch2/catch.hpp>

#include "reports/seal/key_file.h"
#include "reports/test_order.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using namespace std::chrono_literals;

namespace {

const UtcTime kNow{std::chrono::seconds(1'800'000'000)};

/// A vendor with a key, and an order of everything that must be said.
struct Vendor {
  testing::TempDir dir;
  NewOrderRequest request;

  Vendor() {
    request.key = dir.at("key");
    REQUIRE(seal::create_key_pair(request.key));
    request.reference = "host-x86_64";
    request.expires = "2d";
    request.order.tier = "quick";
    request.order.serials = {"SN1"};
  }
  [[nodiscard]] Error why_not() const {
    const auto sealed = new_order(request, kNow);
    return sealed ? Error{ErrorKind::io, "ordered"} : sealed.error();
  }
  /// The file of a new order.
  [[nodiscard]] std::string ordered() const {
    const auto sealed = new_order(request, kNow);
    REQUIRE(sealed);
    return dir.write("order.dsse.json", sealed->envelope);
  }
};

}  // namespace

TEST_CASE("order keeping: an order is complete, its own, and sealed by the key", "[cli]") {
  const Vendor vendor;
  const auto sealed = new_order(vendor.request, kNow);
  REQUIRE(sealed);
  const auto& order = sealed->order;
  CHECK(order.issued == kNow);
  CHECK(order.expires == kNow + 48h);
  CHECK(order.reference_id == "host-x86_64");
  CHECK(order.reference_digest.size() == 64);
  CHECK(order.serials == vendor.request.order.serials);
  CHECK(sealed->key_id == seal::load_public_key(vendor.request.key + ".pub")->key_id());
  const auto read = read_order(sealed->envelope);
  REQUIRE(read);
  CHECK(*read == order);

  const auto next = new_order(vendor.request, kNow);
  REQUIRE(next);
  CHECK(next->order.nonce != order.nonce);
  CHECK(next->order.order_id != order.order_id);
}

TEST_CASE("order keeping: what nobody could carry out is not ordered", "[cli]") {
  Vendor vendor;
  const auto refused = [&vendor](ErrorKind kind, const char* words) {
    const auto error = vendor.why_not();
    CHECK(error.kind == kind);
    CHECK_THAT(error.message, Catch::Contains(words));
  };
  SECTION("for nobody, or for somebody and for anybody") {
    vendor.request.any_dut = true;
    refused(ErrorKind::malformed, "--any-dut");
    vendor.request.any_dut = false;
    vendor.request.order.serials.clear();
    refused(ErrorKind::malformed, "--any-dut");
  }
  SECTION("expired at once") {
    vendor.request.expires = "2026-01-01T00:00:00Z";
    refused(ErrorKind::malformed, "not after it was issued");
  }
  SECTION("until some time") {
    vendor.request.expires = "soon";
    refused(ErrorKind::malformed, "neither RFC 3339 in UTC nor like 30d");
    vendor.request.expires = "40000d";
    refused(ErrorKind::out_of_range, "a hundred years");
  }
  SECTION("by a reference that nobody knows") {
    vendor.request.reference = "no-such-reference";
    CHECK_THAT(vendor.why_not().message, Catch::Contains("no-such-reference"));
  }
  SECTION("without a key") {
    vendor.request.key = vendor.dir.at("none");
    CHECK_THAT(vendor.why_not().message, Catch::Contains("none"));
  }
}

TEST_CASE("order keeping: an order is shown with who sealed it, if they are trusted", "[cli]") {
  const Vendor vendor;
  const auto file = vendor.ordered();
  const auto key = vendor.request.key + ".pub";

  const auto unasked = show_order({file, "", ""});
  REQUIRE(unasked);
  CHECK(unasked->signers.empty());
  CHECK(unasked->order.serials == vendor.request.order.serials);

  const auto asked = show_order({file, key, ""});
  REQUIRE(asked);
  CHECK(asked->signers == seal::load_public_key(key)->key_id());

  const auto other = vendor.dir.at("other");
  REQUIRE(seal::create_key_pair(other));
  const auto refused = show_order({file, other + ".pub", ""});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == ErrorKind::untrusted);
  CHECK_THAT(refused.error().message, Catch::StartsWith(file));
}
