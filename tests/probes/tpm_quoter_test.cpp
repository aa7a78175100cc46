#include "probes/tpm/tpm_quoter.h"

#include <algorithm>
#include <string>

#include <catch2/catch.hpp>

#include "tests/support/soft_tpm.h"

using namespace rackproof;
using Catch::Contains;
using testing::SoftTpm;

TEST_CASE("TPM quoter: a quote of a TPM is its four files, raw", "[probes][tpm]") {
  const SoftTpm tpm;
  const auto quote = tpm::take_quote(tpm::own_tools(), SoftTpm::kHandle, std::string(64, 'a'));
  INFO((quote ? "" : quote.error().message));
  REQUIRE(quote);
  CHECK(quote->attest.starts_with("\xffTCG\x80\x18"));
  CHECK(quote->attest.find(std::string(32, '\xaa')) != std::string::npos);
  CHECK(quote->signature.starts_with(std::string("\x00\x18\x00\x0b", 4)));
  CHECK(quote->pcrs.size() == 256);
  CHECK(quote->public_key == *tpm::public_key(tpm::own_tools(), SoftTpm::kHandle));
  CHECK(quote->public_key.starts_with("-----BEGIN PUBLIC KEY-----\n"));
}

TEST_CASE("TPM quoter: no key, no TPM and no tools are told apart", "[probes][tpm]") {
  const SoftTpm tpm;
  auto tools = tpm::own_tools();
  const auto reason = [&](const char* handle) {
    const auto key = tpm::public_key(tools, handle);
    REQUIRE_FALSE(key);
    CHECK(key.error().kind == ErrorKind::absent);
    return key.error().message;
  };
  CHECK_THAT(reason("0x81010009"), Contains("the handle is not correct for the use"));
  tools.environment = {"PATH=/usr/bin:/bin", "TPM2TOOLS_TCTI=swtpm:path=/nowhere/tpm"};
  CHECK_THAT(reason(SoftTpm::kHandle), Contains("Could not load tcti"));
}

TEST_CASE("TPM quoter: the TPM is this machine's unless the environment names another",
          "[probes][tpm]") {
  CHECK(tpm::own_tools().environment.back() == "TPM2TOOLS_TCTI=device:/dev/tpmrm0");
  const SoftTpm tpm;
  CHECK(tpm::own_tools().environment.back() == "TPM2TOOLS_TCTI=" + tpm.tcti());
}

TEST_CASE("TPM quoter: a handle is a persistent one, spelled out", "[probes][tpm]") {
  CHECK(*tpm::parse_handle("0x81010002") == "0x81010002");
  for (const auto* text : {"", "81010002", "0x8101000", "0x810100022", "0x8101000G", "0x80000001",
                           "0x81010002 -o /etc/passwd", "ak.context"}) {
    INFO(text);
    const auto handle = tpm::parse_handle(text);
    REQUIRE_FALSE(handle);
    CHECK_THAT(handle.error().message, Contains("as 0x81010002"));
  }
}
