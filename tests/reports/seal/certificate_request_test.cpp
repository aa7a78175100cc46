#include "reports/seal/certificate_request.h"

#include <string>

#include <catch2/catch.hpp>

#include "probes/machine/child.h"
#include "reports/seal/object_ids.h"
#include "reports/seal/private_key.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using namespace rackproof::seal;
using Catch::Contains;

namespace {

struct RequestGround {
  PrivateKey key = *PrivateKey::generate();
  RequestFacts facts{"collector", {{NameKind::rack, "AB-0007"}}, ""};

  [[nodiscard]] Result<std::string> make() const {
    return certificate_request(facts, key.public_key(),
                               [this](std::string_view bytes) { return key.sign(bytes); });
  }
  [[nodiscard]] std::string why() const {
    const auto made = make();
    REQUIRE_FALSE(made);
    return made.error().message;
  }
};

/// What openssl reads in it; its own check of the signature included.
std::string told_by_openssl(const std::string& request) {
  const testing::TempDir dir;
  ChildCommand command;
  command.argv = {"openssl", "req",   "-in",    dir.write("r.csr", request),
                  "-noout",  "-text", "-verify"};
  command.environment = {"PATH=/usr/bin:/bin"};
  const auto result = run_child(command, {}, {});
  REQUIRE(result);
  CHECK(result->exit_code == 0);
  CHECK_THAT(result->error_output, Contains("verify OK"));
  return result->output;
}

}  // namespace

TEST_CASE("certificate request: openssl verifies it and reads role, rack and subject",
          "[reports][seal]") {
  RequestGround ground;
  ground.facts.names.push_back({NameKind::host, "S/N 1"});
  ground.facts.subject = R"(/O=Acme \/ Racks/OU=fra1/CN=rack 7)";
  const auto made = ground.make();
  REQUIRE(made);
  CHECK_THAT(*made, Catch::StartsWith("-----BEGIN CERTIFICATE REQUEST-----\n"));
  const auto told = told_by_openssl(*made);
  CHECK_THAT(told, Contains("Subject: O = Acme / Racks, OU = fra1, CN = rack 7"));
  CHECK_THAT(told, Contains(key_use_of("collector")));
  CHECK_THAT(told, Contains("URI:urn:rackproof:rack:AB-0007, URI:urn:rackproof:host:S%2FN%201"));
  CHECK_THAT(told, Contains("Digital Signature"));
  CHECK_THAT(told, Contains("CA:FALSE"));
}

TEST_CASE("certificate request: without a subject it is called by role and serial",
          "[reports][seal]") {
  RequestGround ground;
  ground.facts.role = "certifier";
  ground.facts.names = {{NameKind::site, "fra1/a"}};
  const auto made = ground.make();
  REQUIRE(made);
  CHECK_THAT(told_by_openssl(*made), Contains("Subject: CN = certifier fra1/a"));
}

TEST_CASE("certificate request: a wrong role, name or subject is refused", "[reports][seal]") {
  RequestGround ground;
  SECTION("role") {
    ground.facts.role = "admin";
    CHECK_THAT(ground.why(),
               Contains("role 'admin': knows collector, certifier, vendor, status only"));
  }
  SECTION("no name") {
    ground.facts.names.clear();
    CHECK_THAT(ground.why(), Contains("needs a rack"));
  }
  SECTION("empty name") {
    ground.facts.names = {{NameKind::rack, ""}};
    CHECK_THAT(ground.why(), Contains("an empty name"));
  }
  SECTION("subject") {
    const auto* const wrong = GENERATE("CN=x", "/", "/CN=", "/NOTHING=x", "/CN", "/C=Germany");
    ground.facts.subject = wrong;
    INFO(wrong);
    CHECK_FALSE(ground.why().empty());
  }
}

TEST_CASE("certificate request: a signature by another key is not given away", "[reports][seal]") {
  const RequestGround ground;
  const RequestGround other;
  const auto made =
      certificate_request(ground.facts, ground.key.public_key(),
                          [&](std::string_view bytes) { return other.key.sign(bytes); });
  REQUIRE_FALSE(made);
  CHECK(made.error().kind == ErrorKind::untrusted);
  CHECK_THAT(made.error().message, Contains("is not the key SHA256:"));
}
