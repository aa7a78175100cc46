#include "probes/redfish/redfish_config.h"

#include <tuple>

#include <catch2/catch.hpp>

using namespace rackproof;
using namespace rackproof::redfish;

namespace {

const std::string kPrint =
    "AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:"
    "89";

/// One BMC that is right, with more lines after it.
std::string right(const std::string& more = "") {
  return "[[bmc]]\nname = \"node3\"\nurl = \"https://10.0.0.5\"\nfingerprint = \"" + kPrint +
         "\"\nuser = \"reader\"\ncredentials_file = \"node3.password\"\n" + more;
}

/// The complaint about a document, without its place.
std::string complaint(const std::string& text) {
  const auto config = load_redfish_config(text, "/etc/rackproof/bmc.toml");
  REQUIRE_FALSE(config);
  CHECK(config.error().kind == ErrorKind::malformed);
  CHECK(config.error().message.starts_with("/etc/rackproof/bmc.toml:"));
  return config.error().message;
}

bool says(const std::string& message, std::string_view words) {
  INFO(message);
  return message.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("bmc file: a BMC with the least that it needs", "[probes][redfish]") {
  const auto config = load_redfish_config(right(), "/etc/rackproof/bmc.toml");

  REQUIRE(config);
  CHECK(config->state_directory == kDefaultRedfishState);
  REQUIRE(config->bmcs.size() == 1);
  const auto& bmc = config->bmcs.front();
  CHECK(bmc.name == "node3");
  CHECK(bmc.peer == HttpPeer{"https://10.0.0.5:443", PeerProof::fingerprint,
                             "abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789"});
  CHECK(bmc.user == "reader");
  CHECK(bmc.credentials_file == "/etc/rackproof/node3.password");
  CHECK(bmc.limits == RedfishLimits{});
}

TEST_CASE("bmc file: what all share stands in [defaults], and a BMC's own word goes first",
          "[probes][redfish]") {
  const auto config = load_redfish_config(
      "state_directory = \"state\"\n[defaults]\nca = \"ca.pem\"\nuser = \"reader\"\n"
      "credentials_command = [\"pass\", \"show\", \"bmc\"]\nrequests_per_second = 5\n"
      "pass_seconds = 30\nrequest_seconds = 2.5\nperiod_seconds = 120\n"
      "[[bmc]]\nname = \"a\"\nurl = \"https://a\"\n"
      "[[bmc]]\nname = \"b\"\nurl = \"https://b:8443\"\ninsecure = \"unverified\"\n"
      "credentials_file = \"/run/b\"\npass_seconds = 10\n"
      "[[bmc]]\nname = \"c\"\nurl = \"http://c\"\ninsecure = \"plain\"\n",
      "/etc/bmc.toml");

  REQUIRE(config);
  CHECK(config->state_directory == "/etc/state");
  REQUIRE(config->bmcs.size() == 3);
  const auto& [a, b, c] = std::tie(config->bmcs[0], config->bmcs[1], config->bmcs[2]);
  CHECK(a.peer == HttpPeer{"https://a:443", PeerProof::ca_file, "/etc/ca.pem"});
  CHECK(a.credentials_command == std::vector<std::string>{"pass", "show", "bmc"});
  CHECK(a.limits == RedfishLimits{5, std::chrono::milliseconds(2500), std::chrono::seconds(30),
                                  std::chrono::seconds(120)});
  CHECK(b.peer == HttpPeer{"https://b:8443", PeerProof::unverified, ""});
  CHECK(b.credentials_file == "/run/b");
  CHECK(b.credentials_command.empty());
  CHECK(b.limits.pass == std::chrono::seconds(10));
  CHECK(c.peer == HttpPeer{"http://c:80", PeerProof::plain, ""});
}

TEST_CASE("bmc file: plain http and unverified TLS have to be asked for by name",
          "[probes][redfish]") {
  const std::string head = "[[bmc]]\nname = \"a\"\nuser = \"u\"\ncredentials_file = \"f\"\n";
  CHECK(says(complaint(head + "url = \"https://a\"\n"), "exactly one of them"));
  CHECK(says(complaint(head + "url = \"http://a\"\nca = \"x\"\n"), "needs insecure = \"plain\""));
  CHECK(says(complaint(head + "url = \"https://a\"\ninsecure = \"plain\"\n"), "is https"));
  CHECK(says(complaint(head + "url = \"https://a\"\ninsecure = true\n"), "must be text"));
  CHECK(says(complaint(head + "url = \"https://a\"\ninsecure = \"yes\"\n"), "'insecure' is"));
  CHECK(says(complaint(head + "url = \"https://a\"\nca = \"\"\n"), "'ca' is missing"));
  CHECK(says(complaint(right("ca = \"x\"\n")), "exactly one of them"));
  CHECK(says(complaint(head + "url = \"https://a\"\nfingerprint = \"AB:CD\"\n"), "64 hex"));
}

TEST_CASE("bmc file: a password in the file is an unknown key, in the URL a wrong one",
          "[probes][redfish]") {
  CHECK(says(complaint(right("password = \"hunter2\"\n")), "unknown key 'password'"));
  const auto message = complaint(
      "[[bmc]]\nname = \"a\"\nuser = \"u\"\ncredentials_file = \"f\"\n"
      "insecure = \"unverified\"\nurl = \"https://u:hunter2@a\"\n");
  CHECK(says(message, "'url' is https://HOST"));
  CHECK_FALSE(says(message, "hunter2"));
}

TEST_CASE("bmc file: credentials come from exactly one place", "[probes][redfish]") {
  CHECK(says(complaint(right("credentials_command = [\"x\"]\n")), "exactly one of them"));
  const std::string head =
      "[[bmc]]\nname = \"a\"\nurl = \"https://a\"\nuser = \"u\"\ninsecure = \"unverified\"\n";
  CHECK(says(complaint(head), "exactly one of them"));
  CHECK(says(complaint(head + "credentials_command = []\n"), "names no program"));
  CHECK(says(complaint(head + "credentials_command = \"pass show\"\n"), "must be a list"));
}

TEST_CASE("bmc file: every other mistake is told too", "[probes][redfish]") {
  CHECK(says(complaint(""), "names no BMC"));
  CHECK(says(complaint(right() + right()), "is there twice"));
  CHECK(says(complaint(right("pase_seconds = 3\n")), "did you mean 'pass_seconds'"));
  CHECK(says(complaint("[defaults]\nurl = \"https://x\"\n" + right()), "unknown key 'url'"));
  CHECK(says(complaint(right("requests_per_second = 0\n")), "from 0.1 to 1000"));
  CHECK(says(complaint(right("pass_seconds = 4000\n")), "from 0.1 to 3600"));
  auto text = right();
  text.replace(text.find("node3"), 5, "No/de");
  CHECK(says(complaint(text), "'name' is made of"));
  text = right();
  text.replace(text.find("10.0.0.5"), 8, "bmc/redfish");
  CHECK(says(complaint(text), "and nothing more"));
}
