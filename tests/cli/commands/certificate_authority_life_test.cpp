// A CA's whole life by docs/certificate-authority.md, as those see it who seal and who verify.

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "probes/machine/clock.h"
#include "schemas/json/strict_json.h"
#include "tests/reports/small_bundle.h"
#include "tests/support/source_dir.h"
#include "tests/support/time_authority.h"
#include "tests/support/typed_page.h"

using namespace rackproof;
using Catch::Contains;
using namespace std::chrono_literals;

namespace {

constexpr auto kRunLasted = 20s;

/// The directory of the page, with both CAs, both keys, current lists and the trust file.
class Life : public testing::TypingDesk {
 public:
  Life() : TypingDesk("docs/certificate-authority.md") {
    directory().write("ca.cnf", testing::source_text("tests/examples/ca/ca.cnf"));
    directory().write("trust.toml", testing::source_text("tests/examples/ca/trust.toml"));
    for (const auto* block : {"cas", "issue", "issue-certifier", "lists"}) {
      type(block);
    }
  }

  /// An unsealed bundle of the page's node, of a run that has just ended.
  void run_of(const std::string& name, const std::string& serial = "AB-0007") const {
    auto run = testing::moved_to(SystemClock().now() - kRunLasted, testing::small_run());
    run.inventory.serial = serial;
    const testing::SmallBundle bundle(run);
    std::filesystem::rename(bundle.path(), directory().at(name));
  }
  /// The page's two commands, for another bundle and another collector's chain.
  [[nodiscard]] std::vector<std::string> sealing(const std::string& name,
                                                 const std::string& chain) const {
    auto lines = testing::typed_commands("docs/certificate-authority.md", "seal");
    REQUIRE(lines.size() == 2);
    for (auto& line : lines) {
      replace(line, "rack-7", name);
    }
    replace(lines[0], "site.chain.pem", chain);
    return lines;
  }
  void seal(const std::string& name, const std::string& chain = "site.chain.pem") const {
    for (const auto& line : sealing(name, chain)) {
      run(line);
    }
  }
  /// Sealing as collector by this chain is refused, and the bundle is what it was.
  [[nodiscard]] std::string seal_refused(const std::string& name, const std::string& chain) const {
    const auto before = run("find " + name + " -type f | sort | xargs sha256sum");
    const auto refused = try_line(sealing(name, chain)[0]);
    INFO(refused.all());
    CHECK(refused.exit_code == 2);
    CHECK(run("find " + name + " -type f | sort | xargs sha256sum") == before);
    return refused.complaints;
  }
  /// Both verifiers must answer alike; what they print, one of them as a document, which tells the
  /// chains of a good answer too.
  [[nodiscard]] std::string verify(const std::string& name, int exit_code,
                                   const std::string& trust = "trust.toml") const {
    const auto with = name + " --trust " + trust;
    const auto one = try_line("rackproof verify " + with);
    const auto other = try_line("rackproof-verify " + with + " --json");
    INFO(with << "\n" << one.all());
    CHECK(one.exit_code == exit_code);
    CHECK(other.exit_code == exit_code);
    return one.all() + other.output;
  }
  /// Takes the seals of both statements to `authority` and puts its answers beside them.
  void stamp(const std::string& name, const testing::TimeAuthority& authority) const {
    const auto by = authority.issue("tsa-" + name);
    for (const std::string role : {"collector", "certifier"}) {
      const auto query = name + "." + role + ".tsq";
      const auto answer = name + "." + role + ".tsr";
      run("rackproof stamp request " + name + " --as " + role + " -o " + query);
      directory().write(answer, authority.reply(testing::file_text(directory().at(query)), by));
      run("rackproof stamp add " + name + " " + answer + " --query " + query);
    }
  }
  /// A trust file that believes `authority` as well.
  [[nodiscard]] std::string trusting(const testing::TimeAuthority& authority) const {
    directory().write("tsa-root.pem", authority.root());
    directory().write("stamped.toml", testing::source_text("tests/examples/ca/trust.toml") +
                                          "\n[[time_stamper]]\nid = \"site\"\n"
                                          "root = \"tsa-root.pem\"\n");
    return "stamped.toml";
  }

 private:
  static void replace(std::string& text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    text.replace(at, from.size(), to);
  }
};

}  // namespace

TEST_CASE("a CA's life: what is sealed with a chain is believed by whoever pins the root",
          "[cli][docs]") {
  const Life life;
  life.run_of("rack-7");
  life.type("seal");
  life.type("verify");
  const auto said = life.verify("rack-7", 0);
  CHECK_THAT(said, Contains("identity   ok") && Contains("('Example Vendor')"));
  CHECK_THAT(said, Contains("signed by CN=collector AB-0007,OU=fra1,O=Acme Racks") &&
                       Contains("signed by CN=certifier AB-0007,OU=lab,O=Acme Racks") &&
                       Contains("by CN=Acme Racks CA,O=Acme Racks"));
  SECTION("but not by who pins another root") {
    life.run(
        "openssl req -x509 -new -config ca.cnf -extensions vendor_root -key site.key -subj "
        "'/O=Example Vendor/CN=Example Vendor root' -out other.pem && "
        "sed 's|root/root.pem|other.pem|' trust.toml > other.toml");
    CHECK_THAT(life.verify("rack-7", 4, "other.toml"), Contains("identity   NOT ok"));
  }
  SECTION("and not where the chain is taken out again") {
    life.run("rm rack-7/run-record.chain.pem");
    static_cast<void>(life.verify("rack-7", 4));
  }
  SECTION("nor as another rack's") {
    life.run("sed 's/AB-/ZZ-/' trust.toml > other.toml");
    CHECK_THAT(life.verify("rack-7", 4, "other.toml"),
               Contains("urn:rackproof:host:AB-0007 is not among the names"));
  }
}

TEST_CASE("a CA's life: an archive is sealed and verified like its directory, by two of each role",
          "[cli][docs]") {
  const Life life;
  // Before the run: its own time is when a certificate must be valid.
  life.run(
      "rackproof key new second.key && rackproof key csr second.key --out second.csr "
      "--role collector --host AB-0007 --subject '/O=Acme Racks/CN=second collector' && "
      "openssl ca -batch -notext -config ca.cnf -name racks -extensions collector "
      "-in second.csr -out second.pem && cat second.pem racks/racks.pem > second.chain.pem && "
      "(cat trust.toml && printf '\\n[threshold]\\ncollector = 2\\n') > two.toml");
  life.run_of("rack-7");
  life.run("rackproof bundle pack rack-7 -o rack-7.tar");
  for (const std::string name : {"rack-7", "rack-7.tar"}) {
    life.seal(name);
    static_cast<void>(life.verify(name, 0));
    static_cast<void>(life.verify(name, 4, "two.toml"));
    const auto told = life.run("rackproof seal " + name +
                               " --as collector --key second.key --chain second.chain.pem --json");
    const auto document = parse_strict_json(told);
    REQUIRE(document);
    CHECK(*document->find("format")->if_string() == "rackproof-sealed/1");
    CHECK_THAT(*document->find("certificate")->find("subject")->if_string(),
               Contains("CN=second collector"));
    CHECK_THAT(told, Contains("\"run-record.chain.pem\""));
    CHECK_THAT(life.verify(name, 0, "two.toml"), Contains("CN=second collector"));
    const auto again = life.try_line("rackproof seal " + name +
                                     " --as collector --key second.key --chain second.chain.pem");
    CHECK(again.exit_code == 3);
    CHECK_THAT(again.complaints, Contains("has signed this already"));
  }
  life.run("mkdir out && tar -xf rack-7.tar -C out");
  CHECK(life.run("cd out && find . -type f | sort") ==
        life.run("cd rack-7 && find . -type f | sort"));
}

TEST_CASE("a CA's life: what no verifier would believe is not sealed", "[cli][docs]") {
  const Life life;
  life.run_of("rack-7");
  SECTION("somebody else's certificate") {
    CHECK_THAT(life.seal_refused("rack-7", "lab.chain.pem"), Contains("is of the key SHA256:"));
  }
  SECTION("another node's") {
    life.run_of("rack-8", "AB-0008");
    CHECK_THAT(
        life.seal_refused("rack-8", "site.chain.pem"),
        Contains("is bound to urn:rackproof:host:AB-0007, but this is about host 'AB-0008'"));
  }
  SECTION("one that has expired") {
    life.run(
        "openssl ca -batch -notext -config ca.cnf -name racks -extensions collector "
        "-startdate 20240101000000Z -enddate 20250101000000Z -in site.csr -out old.pem && "
        "cat old.pem racks/racks.pem > old.chain.pem");
    CHECK_THAT(life.seal_refused("rack-7", "old.chain.pem"), Contains("to 2025-01-01"));
  }
  SECTION("a file with the key in it") {
    life.run("cat site.chain.pem site.key > both.pem");
    CHECK_THAT(life.seal_refused("rack-7", "both.pem"), Contains("holds a private key"));
  }
  SECTION("a file that is not there") {
    CHECK_THAT(life.seal_refused("rack-7", "none.pem"), Contains("none.pem"));
  }
  SECTION("lists that are stale") {
    life.run(
        "openssl ca -config ca.cnf -name racks -gencrl -crl_lastupdate 20240101000000Z "
        "-crl_nextupdate 20250101000000Z -out racks.crl.pem && "
        "cat root.crl.pem racks.crl.pem > revocations.pem");
    CHECK_THAT(life.seal_refused("rack-7", "site.chain.pem"), Contains("stale, it held until"));
  }
  SECTION("a key that is revoked") {
    life.type("retire");
    CHECK_THAT(life.seal_refused("rack-7", "site.chain.pem"), Contains("(superseded)"));
  }
}

TEST_CASE("a CA's life: a certificate is renewed and the old one retired", "[cli][docs]") {
  const Life life;
  const testing::TimeAuthority authority("site");
  const auto stamped = life.trusting(authority);
  for (const std::string name : {"rack-7", "stamped"}) {
    life.run_of(name);
    life.seal(name);
  }
  life.stamp("stamped", authority);
  life.type("renew");
  life.run_of("renewed");
  life.seal("renewed", "renewed.chain.pem");
  for (const std::string name : {"rack-7", "stamped", "renewed"}) {
    static_cast<void>(life.verify(name, 0, stamped));
  }
  life.run("sleep 1.1");  // stamps and lists count in seconds
  life.type("retire");
  CHECK_THAT(life.verify("rack-7", 4, stamped), Contains("(superseded)") && Contains("no stamp"));
  CHECK_THAT(life.verify("stamped", 0, stamped), Contains("(superseded), after the signature"));
  static_cast<void>(life.verify("renewed", 0, stamped));
}

TEST_CASE("a CA's life: a stolen key takes its reports along, a stolen CA all that it ever issued",
          "[cli][docs]") {
  const Life life;
  const testing::TimeAuthority authority("site");
  const auto stamped = life.trusting(authority);
  life.type("renew");
  life.run_of("stamped");
  life.seal("stamped");
  life.stamp("stamped", authority);
  life.run_of("renewed");
  life.seal("renewed", "renewed.chain.pem");
  life.stamp("renewed", authority);
  life.run("cp revocations.pem first.pem");
  life.type("stolen");
  CHECK_THAT(
      life.verify("renewed", 4, stamped),
      Contains("(keyCompromise), in doubt since 2026-04-01") && Contains("proven by a stamp"));
  static_cast<void>(life.verify("stamped", 0, stamped));

  life.type("stolen-ca");
  CHECK_THAT(life.verify("stamped", 4, stamped),
             Contains("CN=Acme Racks CA,O=Acme Racks (serial ") && Contains("(cACompromise)"));
  SECTION("whoever has only the bundle's own lists does not know, unless told a lowest number") {
    life.run("cp first.pem revocations.pem");
    static_cast<void>(life.verify("stamped", 0, stamped));
    life.run("(cat " + stamped +
             " && printf '%s\\n' '' '[[authority.lowest_list]]' "
             "'issuer = \"CN=Example Vendor root,O=Example Vendor\"' 'number = 2') > floor.toml");
    CHECK_THAT(life.verify("stamped", 4, "floor.toml"), Contains("older than list 2"));
  }
}

TEST_CASE("a CA's life: certify seals both statements with one key that may do both",
          "[cli][docs]") {
  const Life life;
  life.run(
      "printf '%s\\n' '[both]' 'basicConstraints = critical, CA:FALSE' "
      "'keyUsage = critical, digitalSignature' \"extendedKeyUsage = critical, $(sed -n "
      "'s/^extendedKeyUsage *= critical, //p' ca.cnf | paste -sd,)\" "
      "'subjectKeyIdentifier = hash' 'authorityKeyIdentifier = keyid' >> ca.cnf");
  life.run(
      "rackproof key new both.key && rackproof key csr both.key --out both.csr "
      "--role collector --site fra1 --subject '/O=Acme Racks/CN=fra1' && "
      "openssl ca -batch -notext -config ca.cnf -name racks -extensions both "
      "-in both.csr -out both.pem && cat both.pem racks/racks.pem > both.chain.pem && "
      "sed 's/host:AB-.*/site:fra1\"]/' trust.toml > site.toml");
  const auto certify = "rackproof certify --reference host-x86_64 --progress none --root " +
                       rackproof::testing::source_dir() +
                       "/tests/fixtures/small_virtual_machine --crl revocations.pem --key ";
  const auto made = life.try_line(certify + "both.key --chain both.chain.pem --out whole");
  INFO(made.all());
  REQUIRE(made.exit_code == 1);  // a captured tree never passes
  CHECK_THAT(life.verify("whole", 1, "site.toml"),
             Contains("identity   ok") && Contains("signed by CN=fra1,O=Acme Racks"));
  SECTION("a certificate of one role, or of another node, is refused before the run") {
    const auto one = life.try_line(certify + "site.key --chain site.chain.pem --out none");
    CHECK(one.exit_code == 2);
    CHECK_THAT(one.complaints, Contains("does not say certifier"));
    life.run(
        "rackproof key csr both.key --out other.csr --role collector --host ZZ-1 "
        "--subject '/O=Acme Racks/CN=other' && openssl ca -batch -notext -config ca.cnf "
        "-name racks -extensions both -in other.csr -out other.pem && "
        "cat other.pem racks/racks.pem > other.chain.pem");
    const auto other = life.try_line(certify + "both.key --chain other.chain.pem --out none");
    CHECK(other.exit_code == 2);
    CHECK_THAT(other.complaints, Contains("is bound to urn:rackproof:host:ZZ-1"));
    life.run("test ! -e none && test ! -e none.part");
  }
}
