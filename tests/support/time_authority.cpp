#include "tests/support/time_authority.h"

#include <fstream>
#include <sstream>
#include <utility>

#include <catch2/catch.hpp>

#include "probes/machine/child.h"

namespace rackproof::testing {
namespace {

/// All that `openssl ca` wants to know; DIR is the authority's directory.
constexpr std::string_view kCa = R"(
[ca]
default_ca = here
[here]
database = DIR/index.txt
rand_serial = yes
new_certs_dir = DIR
certificate = DIR/root.pem
private_key = DIR/root.key
default_md = sha256
policy = any_name
crlnumber = DIR/crlnumber
unique_subject = no
crl_extensions = list
[any_name]
commonName = supplied
[list]
authorityKeyIdentifier = keyid
[req]
distinguished_name = name
prompt = no
[name]
CN = placeholder
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
)";

std::string replaced(std::string text, std::string_view from, const std::string& to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

void make_key(const std::vector<std::string>& wish, const std::string& path) {
  std::vector<std::string> arguments{"genpkey", "-out", path};
  arguments.insert(arguments.end(), wish.begin(), wish.end());
  openssl(std::move(arguments));
}

}  // namespace

std::string openssl(std::vector<std::string> arguments) {
  const auto shown = arguments.front();
  arguments.insert(arguments.begin(), "openssl");
  ChildCommand command;
  command.argv = std::move(arguments);
  const auto ran = run_child(command, {}, {});
  REQUIRE(ran);
  INFO("openssl " << shown << ": " << ran->error_output);
  REQUIRE(ran->exit_code == 0);
  return ran->output;
}

std::string file_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

TimeAuthority::TimeAuthority(std::string name)
    : name_(std::move(name)),
      config_(directory_.write("ca.cnf", replaced(std::string(kCa), "DIR", directory_.path()))),
      root_{directory_.at("root.pem"), directory_.at("root.key")} {
  static_cast<void>(directory_.write("index.txt", ""));
  static_cast<void>(directory_.write("crlnumber", "01"));
  make_key(CertificateWish().key, root_.key);
  const auto request = directory_.at("root.csr");
  openssl({"req", "-new", "-config", config_, "-key", root_.key, "-subj", "/CN=" + name_ + " root",
           "-out", request});
  openssl({"ca", "-batch", "-selfsign", "-config", config_, "-keyfile", root_.key, "-in", request,
           "-out", root_.certificate, "-notext", "-startdate", "20200101000000Z", "-enddate",
           "20990101000000Z", "-extensions", "root"});
}

std::string TimeAuthority::root() const {
  return file_text(root_.certificate);
}

Identity TimeAuthority::issue(const std::string& name, const CertificateWish& wish) const {
  const Identity made{directory_.at(name + ".pem"), directory_.at(name + ".key")};
  make_key(wish.key, made.key);
  const auto request = directory_.at(name + ".csr");
  openssl({"req", "-new", "-config", config_, "-key", made.key, "-subj", "/CN=" + name, "-out",
           request});
  const auto extensions = directory_.write(name + ".ext", wish.constraints + "\n" + wish.usage +
                                                              "\nkeyUsage = " + wish.key_usage +
                                                              "\nsubjectKeyIdentifier = hash\n"
                                                              "authorityKeyIdentifier = keyid\n");
  openssl({"ca", "-batch", "-config", config_, "-in", request, "-out", made.certificate, "-notext",
           "-md", wish.digest, "-startdate", wish.from, "-enddate", wish.until, "-extfile",
           extensions});
  return made;
}

std::string TimeAuthority::query(std::string_view bytes, std::vector<std::string> more) const {
  const auto data = directory_.write("data", bytes);
  const auto out = directory_.at("query.tsq");
  std::vector<std::string> arguments{"ts", "-query", "-config", config_, "-data",
                                     data, "-cert",  "-out",    out};
  if (more.empty()) {
    more = {"-sha256"};
  }
  arguments.insert(arguments.end(), more.begin(), more.end());
  openssl(std::move(arguments));
  return file_text(out);
}

std::string TimeAuthority::reply(const std::string& query, const Identity& by,
                                 const ReplyWish& wish) const {
  const auto config = directory_.write(
      "tsa.cnf", "[tsa]\ndefault_tsa = here\n[here]\nserial = " + directory_.at("tsa.serial") +
                     "\ncrypto_device = builtin\nsigner_digest = " + wish.signer_digest +
                     "\ndefault_policy = " + wish.policy +
                     "\nother_policies = 1.2.3.4.2\ndigests = sha1, sha256, sha384, sha512\n"
                     "ess_cert_id_alg = " +
                     wish.certificate_digest + "\n" + wish.more + "\n");
  const auto question = directory_.write("asked.tsq", query);
  const auto out = directory_.at("answer.tsr");
  openssl({"ts", "-reply", "-config", config, "-queryfile", question, "-signer", by.certificate,
           "-inkey", by.key, "-out", out});
  return file_text(out);
}

std::string TimeAuthority::revocations(const std::vector<std::string>& entries,
                                       const std::string& from, const std::string& until) const {
  std::string index;
  for (const auto& entry : entries) {
    index += entry + "\tunknown\t/CN=somebody\n";
  }
  const auto before = file_text(directory_.at("index.txt"));
  static_cast<void>(directory_.write("index.txt", index));
  const auto out = directory_.at("list.pem");
  openssl({"ca", "-config", config_, "-gencrl", "-crl_lastupdate", from, "-crl_nextupdate", until,
           "-out", out});
  static_cast<void>(directory_.write("index.txt", before));
  return file_text(out);
}

std::string TimeAuthority::serial_of(const Identity& identity) {
  const auto told = openssl({"x509", "-in", identity.certificate, "-noout", "-serial"});
  const auto at = told.find('=') + 1;
  return told.substr(at, told.find('\n') - at);
}

}  // namespace rackproof::testing
