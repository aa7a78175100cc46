#include <algorithm>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "probes/machine/child.h"
#include "probes/machine/clock.h"
#include "reports/bundle.h"
#include "reports/evidence.h"
#include "reports/seal/envelope.h"
#include "reports/verify.h"
#include "tests/reports/small_bundle.h"
#include "tests/support/fixture_host.h"
#include "tests/support/soft_token.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using rackproof::testing::SmallBundle;
using rackproof::testing::SoftToken;

namespace {

/// The real program, since it is its own child. It sees the token by the environment.
ChildResult program(const std::vector<std::string>& arguments) {
  ChildCommand command;
  command.argv = {RACKPROOF_PROGRAM};
  command.argv.insert(command.argv.end(), arguments.begin(), arguments.end());
  command.environment = own_environment();
  auto result = run_child(command, {}, {});
  REQUIRE(result);
  return *std::move(result);
}

}  // namespace

TEST_CASE("token child: keys of a token seal a bundle, and the bundle verifies", "[cli]") {
  const SoftToken token;
  const SmallBundle bundle;
  for (const std::string role : {"collector", "certifier"}) {
    const auto key = role == "collector" ? "ed" : "p256";
    const auto sealed = program(
        {"seal", bundle.path(), "--as", role, "--key", token.uri(std::string("object=") + key)});
    INFO(sealed.error_output);
    CHECK(sealed.exit_code == 0);
    CHECK_THAT(sealed.output, Catch::StartsWith("sealed as " + role + " by SHA256:"));
  }
  const auto opened_by = [&](const char* member, const char* key, seal::Role role) {
    const auto known = seal::PublicKey::from_pem(token.public_pem(key)).value();
    return seal::open(testing::read_whole(bundle.at(member)), seal::trust_in(known), role)
        .has_value();
  };
  CHECK(opened_by(bundle::kRunRecordSealed, "ed", seal::Role::collector));
  CHECK(opened_by(bundle::kReportSealed, "p256", seal::Role::certifier));
  CHECK_FALSE(opened_by(bundle::kReportSealed, "ed", seal::Role::certifier));
}

TEST_CASE("token child: key show prints the key of a token once it has signed", "[cli]") {
  const SoftToken token;
  const auto shown = program({"key", "show", token.uri("object=p256")});
  INFO(shown.error_output);
  CHECK(shown.exit_code == 0);
  CHECK_THAT(shown.output, Catch::Contains(" token\n" + token.public_pem("p256")));
}

TEST_CASE("token child: what the token says reaches who asked", "[cli]") {
  const SoftToken token;
  const auto none = program({"key", "show", token.uri("object=none")});
  CHECK(none.exit_code == 3);
  CHECK(none.error_output == "rackproof key: token: ended with exit code 3: " +
                                 SoftToken::module_path() + ": no private key on the token fits\n");
  CHECK(program({"token-child", "anything", "pkcs11:"}).exit_code == 2);
}

TEST_CASE("token child: a run with a P-256 key of a token has checkpoints that verify", "[cli]") {
  const SoftToken token;
  const testing::TempDir dir;
  const auto run = program({"certify", "--reference", "host-x86_64", "--root",
                            testing::fixture_path("small_virtual_machine"), "--key",
                            token.uri("object=p256"), "--out", dir.at("bundle")});
  INFO(run.error_output);
  CHECK(run.exit_code == 1);  // a captured tree
  const auto key = seal::PublicKey::from_pem(token.public_pem("p256")).value();
  const auto loaded = load_bundle(dir.at("bundle"));
  REQUIRE(loaded);
  const auto& journal = loaded->run_record.record.journal;
  CHECK(journal.checkpoints > 0);
  CHECK(journal.signed_checkpoints == journal.checkpoints);
  const auto verified =
      verify(dir.at("bundle"),
             {.trust = trusting(key), .now = SystemClock().now(), .allow_simulated = true});
  REQUIRE(verified);
  INFO(verified->integrity.details.at(0));
  CHECK(verified->integrity.ok);
  const auto all = verified->integrity.details;
  CHECK(std::any_of(all.begin(), all.end(),
                    [](const std::string& each) { return each.ends_with(" signed meanwhile"); }));
}
