#include "reports/seal/time_stamp_issuers.h"

#include <string>

#include <catch2/catch.hpp>

#include "reports/seal/object_ids.h"
#include "reports/seal/time_stamp.h"
#include "tests/support/time_ground.h"
#include "tests/support/token_maker.h"

using namespace rackproof;
using namespace rackproof::testing;
using Catch::Contains;

namespace {

/// What becomes of a stamp by an authority that an intermediate of this use issued.
std::string judged_under(const std::string& usage) {
  CertificateWish wish;
  wish.usage = usage;
  wish.constraints = "basicConstraints = critical,CA:TRUE";
  wish.key_usage = "critical,keyCertSign";
  const auto issuer = site().issue("under", wish);
  const TempDir dir;
  openssl({"req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj",
           "/CN=leaf", "-keyout", dir.at("leaf.key"), "-out", dir.at("csr")});
  const auto extensions =
      dir.write("ext",
                "basicConstraints=critical,CA:FALSE\nextendedKeyUsage=critical,timeStamping\n"
                "keyUsage=critical,digitalSignature\nsubjectKeyIdentifier=hash\n"
                "authorityKeyIdentifier=keyid\n");
  openssl({"x509", "-req", "-in", dir.at("csr"), "-CA", issuer.certificate, "-CAkey", issuer.key,
           "-CAcreateserial", "-CAserial", dir.at("serial"), "-days", "3650", "-extfile",
           extensions, "-out", dir.at("leaf.pem")});
  const auto bare =
      site().reply(site().query(signature()), {dir.at("leaf.pem"), dir.at("leaf.key")});
  return why_not(changed_token(bare, [&](PKCS7& token) { put_first(token, issuer.certificate); }));
}

}  // namespace

TEST_CASE("time stamp issuers: an intermediate that may issue authorities is one", "[seal]") {
  CHECK(judged_under("nsComment = intermediate") == "accepted");
  CHECK(judged_under("extendedKeyUsage = timeStamping") == "accepted");
  CHECK(judged_under("extendedKeyUsage = anyExtendedKeyUsage") == "accepted");
}

TEST_CASE("time stamp issuers: an intermediate for something else makes no authority", "[seal]") {
  SECTION("40.60 authority issued by a CA that is for web servers") {
    CHECK_THAT(judged_under("extendedKeyUsage = serverAuth,clientAuth"),
               Contains("the extended key usage of the issuer CN=under") &&
                   Contains("does not reach to timeStamping"));
  }
  SECTION("40.61 authority issued by a CA that is for collectors' keys") {
    CHECK_THAT(judged_under("extendedKeyUsage = critical," + seal::key_use_of("collector")),
               Contains("does not reach to timeStamping"));
  }
}
