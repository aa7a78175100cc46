#include "cli/certify_inputs.h"

#include <filesystem>

#include <catch2/catch.hpp>

#include "reports/seal/key_file.h"
#include "tests/support/fixture_host.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using namespace rackproof::testing;

namespace {

CertifyOptions options_for(const std::string& reference) {
  CertifyOptions options;
  options.reference = reference;
  return options;
}

Refusal refusal_of(const CertifyOptions& options) {
  Refusal refusal;
  REQUIRE_FALSE(read_inputs(options, refusal));
  return refusal;
}

}  // namespace

TEST_CASE("certify inputs: reference, site and key are read before anything is done",
          "[cli][certify]") {
  const TempDir dir;
  REQUIRE(seal::create_key_pair(dir.at("key")));
  auto options = options_for("host-x86_64");
  options.key = dir.at("key");
  options.site = dir.write("site.toml", "[issuer]\nname = \"Rack & Sons\"\n");
  Refusal refusal;

  const auto inputs = read_inputs(options, refusal);

  INFO(refusal.why);
  REQUIRE(inputs);
  CHECK(inputs->reference.architecture.id == "host-x86_64");
  CHECK(inputs->site.issuer_name == "Rack & Sons");
  CHECK(inputs->site_toml == "[issuer]\nname = \"Rack & Sons\"\n");
  CHECK(inputs->key);
}

TEST_CASE("certify inputs: what the user got wrong is exit 2, each with its name",
          "[cli][certify]") {
  const TempDir dir;
  auto site = options_for("host-x86_64");
  site.site = dir.write("site.toml", "[issuer]\nnmae = \"x\"\n");
  auto key = options_for("host-x86_64");
  key.key = dir.at("no-such-key");

  CHECK(refusal_of(options_for("host-z80")).code == ExitCode::usage);
  CHECK(refusal_of(site).code == ExitCode::usage);
  CHECK(refusal_of(site).why.find("nmae") != std::string::npos);
  CHECK(refusal_of(key).code == ExitCode::usage);
  CHECK(refusal_of(key).why.find("no-such-key") != std::string::npos);
}

TEST_CASE("certify inputs: a key that is a directory is named as one", "[cli][certify]") {
  const TempDir dir;
  auto options = options_for("host-x86_64");
  options.key = dir.path().string();
  const auto refusal = refusal_of(options);
  CHECK(refusal.code == ExitCode::usage);
  CHECK(refusal.why.find("is a directory") != std::string::npos);
}

TEST_CASE("certify inputs: a program that cannot sign is refused before anything is worked",
          "[cli][certify]") {
  const TempDir dir;
  REQUIRE(seal::create_key_pair(dir.at("key")));
  auto options = options_for("host-x86_64");
  options.key = "command:/bin/false";
  options.public_key = dir.at("key.pub");
  const auto refusal = refusal_of(options);
  CHECK(refusal.code == ExitCode::failed);
  CHECK(refusal.why == "/bin/false: ended with exit code 1");
}

TEST_CASE("certify inputs: a captured machine sees the same devices when it looks again",
          "[cli][certify]") {
  auto files = FileTree::open(fixture_path("small_virtual_machine").string());
  REQUIRE(files);
  const Machine machine(*std::move(files));

  CHECK(machine.inventory().simulated);
  CHECK_FALSE(machine.inventory().devices.empty());
  CHECK(machine.look_again().devices == machine.inventory().devices);
}

TEST_CASE("certify inputs: what vouches for the key is looked at before anything is done",
          "[cli][certify]") {
  const TempDir dir;
  auto options = options_for("host-x86_64");
  options.credentials.chain = dir.write("junk.pem", "hello\n");
  CHECK(refusal_of(options).code == ExitCode::usage);
  CHECK(refusal_of(options).why == "--chain and --crl go with --key");
  REQUIRE(seal::create_key_pair(dir.at("key")));
  options.key = dir.at("key");
  CHECK(refusal_of(options).code == ExitCode::usage);
  CHECK_THAT(refusal_of(options).why,
             Catch::Contains("junk.pem: expected a PEM block 'CERTIFICATE'"));
  options.credentials = {"", dir.at("none.pem")};
  CHECK(refusal_of(options).code == ExitCode::usage);
  CHECK_THAT(refusal_of(options).why, Catch::Contains("none.pem"));
}

TEST_CASE("certify inputs: a waiver of what the reference does not require stops the run",
          "[cli][certify]") {
  const TempDir dir;
  const auto with = [&dir](const std::string& requirement) {
    auto options = options_for("host-x86_64");
    options.site = dir.write("site.toml", "[[waiver]]\nrequirement = \"" + requirement +
                                              "\"\nby = \"Jo\"\nexpires = \"2099-01-31\"\n"
                                              "reason = \"agreed\"\n");
    return options;
  };
  Refusal refusal;
  const auto inputs = read_inputs(with("identity"), refusal);
  REQUIRE(inputs);
  CHECK(inputs->site.waivers.size() == 1);
  const auto refused = refusal_of(with("no-such-thing"));
  CHECK(refused.code == ExitCode::usage);
  CHECK_THAT(refused.why, Catch::Contains("site.toml: a waiver of 'no-such-thing'"));
}
