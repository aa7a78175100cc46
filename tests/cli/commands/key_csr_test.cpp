#include <filesystem>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "probes/machine/child.h"
#include "probes/machine/output_file.h"
#include "schemas/json/strict_json.h"
#include "tests/support/command_run.h"
#include "tests/support/soft_token.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using Catch::Contains;

namespace {

testing::CommandRun key(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "key");
  return testing::run_command(add_key_command, std::move(arguments));
}

struct Ran {
  int exit_code = -1;
  std::string output;
  std::string complaints;
};

/// Sees what this process sees: a token by its environment among it.
Ran run(std::vector<std::string> argv) {
  ChildCommand command;
  command.argv = std::move(argv);
  command.environment = own_environment();
  const auto result = run_child(command, {}, {});
  REQUIRE(result);
  return {result->exit_code.value_or(-1), result->output, result->error_output};
}

/// Asks by the real program for `arguments`, a P-256 key, and has openssl judge the request.
void check_request(const testing::TempDir& dir, const std::vector<std::string>& arguments,
                   const std::string& public_pem) {
  std::vector<std::string> argv{
      RACKPROOF_PROGRAM, "key",    "csr", "--out",     dir.at("r.csr"),        "--role",
      "status",          "--host", "H 1", "--subject", "/O=Acme/CN=status H 1"};
  argv.insert(argv.end(), arguments.begin(), arguments.end());
  const auto made = run(argv);
  INFO(made.complaints);
  REQUIRE(made.exit_code == 0);
  CHECK(made.output == "urn:rackproof:host:H%201\n");

  const auto told = run({"openssl", "req", "-in", dir.at("r.csr"), "-noout", "-verify", "-text"});
  CHECK(told.exit_code == 0);
  CHECK_THAT(told.complaints, Contains("verify OK"));
  CHECK_THAT(told.output, Contains("Subject: O = Acme, CN = status H 1"));
  CHECK_THAT(told.output, Contains("NIST CURVE: P-256"));
  CHECK_THAT(told.output, Contains("Signature Algorithm: ecdsa-with-SHA256"));
  CHECK_THAT(told.output, Contains("URI:urn:rackproof:host:H%201"));
  CHECK(run({"openssl", "req", "-in", dir.at("r.csr"), "-noout", "-pubkey"}).output == public_pem);

  // The judge itself: one bit of the signature, and openssl says no.
  const auto der = dir.at("r.der");
  REQUIRE(
      run({"openssl", "req", "-in", dir.at("r.csr"), "-outform", "DER", "-out", der}).exit_code ==
      0);
  auto bytes = read_file(der, 10'000);
  REQUIRE(bytes);
  bytes->back() = static_cast<char>(bytes->back() ^ 1);
  const auto spoiled = dir.write("spoiled.der", *bytes);
  const auto refused =
      run({"openssl", "req", "-inform", "DER", "-in", spoiled, "-noout", "-verify"});
  CHECK_THAT(refused.complaints,
             !Contains("verify OK") && Contains("failure", Catch::CaseSensitive::No));
}

}  // namespace

TEST_CASE("key csr: writes a request for role and rack, and says for which", "[cli]") {
  const testing::TempDir dir;
  REQUIRE(key({"new", dir.at("k")}).exit_code == 0);
  const auto made = key({"csr", dir.at("k"), "--out", dir.at("k.csr"), "--role", "collector",
                         "--rack", "AB 7", "--host", "H-1"});
  CHECK(made.exit_code == 0);
  CHECK(made.output == "urn:rackproof:rack:AB%207\nurn:rackproof:host:H-1\n");
  CHECK_THAT(made.complaints, Contains("docs/certificate-authority.md"));
  const auto text = read_file(dir.at("k.csr"), 10'000);
  REQUIRE(text);
  CHECK_THAT(*text, Catch::StartsWith("-----BEGIN CERTIFICATE REQUEST-----"));
  CHECK(text->find("PRIVATE") == std::string::npos);
}

TEST_CASE("key csr: what was asked for is told as a document", "[cli]") {
  const testing::TempDir dir;
  const auto fresh = key({"new", dir.at("k")});
  REQUIRE(fresh.exit_code == 0);
  const auto made = key({"csr", dir.at("k"), "--out", dir.at("k.csr"), "--role", "collector",
                         "--rack", "AB 7", "--host", "H-1", "--subject", "/CN=x", "--json"});
  CHECK(made.exit_code == 0);
  CHECK(made.complaints.empty());
  const auto told = parse_strict_json(made.output);
  REQUIRE(told);
  CHECK(*told->find("format")->if_string() == "rackproof-key-csr/1");
  CHECK(*told->find("request")->if_string() == dir.at("k.csr"));
  CHECK(*told->find("role")->if_string() == "collector");
  CHECK(*told->find("keyId")->if_string() + "\n" == fresh.output);
  CHECK(*told->find("subject")->if_string() == "/CN=x");
  REQUIRE(told->find("names")->if_array()->size() == 2);
  CHECK(*told->find("names")->if_array()->at(1).if_string() == "urn:rackproof:host:H-1");
  CHECK(std::filesystem::exists(dir.at("k.csr")));
}

TEST_CASE("key csr: overwrites nothing, and a wrong question leaves nothing behind", "[cli]") {
  const testing::TempDir dir;
  REQUIRE(key({"new", dir.at("k")}).exit_code == 0);
  const auto there = dir.write("there", "precious");
  const auto over = key({"csr", dir.at("k"), "--out", there, "--role", "collector", "--rack", "7"});
  CHECK(over.exit_code == 3);
  CHECK_THAT(over.complaints, Contains("there: exists"));
  CHECK(read_file(there, 100).value() == "precious");

  const auto out = dir.at("none.csr");
  const auto wrong = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"csr", "--out", out});
    const auto run = key(std::move(arguments));
    CHECK(run.exit_code == 2);
    CHECK_FALSE(std::filesystem::exists(out));
    return run.complaints;
  };
  CHECK_THAT(wrong({dir.at("k"), "--role", "king", "--rack", "7"}), Contains("role 'king'"));
  CHECK_THAT(wrong({dir.at("k"), "--role", "collector"}), Contains("needs a rack"));
  CHECK_THAT(wrong({dir.at("away"), "--role", "collector", "--rack", "7"}), Contains("away: "));
  CHECK_THAT(wrong({dir.at("k"), "--role", "collector", "--rack", "7", "--subject", "CN=x"}),
             Contains("a subject begins with '/'"));
}

TEST_CASE("key csr: openssl verifies the request of a P-256 key, wherever the key is", "[cli]") {
  const testing::TempDir dir;
  SECTION("in a file") {
    REQUIRE(key({"new", dir.at("k"), "--algorithm", "p256"}).exit_code == 0);
    check_request(dir, {dir.at("k")}, read_file(dir.at("k.pub"), 1000).value());
  }
  SECTION("with a program") {
    REQUIRE(key({"new", dir.at("k"), "--algorithm", "p256"}).exit_code == 0);
    const auto script = dir.write(
        "sign", "#!/bin/sh\nexec openssl dgst -sha256 -sign " + dir.at("k") + " -binary\n");
    std::filesystem::permissions(script, std::filesystem::perms::owner_all);
    check_request(dir, {"command:" + script, "--public", dir.at("k.pub")},
                  read_file(dir.at("k.pub"), 1000).value());
  }
  SECTION("on a token") {
    const testing::SoftToken token;
    check_request(dir, {token.uri("object=p256")}, token.public_pem("p256"));
  }
}

TEST_CASE("key csr: a program that signs with another key gets no request", "[cli]") {
  const testing::TempDir dir;
  REQUIRE(key({"new", dir.at("k"), "--algorithm", "p256"}).exit_code == 0);
  REQUIRE(key({"new", dir.at("other"), "--algorithm", "p256"}).exit_code == 0);
  const auto script = dir.write(
      "sign", "#!/bin/sh\nexec openssl dgst -sha256 -sign " + dir.at("other") + " -binary\n");
  std::filesystem::permissions(script, std::filesystem::perms::owner_all);
  const auto refused = key({"csr", "command:" + script, "--public", dir.at("k.pub"), "--out",
                            dir.at("k.csr"), "--role", "collector", "--rack", "7"});
  CHECK(refused.exit_code == 2);
  CHECK_FALSE(std::filesystem::exists(dir.at("k.csr")));
}
