#include <string>

#include <catch2/catch.hpp>

#include "tests/support/program.h"
#include "tests/support/soft_tpm.h"
#include "tests/support/typed_page.h"

using namespace rackproof;
using Catch::Contains;
using testing::SoftTpm;
using testing::typed_commands;
using testing::TypingDesk;

namespace {

constexpr const char* kPage = "docs/attestation.md";
constexpr int kJudged =
    1;  ///< 0 PASS, 1 another verdict: so short a run may end on a busy machine.

/// The page's reference would work this machine for minutes.
std::string with_tiny_reference(std::string line) {
  const std::string name = "host-x86_64";
  const auto at = line.find(name);
  return at == std::string::npos ? line : line.replace(at, name.size(), "tiny.toml");
}

}  // namespace

TEST_CASE("attestation page: a key is made, the run is quoted, and the verifier says by whom",
          "[cli][attest]") {
  const SoftTpm tpm(SoftTpm::Key::none);
  const TypingDesk desk(kPage, {"TPM2TOOLS_TCTI=" + tpm.tcti()});
  desk.directory().write("tiny.toml", testing::tiny_reference(3));
  desk.directory().write("racks.toml",
                         testing::source_text("tests/examples/attestation/racks.toml"));
  CHECK_THAT(testing::source_text(kPage),
             Contains("```toml\n" + testing::source_text("tests/examples/attestation/racks.toml")));
  desk.type("attestation key");
  std::string last;
  for (const auto& line : typed_commands(kPage, "quoted run")) {
    const auto typed = desk.try_line(with_tiny_reference(line));
    INFO(line << "\n" << typed.all());
    REQUIRE(typed.exit_code <= kJudged);
    last = typed.output;
  }
  CHECK_THAT(last, Contains("TPM: quote over this run by key SHA256:"));
  CHECK_THAT(last, Contains("('TPM of rack 7')"));

  const auto unknown = desk.try_line("rackproof-verify rack-7 --key site-7.key.pub");
  CHECK(unknown.exit_code <= kJudged);
  CHECK_THAT(unknown.output, Contains(", a key that nobody here trusts"));

  desk.run("printf X | dd of=rack-7/attestations/tpm.sig bs=1 seek=20 conv=notrunc");
  CHECK(desk.try_line("rackproof-verify rack-7 --trust racks.toml").exit_code == 4);
}

TEST_CASE("attestation page: a key that the TPM does not have ends before the run",
          "[cli][attest]") {
  const SoftTpm tpm(SoftTpm::Key::none);
  const TypingDesk desk(kPage, {"TPM2TOOLS_TCTI=" + tpm.tcti()});
  desk.directory().write("tiny.toml", testing::tiny_reference(3));
  const auto refused =
      desk.try_line("rackproof certify --reference tiny.toml --tpm-key 0x81010002 --out bundle");
  CHECK(refused.exit_code == 2);
  CHECK_THAT(refused.complaints, Contains("--tpm-key 0x81010002: tpm2_readpublic: "));
  CHECK(desk.try_line("test -e bundle.part").exit_code == 1);
}
