#include <chrono>
#include <string>

#include <catch2/catch.hpp>

#include "cli/verifying.h"
#include "reports/assemble.h"
#include "reports/bundle.h"
#include "reports/bundle_writer.h"
#include "reports/evidence.h"
#include "reports/sealing.h"
#include "schemas/digest.h"
#include "schemas/toml/reference.h"
#include "tests/reports/small_bundle.h"
#include "tests/support/verified_run.h"

/// A report that replaces another names it by id and by the digest of its bytes.
using namespace rackproof;
using namespace std::chrono_literals;
using rackproof::testing::edit;
using rackproof::testing::overwrite;
using rackproof::testing::small_run;
using rackproof::testing::small_start;
using rackproof::testing::SmallBundle;
using rackproof::testing::verified;

namespace {

/// A sealed bundle, and beside it one that was judged again and is not sealed yet.
struct Replaced {
  Replaced() {
    bundle.sealed();
    auto old = load_bundle(bundle.path());
    auto writer = BundleWriter::create(again);
    const auto reference = load_reference({"tiny.toml", small_run().reference}, no_overlays);
    REQUIRE((old && writer && reference));
    digest = sha256_hex(old->report_payload);
    REQUIRE(judge_again(*old, *reference, {small_start() + 5min, std::string(64, 'e')}, *writer));
    REQUIRE(writer->finish());
    overwrite(trust, "[trust]\nname = \"t\"\nsequence = 1\n\n[[key]]\npublic_key = '''\n" +
                         bundle.key().public_key().pem() +
                         "'''\nroles = [\"collector\", \"certifier\"]\n");
  }

  /// As if another report had been replaced.
  void name_another() const {
    edit(again + "/" + bundle::kReport, [this](std::string& text) {
      text.replace(text.find(digest), digest.size(), std::string(64, '0'));
    });
  }

  void seal() const { REQUIRE(seal_statement(again, seal::Role::certifier, bundle.key())); }

  SmallBundle bundle;
  std::string again = bundle.beside("again");
  std::string trust = bundle.beside("trust.toml");
  std::string digest;
};

}  // namespace

TEST_CASE("verify: a report that names what it replaces by its digest contradicts nothing",
          "[cli]") {
  const Replaced pair;
  pair.seal();
  const auto both = verified({.bundles = {pair.bundle.path(), pair.again}, .trust = pair.trust});
  CHECK(both.code == ExitCode::not_pass);  // the first is superseded
  CHECK_THAT(both.out, Catch::Contains("was superseded by") && !Catch::Contains("contradicted"));
}

TEST_CASE("30.89 a report that replaces another by a digest that is not its own", "[cli]") {
  const Replaced pair;
  pair.name_another();
  pair.seal();
  const VerifyRequest alone{.bundles = {pair.again}, .trust = pair.trust};
  CHECK(verified(alone).code == ExitCode::done);  // nobody knows the other

  SECTION("with both on one command line") {
    const auto both = verified({.bundles = {pair.bundle.path(), pair.again}, .trust = pair.trust});
    CHECK(both.code == ExitCode::untrusted);
    CHECK_THAT(both.out, Catch::Contains("with sha256 " + std::string(64, '0')) &&
                             Catch::Contains("and that report has " + pair.digest));
  }
  SECTION("with the first seen before") {
    const auto seen = pair.bundle.beside("seen.json");
    CHECK(verified({.bundles = {pair.bundle.path()}, .trust = pair.trust, .seen = seen}).code ==
          ExitCode::done);
    CHECK(verified({.bundles = {pair.again}, .trust = pair.trust, .seen = seen}).code ==
          ExitCode::untrusted);
  }
}
