#include "reports/beside.h"

#include <catch2/catch.hpp>

#include "schemas/digest.h"
#include "tests/reports/small_bundle.h"

using namespace rackproof;
using Catch::Contains;
using rackproof::testing::small_run;
using rackproof::testing::SmallBundle;

namespace {

Result<Beside> judged(const SmallBundle& bundle) {
  auto loaded = load_bundle(bundle.path());
  REQUIRE(loaded);
  return judge_beside(*loaded, {SealedStatement{}, AcceptedSigners{}, TrustPolicy{}, Occasion{}});
}

}  // namespace

TEST_CASE("beside: what was not kept is said, and what parts answered is told",
          "[reports][attestation]") {
  auto run = small_run();
  const auto plain = judged(SmallBundle(run));
  REQUIRE(plain);
  CHECK(plain->journal.sentences == std::vector<std::string>{"no journal was kept of the run"});
  CHECK(plain->attested.sentences.empty());
  CHECK_FALSE(plain->attested.quoted);

  run.members["attestations/bmc"] = "x";
  run.record.attestations = {{AttestationKind::redfish_component_integrity, "node",
                              "attestations/bmc", sha256_hex("x"), "", ""}};
  const auto found = judged(SmallBundle(run));
  REQUIRE(found);
  CHECK(found->attested.sentences ==
        std::vector<std::string>{"attestations/bmc: kept, and not looked at here"});
}

TEST_CASE("beside: an answer that does not hold is an error that names it",
          "[reports][attestation]") {
  auto run = small_run();
  run.members["attestations/tpm.quote"] = "x";
  run.record.attestations = {
      {AttestationKind::tpm2_quote, "node", "attestations/tpm.quote", sha256_hex("x"), "", ""}};
  const auto found = judged(SmallBundle(run));
  REQUIRE_FALSE(found);
  CHECK(found.error().kind == ErrorKind::untrusted);
  CHECK_THAT(found.error().message, Contains("attestations/tpm.quote: the run record tells"));
}
