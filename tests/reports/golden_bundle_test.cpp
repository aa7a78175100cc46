// tests/golden/bundle_1.tar is what tests/rejudge/uneven_bundle_writer.cpp wrote when it came to
// be, sealed by a key of which tests/golden/bundle_1.pub is the public half; the private one is
// gone. Every release must give its verdicts again, in whatever words.

#include <chrono>
#include <cmath>
#include <cstddef>
#include <string>

#include <catch2/catch.hpp>

#include "reports/evidence.h"
#include "reports/reproduce.h"
#include "reports/seal/key_file.h"
#include "reports/trust_policy.h"
#include "reports/verify.h"
#include "tests/reports/small_bundle.h"
#include "tests/support/source_dir.h"

using namespace rackproof;

namespace {

const std::string kGolden = rackproof::testing::source_dir() + "/tests/golden/bundle_1";

}  // namespace

TEST_CASE("golden bundle: a bundle of before verifies, and its verdicts come out again",
          "[reports]") {
  const auto key = seal::load_public_key(kGolden + ".pub");
  REQUIRE(key);
  const auto verified = verify(
      kGolden + ".tar",
      {.trust = trusting(*key), .now = testing::small_start() + std::chrono::hours(24 * 365)});
  INFO((verified ? "" : verified.error().message));
  REQUIRE(verified);
  CHECK(verified->integrity.ok);
  CHECK(verified->identity.ok);
  CHECK(verified->reproduced);
  CHECK(verified->overall == Outcome::fail);
}

TEST_CASE("golden bundle: a number that is one bit off is a difference", "[reports]") {
  auto loaded = load_bundle(kGolden + ".tar");
  REQUIRE(loaded);
  const auto found = judge_loaded(*loaded);
  REQUIRE(found);
  const auto& stated = loaded->report.report.judgement;
  CHECK(stated.verdicts.size() >= 20);
  CHECK(differences(stated, *found, Wording::may_differ).empty());
  for (std::size_t i = 0; i < stated.verdicts.size(); ++i) {
    auto off = *found;
    if (!off.verdicts[i].observed) {
      continue;
    }
    *off.verdicts[i].observed = std::nextafter(*off.verdicts[i].observed, 1e300);
    CHECK(differences(stated, off, Wording::may_differ).size() == 1);
  }
}
