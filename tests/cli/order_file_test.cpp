#include "cli/order_file.h"

#include <string>

#include <catch2/catch.hpp>

#include "certsuite/architectures/find.h"
#include "cli/interrupted_run.h"
#include "reports/seal/envelope.h"
#include "reports/seal/private_key.h"
#include "schemas/digest.h"
#include "schemas/json/order_json.h"
#include "schemas/json/run_request_json.h"
#include "tests/support/documents.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;

namespace {

std::string sealed(const TestOrder& order) {
  const auto key = seal::PrivateKey::generate();
  const auto envelope = seal::seal(encode_order_statement(order), *key);
  REQUIRE(envelope);
  return *envelope;
}

/// A run that the example order is for.
struct Ground {
  TestOrder order = testing::example_order();
  ResolvedReference reference;
  std::string tier = order.tier;
  Inventory inventory;
  UtcTime now = order.issued + std::chrono::minutes(1);

  Ground() {
    reference.architecture.id = order.reference_id;
    reference.architecture.revision = order.reference_revision;
    reference.digest = order.reference_digest;
    inventory.serial = "R17-0042";
  }
  [[nodiscard]] std::string why_not() const {
    const auto misfit = order_misfit(sealed(order), {reference, tier, inventory, now});
    return misfit ? "fits" : misfit.error().message;
  }
};

}  // namespace

TEST_CASE("order file: an order that fits the run is carried out", "[cli]") {
  const Ground ground;
  CHECK(ground.why_not() == "fits");
  CHECK(order_misfit("", {ground.reference, "any", ground.inventory, ground.now}));
}

TEST_CASE("order file: an order that does not fit is told with all that does not", "[cli]") {
  Ground ground;
  SECTION("by the serial number of the rack it stands in, too") {
    Device rack;
    rack.kind = DeviceKind::rack;
    rack.serial = "R17-0001";
    ground.inventory.serial.clear();
    ground.inventory.devices = {rack};
    CHECK(ground.why_not() == "fits");
    ground.inventory.devices.front().serial = "R18-0001";
    CHECK_THAT(ground.why_not(), Catch::Contains("not for this device"));
  }
  SECTION("two things at once") {
    ground.tier = "quick";
    ground.now = ground.order.expires;
    CHECK_THAT(ground.why_not(), Catch::Contains("of tier quick; the order had expired"));
  }
}

TEST_CASE("order file: a record mentions exactly the file that was given", "[cli]") {
  const auto order = testing::example_order();
  const auto envelope = sealed(order);
  const testing::TempDir dir;
  const auto file = read_order_file(dir.write("order.dsse.json", envelope));
  REQUIRE(file);
  CHECK(file->envelope == envelope);
  CHECK(file->order == order);
  CHECK(mention_in(envelope) == OrderMention{order.order_id, order.nonce, sha256_hex(envelope)});
  CHECK_FALSE(mention_in(""));
  const auto missing = read_order_file(dir.at("none"));
  REQUIRE_FALSE(missing);
  CHECK_THAT(missing.error().message, Catch::Contains("none"));
  const auto odd = read_order_file(dir.write("odd", "{}"));
  REQUIRE_FALSE(odd);
  CHECK(odd.error().kind == ErrorKind::malformed);
}

TEST_CASE("order file: a run that is resumed goes on under its order", "[cli]") {
  const auto reference = find_reference("host-x86_64");
  REQUIRE(reference);
  RunRequest request;
  request.reference_toml = reference->canonical_toml;
  request.order = sealed(testing::example_order());
  const auto kept = decode_run_request(encode_run_request(request));
  REQUIRE(kept);
  const auto inputs = restore_inputs(*kept, "state");
  REQUIRE(inputs);
  CHECK(inputs->order == request.order);
}
