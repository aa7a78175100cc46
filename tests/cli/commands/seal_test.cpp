#include <chrono>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "probes/machine/clock.h"
#include "reports/archive_file.h"
#include "reports/bundle.h"
#include "reports/bundle_change.h"
#include "reports/seal/envelope.h"
#include "reports/seal/key_file.h"
#include "schemas/json/strict_json.h"
#include "tests/reports/small_bundle.h"
#include "tests/support/command_run.h"

using namespace rackproof;
using rackproof::testing::SmallBundle;

namespace {

testing::CommandRun sealed(const SmallBundle& bundle, const std::string& role,
                           const std::string& key) {
  return testing::run_command(add_seal_command,
                              {"seal", bundle.path(), "--as", role, "--key", key});
}

}  // namespace

TEST_CASE("seal: both statements are sealed and the page is made again", "[cli]") {
  const SmallBundle bundle;
  const auto key = bundle.beside("k");
  const auto public_key = seal::create_key_pair(key);
  CHECK(sealed(bundle, "collector", key).exit_code == 0);
  const auto certified = sealed(bundle, "certifier", key);
  CHECK(certified.exit_code == 0);
  CHECK(certified.output == "sealed as certifier by " + public_key->key_id() + "\n");
  CHECK_THAT(testing::read_whole(bundle.at(bundle::kHtml)), Catch::Contains(public_key->key_id()));

  const auto verified = verify(
      bundle.path(),
      {.trust = trusting(*public_key), .now = testing::small_start() + std::chrono::minutes(10)});
  REQUIRE(verified);
  CHECK(standing_of(*verified) == Standing::good);
}

TEST_CASE("seal: a report is counted before it is sealed", "[cli]") {
  const SmallBundle bundle;
  const auto key = bundle.beside("k");
  REQUIRE(seal::create_key_pair(key));
  const auto counted = [&](const std::string& role, const std::vector<std::string>& more) {
    std::vector<std::string> words{"seal",  bundle.path(), "--as",       role,
                                   "--key", key,           "--sequence", bundle.beside("numbers")};
    words.insert(words.end(), more.begin(), more.end());
    return testing::run_command(add_seal_command, words);
  };
  CHECK(counted("collector", {}).exit_code == 2);
  const auto missing = counted("certifier", {});
  CHECK(missing.exit_code == 3);
  CHECK_THAT(missing.complaints, Catch::Contains("numbers"));
  const auto sealed_now = counted("certifier", {"--sequence-from", "4"});
  INFO(sealed_now.complaints);
  if (SystemClock().now() < testing::small_start() + std::chrono::minutes(1)) {
    CHECK(sealed_now.exit_code == 3);  // the bundle is of November 2026: nothing is issued before
    CHECK_THAT(sealed_now.complaints, Catch::Contains("issued before the run ended"));
    return;
  }
  CHECK(sealed_now.exit_code == 0);
  CHECK_THAT(sealed_now.output, Catch::StartsWith("number 4 of its issuer's reports\nsealed as"));
  CHECK_THAT(testing::read_whole(bundle.at(bundle::kHtml)),
             Catch::Contains("4 of the reports of this issuer"));
}

TEST_CASE("seal: a second key adds its signature, and no key seals twice", "[cli]") {
  const SmallBundle bundle;
  const auto first = bundle.beside("first");
  const auto second = bundle.beside("second");
  REQUIRE(seal::create_key_pair(first));
  const auto added = seal::create_key_pair(
      second, {.algorithm = seal::KeyAlgorithm::p256, .passphrase = std::nullopt});
  REQUIRE(added);
  REQUIRE(sealed(bundle, "certifier", first).exit_code == 0);
  const auto twice = sealed(bundle, "certifier", first);
  CHECK(twice.exit_code == 3);
  CHECK_THAT(twice.complaints, Catch::Contains("has signed this already"));

  const auto again = sealed(bundle, "certifier", second);
  INFO(again.complaints);
  CHECK(again.exit_code == 0);
  CHECK(again.output == "sealed as certifier by " + added->key_id() + "\n");
  for (const auto& key : {first, second}) {
    CHECK(seal::open(testing::read_whole(bundle.at(bundle::kReportSealed)),
                     seal::trust_in(seal::load_public_key(key + ".pub").value()),
                     seal::Role::certifier));
  }
}

TEST_CASE("seal: a wrong role or key is a wrong question, an altered bundle is untrusted",
          "[cli]") {
  const SmallBundle bundle;
  const auto key = bundle.beside("k");
  REQUIRE(seal::create_key_pair(key));
  CHECK(sealed(bundle, "owner", key).exit_code == 2);
  CHECK(sealed(bundle, "collector", key + ".pub").exit_code == 3);  // 0644 is refused first
  CHECK(sealed(bundle, "collector", bundle.path()).exit_code == 2);
  testing::edit(bundle.at(bundle::kSamples), [](std::string& bytes) { bytes[100] ^= 1; });
  CHECK(sealed(bundle, "collector", key).exit_code == 4);
}

TEST_CASE("seal: an archive is sealed in its place, with its page, and verifies", "[cli]") {
  const SmallBundle bundle;
  const auto archive = bundle.beside("b.tar");
  REQUIRE(pack_bundle(bundle.path(), archive));
  const auto key = bundle.beside("k");
  const auto public_key = seal::create_key_pair(key);
  REQUIRE(public_key);
  const auto before = digests_of(read_bundle(archive).value());
  for (const std::string role : {"collector", "certifier"}) {
    const auto run = testing::run_command(add_seal_command,
                                          {"seal", archive, "--as", role, "--key", key, "--json"});
    INFO(run.complaints);
    REQUIRE(run.exit_code == 0);
    const auto told = parse_strict_json(run.output);
    REQUIRE(told);
    CHECK(*told->find("keyId")->if_string() == public_key->key_id());
    CHECK(*told->find("as")->if_string() == role);
    CHECK(told->find("certificate")->is_null());
    CHECK(told->find("members")->if_array()->size() == 2);  // the seal and the page
    CHECK(told->find("notes")->if_array()->empty());
  }
  auto after = digests_of(read_bundle(archive).value());
  CHECK_FALSE(after[bundle::kHtml] == before.at(bundle::kHtml));
  for (const auto& [path, digest] : before) {
    if (path != bundle::kHtml && path != bundle::kRunRecord && path != bundle::kReport) {
      CHECK(after[path] == digest);
    }
  }
  const auto verified = verify(archive, {.trust = trusting(*public_key),
                                         .now = testing::small_start() + std::chrono::minutes(10)});
  REQUIRE(verified);
  CHECK(standing_of(*verified) == Standing::good);
}

TEST_CASE(
    "seal: a file of certificates or lists that is none is a wrong question, nothing is sealed",
    "[cli]") {
  const SmallBundle bundle;
  const auto key = bundle.beside("k");
  REQUIRE(seal::create_key_pair(key));
  testing::overwrite(bundle.beside("junk.pem"), "hello\n");
  const auto refused = [&](const std::string& option, const std::string& file) {
    const auto run = testing::run_command(
        add_seal_command, {"seal", bundle.path(), "--as", "collector", "--key", key, option, file});
    CHECK(run.exit_code == 2);
    return run.complaints;
  };
  CHECK_THAT(refused("--chain", bundle.beside("junk.pem")),
             Catch::Contains("junk.pem: expected a PEM block 'CERTIFICATE'"));
  CHECK_THAT(refused("--crl", bundle.beside("junk.pem")),
             Catch::Contains("junk.pem: expected a PEM block 'X509 CRL'"));
  CHECK_THAT(refused("--chain", key), Catch::Contains("k: holds a private key"));
  CHECK_THAT(refused("--crl", bundle.beside("none.pem")), Catch::Contains("none.pem"));
  CHECK_FALSE(testing::read_whole(bundle.at(bundle::kRunRecord)).empty());
  CHECK(testing::read_whole(bundle.at(bundle::kRunRecordSealed)).empty());
}
