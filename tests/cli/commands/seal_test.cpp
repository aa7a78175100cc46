#include <chrono>
#include <string>

#include <catch2/catch.hpp>

#include "reports/bundle.h"
#include "reports/seal/key_file.h"
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
