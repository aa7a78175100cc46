#include "reports/bundle_head.h"

#include <filesystem>
#include <string>

#include <catch2/catch.hpp>

#include "reports/bundle.h"
#include "reports/seal/envelope.h"
#include "reports/trust_file.h"
#include "reports/verify.h"
#include "tests/reports/small_bundle.h"

using namespace rackproof;
using rackproof::testing::edit;
using rackproof::testing::overwrite;
using rackproof::testing::read_whole;
using rackproof::testing::SmallBundle;

namespace fs = std::filesystem;

namespace {

/// A sealed bundle whose samples.db is refused by whoever gets as far as opening it.
struct Trap {
  SmallBundle bundle;

  Trap() {
    bundle.sealed();
    fs::remove(bundle.at(bundle::kSamples));
    fs::create_symlink("/dev/zero", bundle.at(bundle::kSamples));
  }
  /// Why the bundle is refused.
  [[nodiscard]] std::string why() const {
    const auto verified = bundle.verify();
    REQUIRE(verified);
    CHECK(standing_of(*verified) == Standing::untrusted);
    REQUIRE_FALSE(verified->integrity.details.empty());
    return verified->integrity.details.front();
  }
};

}  // namespace

TEST_CASE("bundle head: who has no key does not decide how much is read", "[reports][bundle]") {
  const Trap trap;
  SECTION("the seals and the manifest of somebody trusted open the rest") {
    CHECK_THAT(trap.why(), Catch::Contains("samples.db: is a symbolic link"));
  }
  SECTION("45.22 a manifest that nobody sealed, of a member without end") {
    edit(trap.bundle.at(bundle::kManifest), [](std::string& text) {
      text.replace(text.rfind("\"size\": \""), 9, "\"size\": \"1000000000");
    });
    CHECK(trap.why() == "manifest.json: changed since the run record was written");
  }
  SECTION("45.23 no manifest at all, so that only the limits of each name are left") {
    fs::remove(trap.bundle.at(bundle::kManifest));
    CHECK(trap.why() == "manifest.json: missing from the bundle");
  }
  SECTION("45.24 a statement that a stranger sealed") {
    const auto sealed = trap.bundle.at(bundle::kReportSealed);
    const auto payload = seal::parse_envelope(read_whole(sealed))->payload;
    overwrite(sealed, seal::seal(payload, seal::PrivateKey::generate().value()).value());
    CHECK_THAT(trap.why(), Catch::StartsWith("report.dsse.json: no key that is trusted as"));
  }
}

TEST_CASE("bundle head: it is of the members that the manifest does not list",
          "[reports][bundle]") {
  SmallBundle bundle;
  bundle.sealed();
  bool asked = false;
  const auto read = read_bundle(bundle.path(), [&](const Bundle& head) {
    asked = true;
    CHECK(head.has(bundle::kManifest));
    CHECK(head.has(bundle::kRunRecordSealed));
    CHECK(head.has(bundle::kReportSealed));
    CHECK(head.members.size() == 3);
    return open_head(head, trusting(bundle.key().public_key())) ? Result<void>()
                                                                : Error{ErrorKind::io, "shut"};
  });
  REQUIRE(read);
  CHECK(asked);
  CHECK(read->has(bundle::kSamples));
  CHECK(read_bundle(bundle.path(),
                    [](const Bundle&) {
                      return Result<void>(Error{ErrorKind::io, "shut"});
                    })
            .error()
            .message == bundle.path() + ": shut");
}
