#include "reports/test_order.h"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "reports/seal/envelope.h"
#include "reports/seal/private_key.h"
#include "schemas/json/order_json.h"
#include "tests/support/documents.h"

using namespace rackproof;
using namespace std::chrono_literals;

namespace {

const seal::PrivateKey& vendor() {
  static const auto kKey = seal::PrivateKey::generate();
  return *kKey;
}
const seal::PrivateKey& stranger() {
  static const auto kKey = seal::PrivateKey::generate();
  return *kKey;
}

std::string sealed(const TestOrder& order, const seal::PrivateKey& key) {
  const auto envelope = seal::seal(encode_order_statement(order), key);
  REQUIRE(envelope);
  return *envelope;
}

seal::Trust vendors() {
  seal::Trust trust;
  REQUIRE(trust.add({.key = vendor().public_key(), .roles = {seal::Role::vendor}}));
  return trust;
}

/// An order, the run that was made for it, and the question whether it holds.
struct Ground {
  TestOrder order = testing::example_order();
  std::string envelope = sealed(order, vendor());
  RunRecord record;
  std::vector<std::string> serials = {"R17-0042", "SN 0002"};
  UtcTime now = order.issued + 24h;
  seal::Trust trust = vendors();

  Ground() {
    record.run_id = "6f1c2b9e-1111-4222-8333-444455556666";
    record.reference_id = order.reference_id;
    record.reference_revision = order.reference_revision;
    record.reference_digest = order.reference_digest;
    record.tier = order.tier;
    record.started = order.issued + 1h - 1min;
    record.order = mention_of(order, envelope);
  }
  /// Seals the order as it is now and lets the record mention it.
  void order_again() {
    envelope = sealed(order, vendor());
    record.order = mention_of(order, envelope);
  }
  [[nodiscard]] OrderJudgement judged() const {
    return judge_order({envelope, record, serials, now}, trust);
  }
  [[nodiscard]] std::string why_not() const {
    const auto judgement = judged();
    CHECK(judgement.met == judgement.refusals.empty());
    return judgement.refusals.empty() ? "met" : judgement.refusals.front();
  }
};

}  // namespace

TEST_CASE("test order: the run that was ordered is the run that was made", "[reports]") {
  const Ground ground;
  const auto judgement = ground.judged();
  CHECK(judgement.refusals == std::vector<std::string>());
  REQUIRE(judgement.met);
  CHECK(judgement.order == ground.order);
}

TEST_CASE("test order: without an order nothing is proven and nothing refused", "[reports]") {
  Ground ground;
  ground.envelope.clear();
  ground.record.order.reset();
  CHECK_FALSE(ground.judged().met);
  CHECK(ground.judged().refusals.empty());
}

TEST_CASE("test order: a run that bears no nonce or another was not ordered", "[reports]") {
  Ground ground;
  SECTION("29.1 test order nonce absent from the run record") {
    ground.record.order.reset();
    CHECK(ground.why_not() == "the run record bears no nonce of the order in the bundle");
  }
  SECTION("29.2 test order absent from the bundle, though the record mentions it") {
    ground.envelope.clear();
    CHECK(ground.judged().refusals ==
          std::vector<std::string>{"the run record mentions an order that is not in the bundle"});
    CHECK_FALSE(ground.judged().met);
  }
  SECTION("29.3 nonce of another order") {
    ground.record.order->nonce = std::string(64, '7');
    CHECK(ground.why_not() == "the run record bears another nonce than the order in the bundle");
  }
  SECTION("29.4 order written anew with the same nonce") {
    auto easier = ground.order;
    easier.note = "never mind";
    ground.envelope = sealed(easier, vendor());
    CHECK(ground.why_not() == "the run record mentions another order than the one in the bundle");
  }
}

TEST_CASE("test order: an order holds for one device, reference and tier, and not for ever",
          "[reports]") {
  Ground ground;
  SECTION("29.5 test order of another DUT") {
    ground.serials = {"R18-0001"};
    CHECK_THAT(ground.why_not(), Catch::Contains("not for this device (serial numbers: R18-0001)"));
    ground.serials.clear();
    CHECK_THAT(ground.why_not(), Catch::Contains("none that can be read"));
  }
  SECTION("29.6 test order expired before the run began") {
    ground.record.started = ground.order.expires;
    CHECK_THAT(ground.why_not(), Catch::Contains("the order had expired at"));
  }
  SECTION("29.7 run that says it began before the order was issued") {
    ground.record.started = ground.order.issued - 1ns;
    CHECK_THAT(ground.why_not(), Catch::Contains("before the order was issued"));
  }
  SECTION("29.14 test order of another reference, or an older revision of it") {
    ground.record.reference_revision = 2;
    CHECK_THAT(ground.why_not(), Catch::Contains("the order is for reference host-x86_64"));
    ground.record.reference_revision = ground.order.reference_revision;
    ground.record.reference_digest = std::string(64, '0');
    CHECK_THAT(ground.why_not(), Catch::Contains("the order is for reference host-x86_64"));
  }
  SECTION("29.15 test order of another tier") {
    ground.record.tier = "quick";
    CHECK(ground.why_not() == "the order is for tier accept, the run of tier quick");
  }
  SECTION("29.16 test order from the future") {
    ground.now = ground.order.issued - 1s;
    CHECK_THAT(ground.why_not(), Catch::Contains("later than now"));
  }
  SECTION("an order for any device names none") {
    ground.order.serials.clear();
    ground.order_again();
    ground.serials.clear();
    CHECK(ground.why_not() == "met");
  }
}

TEST_CASE("test order: only who is trusted as vendor orders", "[reports]") {
  Ground ground;
  SECTION("29.8 test order sealed by a stranger") {
    ground.envelope = sealed(ground.order, stranger());
    ground.record.order = mention_of(ground.order, ground.envelope);
    CHECK_THAT(ground.why_not(), Catch::StartsWith("order.dsse.json: "));
    CHECK(open_order(ground.envelope, vendors()).error().kind == ErrorKind::untrusted);
  }
  SECTION("29.19 test order sealed by a key that is trusted for another role") {
    ground.trust = {};
    REQUIRE(ground.trust.add({.key = vendor().public_key(), .roles = {seal::Role::certifier}}));
    REQUIRE(ground.trust.add({.key = stranger().public_key(), .roles = {seal::Role::vendor}}));
    CHECK_THAT(ground.why_not(), Catch::StartsWith("order.dsse.json: "));
  }
  SECTION("29.20 test order by a vendor who may not order for this device, or not then") {
    ground.trust = {};
    REQUIRE(ground.trust.add(
        {.key = vendor().public_key(), .roles = {seal::Role::vendor}, .dut = {"R99-*"}}));
    CHECK_THAT(ground.why_not(), Catch::Contains("not for this device"));
    ground.trust = {};
    REQUIRE(ground.trust.add({.key = vendor().public_key(),
                              .roles = {seal::Role::vendor},
                              .window = {.not_after = ground.order.issued - 1h}}));
    CHECK_THAT(ground.why_not(), Catch::Contains("order by SHA256:"));
  }
  SECTION("where nobody is trusted as vendor an order proves nothing, and harms only if it lies") {
    ground.trust = {};
    CHECK_FALSE(ground.judged().met);
    CHECK(ground.judged().refusals.empty());
    CHECK(ground.judged().unheard == "order.dsse.json: nobody is trusted as vendor");
    ground.record.tier = "quick";
    CHECK_THAT(ground.judged().refusals.front(), Catch::Contains("for tier accept"));
  }
  SECTION("29.17 another statement of the vendor in the place of an order") {
    const auto other = seal::seal(R"({"_type":"https://in-toto.io/Statement/v1"})", vendor());
    REQUIRE(other);
    ground.envelope = *other;
    CHECK_THAT(ground.why_not(), Catch::Contains("order.dsse.json: no order"));
    CHECK(read_order(*other).error().kind == ErrorKind::malformed);
  }
  SECTION("29.18 an order that is no envelope") {
    ground.envelope = encode_order_statement(ground.order);
    CHECK_THAT(ground.why_not(), Catch::StartsWith("order.dsse.json: "));
  }
}
