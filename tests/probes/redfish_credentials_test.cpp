#include "probes/redfish/redfish_credentials.h"

#include <catch2/catch.hpp>
#include <sys/stat.h>

#include "tests/support/temp_dir.h"

using namespace rackproof;
using namespace rackproof::redfish;
using namespace rackproof::testing;

namespace {

BmcConfig by_file(const TempDir& directory, const std::string& text, mode_t mode = 0600) {
  BmcConfig bmc;
  bmc.user = "reader";
  bmc.credentials_file = directory.write("password", text);
  REQUIRE(::chmod(bmc.credentials_file.c_str(), mode) == 0);
  return bmc;
}

BmcConfig by_command(const std::string& script) {
  BmcConfig bmc;
  bmc.user = "reader";
  bmc.credentials_command = {"/bin/sh", "-c", script};
  return bmc;
}

std::string refusal(const BmcConfig& bmc) {
  const auto credentials = load_credentials(bmc);
  REQUIRE_FALSE(credentials);
  CHECK(credentials.error().kind == ErrorKind::denied);
  CHECK(credentials.error().message.find("hunter2") == std::string::npos);
  return credentials.error().message;
}

}  // namespace

TEST_CASE("credentials: the first line of the file or of the command's output",
          "[probes][redfish]") {
  const TempDir directory;
  for (const auto* text : {"hunter2", "hunter2\n", "hunter2\nnotes\n"}) {
    const auto credentials = load_credentials(by_file(directory, text));
    REQUIRE(credentials);
    CHECK(credentials->user == "reader");
    CHECK(credentials->password == "hunter2");
  }
  const auto printed = load_credentials(by_command("echo ' sp ace '; echo more"));
  REQUIRE(printed);
  CHECK(printed->password == " sp ace ");
}

TEST_CASE("credentials: a file open to others is refused, and its text not repeated",
          "[probes][redfish]") {
  const TempDir directory;
  CHECK(refusal(by_file(directory, "hunter2", 0644)).find("chmod 600") != std::string::npos);
}

TEST_CASE("credentials: a command that fails is told by its exit code alone", "[probes][redfish]") {
  CHECK(refusal(by_command("echo hunter2; echo hunter2 >&2; exit 3")) ==
        "credentials_command /bin/sh: exit code 3");
  CHECK(refusal(by_command("kill -9 $$")) == "credentials_command /bin/sh: ended by signal 9");
  CHECK(refusal(by_command("while :; do echo hunter2; done")) ==
        "credentials_command /bin/sh: printed more than a password");
}

TEST_CASE("credentials: a missing file or program is trouble, not an absent BMC",
          "[probes][redfish]") {
  BmcConfig bmc;
  bmc.credentials_file = "/no/such/file";
  CHECK(refusal(bmc) == "/no/such/file: no such file or directory");
  bmc = {};
  bmc.credentials_command = {"/no/such/program"};
  CHECK(refusal(bmc).starts_with("credentials_command /no/such/program: "));
}

TEST_CASE("credentials: an empty or binary first line is no password", "[probes][redfish]") {
  const TempDir directory;
  for (const auto& text : {std::string(), std::string("\nhunter2\n"), std::string("a\tb\n"),
                           std::string("\xff\xfe\n"), std::string("a\0b", 3)}) {
    CHECK(refusal(by_file(directory, text)).ends_with("its first line is no password"));
  }
}

TEST_CASE("credentials: the command sees nothing of our environment", "[probes][redfish]") {
  const auto credentials =
      load_credentials(by_command("env | sort | tr '\\n' ' ' | grep -c HOME; echo; true"));
  REQUIRE(credentials);
  CHECK(credentials->password == "0");
}
