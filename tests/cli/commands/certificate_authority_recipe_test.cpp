#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "probes/machine/output_file.h"
#include "reports/seal/certificate_chain.h"
#include "tests/support/typed_page.h"

using namespace rackproof;
using Catch::Contains;
using namespace std::chrono_literals;

namespace {

constexpr const char* kPage = "docs/certificate-authority.md";

/// A directory with ca.cnf in which the page is typed, and a verifier who pins root.pem.
class CertificateAuthority : public testing::TypingDesk {
 public:
  CertificateAuthority() : TypingDesk(kPage) {
    directory().write("ca.cnf", testing::source_text("tests/examples/ca/ca.cnf"));
    type("cas");
    type("issue");
    type("lists");
    root_.id = "vendor";
    root_.root = one("root/root.pem");
    root_.roles = {"collector"};
    root_.revocation.demand = seal::RevocationDemand::required;
  }

  [[nodiscard]] std::vector<seal::Certificate> all(const std::string& file) const {
    auto certificates = seal::parse_certificates(bytes(file));
    INFO((certificates ? "" : certificates.error().message));
    REQUIRE(certificates);
    return *std::move(certificates);
  }
  [[nodiscard]] seal::Certificate one(const std::string& file) const { return all(file).front(); }
  [[nodiscard]] seal::Authority& root() { return root_; }

  /// The chain of a file under the lists of revocations.pem, an hour after the site's certificate
  /// began; `proven` = a stamp says so, at this distance from then.
  [[nodiscard]] Result<seal::Chain> judge(
      const std::string& file, std::optional<std::chrono::nanoseconds> proven = {}) const {
    const auto began = one("site.pem").not_before;
    seal::Credentials given{all(file), {}};
    auto lists = seal::parse_lists(bytes("revocations.pem"));
    REQUIRE(lists);
    given.lists = *std::move(lists);
    seal::ChainQuestion question{"collector", {std::nullopt, began + 1h}};
    if (proven) {
      question.time.proven = began + *proven;
    }
    return seal::judge_chain(given.certificates.front(), given, root_, question);
  }
  [[nodiscard]] std::string why(const std::string& file,
                                std::optional<std::chrono::nanoseconds> proven = {}) const {
    const auto chain = judge(file, proven);
    REQUIRE_FALSE(chain);
    CHECK(chain.error().kind == ErrorKind::untrusted);
    return chain.error().message;
  }

 private:
  [[nodiscard]] std::string bytes(const std::string& file) const {
    auto text = read_file(directory().at(file), 100'000);
    REQUIRE(text);
    return *std::move(text);
  }

  seal::Authority root_;
};

}  // namespace

TEST_CASE("docs/certificate-authority.md: what it issues is believed, and by openssl as well",
          "[cli][docs]") {
  CertificateAuthority ca;
  const auto chain = ca.judge("site.chain.pem");
  INFO((chain ? "" : chain.error().message));
  REQUIRE(chain);
  REQUIRE(chain->certificates.size() == 3);
  CHECK(chain->certificates[0].subject == "CN=collector AB-0007,OU=fra1,O=Acme Racks");
  CHECK(chain->certificates[2].subject == "CN=Example Vendor root,O=Example Vendor");
  CHECK(chain->notes.empty());
  CHECK_THAT(ca.run(testing::typed_commands(kPage, "second-opinion").front()),
             Contains("site.pem: OK"));
  CHECK(seal::check_binding(chain->certificates[0], ca.root(), {{}, {"AB-0007"}}));
  CHECK_FALSE(seal::check_binding(chain->certificates[0], ca.root(), {{}, {"AB-0008"}}));
}

TEST_CASE("docs/certificate-authority.md: what it says of names and roles is kept", "[cli][docs]") {
  const CertificateAuthority ca;
  const std::string issue =
      "openssl ca -batch -notext -config ca.cnf -name racks -in x.csr -out "
      "x.pem -extensions ";
  const auto request = [&](const std::string& options) {
    ca.run("rm -f x.csr && rackproof key csr site.key --out x.csr --role collector " + options);
  };
  SECTION("a certifier's certificate collects nothing") {
    request("--host AB-0007 --subject '/O=Acme Racks/CN=x'");
    ca.run(issue + "certifier && cat x.pem racks/racks.pem > x.chain.pem");
    CHECK_THAT(ca.why("x.chain.pem"), Contains("does not say collector"));
  }
  SECTION("nobody else's name is issued, and the vendor's constraint would refuse it") {
    request("--host AB-0007 --subject '/O=Others/CN=x'");
    ca.run("! " + issue + "collector");
    ca.run("sed -i 's/own_organization$/any_organization/' ca.cnf && " + issue +
           "collector && cat x.pem racks/racks.pem > x.chain.pem");
    CHECK_THAT(ca.why("x.chain.pem"), Contains("permitted subtree violation"));
  }
  SECTION("a CA under the integrator's is one too many") {
    request("--host AB-0007 --subject '/O=Acme Racks/CN=x'");
    ca.run(issue + "integrator && cat x.pem racks/racks.pem > x.chain.pem");
    CHECK_THAT(ca.why("x.chain.pem"), Contains("issues certificates (CA:TRUE)"));
  }
}

TEST_CASE("docs/certificate-authority.md: certificates expire, lists too, and both are renewed",
          "[cli][docs]") {
  CertificateAuthority ca;
  ca.run(
      "openssl ca -batch -notext -config ca.cnf -name racks -extensions collector "
      "-startdate 20240101000000Z -enddate 20250101000000Z -in site.csr -out old.pem && "
      "cat old.pem racks/racks.pem > old.chain.pem");
  CHECK_THAT(ca.why("old.chain.pem"),
             Contains("expired: valid from 2024-01-01T00:00:00.000000000Z to 2025-01-01"));
  ca.type("renew");
  CHECK(ca.judge("renewed.chain.pem"));
  CHECK(ca.judge("site.chain.pem"));
  CHECK_THAT(ca.why("site.chain.pem", 31 * 24h),
             Contains("of CN=Acme Racks CA,O=Acme Racks: stale"));
  ca.run(
      "openssl ca -config ca.cnf -name racks -gencrl -crldays 90 -out racks.crl.pem && "
      "cat root.crl.pem racks.crl.pem > revocations.pem");
  CHECK(ca.judge("site.chain.pem", 31 * 24h));
}

TEST_CASE("docs/certificate-authority.md: a retired, a stolen key and a stolen CA are refused",
          "[cli][docs]") {
  CertificateAuthority ca;
  ca.type("renew");
  ca.type("retire");
  CHECK_THAT(ca.why("site.chain.pem"), Contains("(superseded)"));
  CHECK(ca.judge("renewed.chain.pem"));
  // Issued and retired within one second here; in life there is time between the two.
  ca.run(
      "sed -i \"/^R/s/[0-9]*Z,superseded/$(date -u -d '+1 minute' +%y%m%d%H%M%SZ),superseded/\" "
      "racks/index.txt && openssl ca -config ca.cnf -name racks -gencrl -out racks.crl.pem && "
      "cat root.crl.pem racks.crl.pem > revocations.pem");
  const auto stamped = ca.judge("site.chain.pem", 0s);
  REQUIRE(stamped);
  REQUIRE(stamped->notes.size() == 1);
  CHECK_THAT(stamped->notes[0], Contains("(superseded), after the signature"));
  CHECK_THAT(ca.why("site.chain.pem", 30min), Contains("(superseded)"));

  ca.type("stolen");
  CHECK_THAT(ca.why("renewed.chain.pem"),
             Contains("(keyCompromise), in doubt since 2026-04-01T00:00:00") &&
                 Contains("no stamp proves the signature to be older"));
  CHECK_THAT(ca.why("renewed.chain.pem", 0s), Contains("proven by a stamp"));

  ca.run("cp revocations.pem before.pem");
  ca.type("stolen-ca");
  CHECK_THAT(ca.why("site.chain.pem", 0s),
             Contains("CN=Acme Racks CA,O=Acme Racks (serial ") && Contains("(cACompromise)"));
  ca.run("cp before.pem revocations.pem");
  CHECK(ca.judge("site.chain.pem", 0s));
}

TEST_CASE(
    "docs/certificate-authority.md: an old list that a bundle brings along is known by its "
    "number",
    "[cli][docs]") {
  CertificateAuthority ca;
  ca.run("cp revocations.pem first.pem");
  ca.type("retire");
  const auto seen = seal::parse_lists(ca.run("cat revocations.pem"));
  REQUIRE(seen);
  CHECK((*seen)[1].number == 2);
  CHECK_THAT(ca.why("site.chain.pem"), Contains("(superseded)"));
  ca.run("cp first.pem revocations.pem");
  CHECK(ca.judge("site.chain.pem"));  // nobody told this verifier of a newer one
  ca.root().revocation.floors = {{(*seen)[1].issuer, (*seen)[1].number}};
  CHECK_THAT(ca.why("site.chain.pem"),
             Contains("revocation list 1 of CN=Acme Racks CA") && Contains("older than list 2"));
}
