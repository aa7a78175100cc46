#include "reports/seal/tpm_quote.h"

#include <string>

#include <catch2/catch.hpp>

#include "schemas/encoding.h"
#include "tests/support/soft_tpm.h"

using namespace rackproof;
using namespace rackproof::seal;
using Catch::Contains;
using testing::SoftTpm;

namespace {

const std::string kNonce(32, '\x5a');

/// What a real TPM's tools leave, and how the test alters it.
struct Quoted {
  explicit Quoted(const SoftTpm& tpm) {
    tpm.run("tpm2_quote -c " + std::string(SoftTpm::kHandle) + " -l sha256:0,1,2,3,4,5,6,7 -q " +
            to_hex(kNonce) + " -m quote -s sig -o pcrs -F values -g sha256");
    tpm.run("tpm2_readpublic -c " + std::string(SoftTpm::kHandle) + " -f pem -o pub");
    attest = tpm.read("quote");
    signature = tpm.read("sig");
    pcrs = tpm.read("pcrs");
    public_key = tpm.read("pub");
  }
  [[nodiscard]] Result<CheckedQuote> check(const std::string& nonce = kNonce) const {
    return check_tpm_quote({attest, signature, pcrs, public_key}, nonce);
  }
  [[nodiscard]] std::string refusal(const std::string& nonce = kNonce) const {
    const auto checked = check(nonce);
    REQUIRE_FALSE(checked);
    CHECK(checked.error().kind == ErrorKind::untrusted);
    return checked.error().message;
  }

  std::string attest;
  std::string signature;
  std::string pcrs;
  std::string public_key;
};

/// TPMS_ATTEST as it may be, part by part; a test alters one of them.
struct Parts {
  std::string magic{"\xff\x54\x43\x47", 4};
  std::string type{"\x80\x18", 2};
  std::string signer{"\x00\x04\x00\x0b\x01\x02", 6};
  std::string extra{"\x00\x02\x5a\x5a", 4};
  std::string clock = std::string(7, '\0') + "\x09" + std::string(3, '\0') + "\x02" +
                      std::string(3, '\0') + "\x03" + "\x01";
  std::string firmware = std::string(7, '\0') + "\x07";
  std::string banks = std::string("\x00\x00\x00\x01\x00\x0b\x03\xff\x00\x00", 10);
  std::string digest = std::string("\x00\x20", 2) + std::string(32, 'd');

  [[nodiscard]] std::string bytes() const {
    return magic + type + signer + extra + clock + firmware + banks + digest;
  }
  [[nodiscard]] std::string refusal() const {
    const auto parsed = parse_tpm_quote(bytes());
    REQUIRE_FALSE(parsed);
    CHECK(parsed.error().kind == ErrorKind::malformed);
    return parsed.error().message;
  }
};

}  // namespace

TEST_CASE("TPM quote: one that a TPM made over these registers and this nonce holds",
          "[seal][tpm]") {
  const SoftTpm tpm;
  const Quoted quoted(tpm);
  const auto checked = quoted.check();
  INFO((checked ? "" : checked.error().message));
  REQUIRE(checked);
  CHECK(checked->quote.extra_data == kNonce);
  CHECK(checked->key.algorithm() == KeyAlgorithm::p256);
  CHECK(checked->quote.selections.front().pcrs.size() == kQuotedPcrs);
}

TEST_CASE("TPM quote: whatever was altered in one is told", "[seal][tpm]") {
  const SoftTpm tpm;
  Quoted quoted(tpm);
  SECTION("another nonce") {
    CHECK_THAT(quoted.refusal(std::string(32, '\x5b')), Contains("made for another nonce"));
  }
  SECTION("other registers beside it") {
    quoted.pcrs[31] = 1;
    CHECK_THAT(quoted.refusal(), Contains("are not those that it was made over"));
  }
  SECTION("a register too few beside it") {
    quoted.pcrs.resize(quoted.pcrs.size() - 32);
    CHECK_THAT(quoted.refusal(), Contains("have 224 bytes, not 256"));
  }
  SECTION("each bit of the signature's two numbers") {
    for (std::size_t byte = 6; byte < quoted.signature.size(); ++byte) {
      auto flipped = quoted;
      flipped.signature[byte] = static_cast<char>(flipped.signature[byte] ^ 1);
      CHECK_THAT(flipped.refusal(), Contains("signature") || Contains("signed"));
    }
  }
  SECTION("any byte of what was signed") {
    for (std::size_t byte = 0; byte < quoted.attest.size(); ++byte) {
      auto flipped = quoted;
      flipped.attest[byte] = static_cast<char>(flipped.attest[byte] ^ 1);
      CHECK_THAT(flipped.refusal(), Contains("not signed by the key beside it"));
    }
  }
  SECTION("cut off") {
    quoted.attest.pop_back();
    CHECK_THAT(quoted.refusal(), Contains("not signed by the key beside it"));
  }
  SECTION("the same TPM's word on a key, not a quote") {
    tpm.run("tpm2_certify -c " + std::string(SoftTpm::kHandle) + " -C " + SoftTpm::kHandle +
            " -g sha256 -o certified -s certified.sig");
    quoted.attest = tpm.read("certified");
    quoted.signature = tpm.read("certified.sig");
    CHECK_THAT(quoted.refusal(), Contains("type 0x8017, not a quote (0x8018)"));
  }
  SECTION("over one register only") {
    tpm.run("tpm2_quote -c " + std::string(SoftTpm::kHandle) + " -l sha256:0 -q " + to_hex(kNonce) +
            " -m one -s one.sig -g sha256");
    quoted.attest = tpm.read("one");
    quoted.signature = tpm.read("one.sig");
    CHECK_THAT(quoted.refusal(), Contains("not over the registers 0 to 7"));
  }
}

TEST_CASE("TPM quote: every field is read", "[seal][tpm]") {
  const auto quote = parse_tpm_quote(Parts().bytes());
  REQUIRE(quote);
  CHECK(quote->qualified_signer == std::string("\x00\x0b\x01\x02", 4));
  CHECK(quote->extra_data == "ZZ");
  CHECK(quote->clock_ms == 9);
  CHECK(quote->resets == 2);
  CHECK(quote->restarts == 3);
  CHECK(quote->clock_safe);
  CHECK(quote->firmware == 7);
  CHECK(quote->selections == std::vector<PcrSelection>{{11, {0, 1, 2, 3, 4, 5, 6, 7}}});
  CHECK(quote->pcr_digest == std::string(32, 'd'));
}

TEST_CASE("TPM quote: what is no quote is refused by what it is", "[seal][tpm]") {
  Parts parts;
  SECTION("bytes that no TPM made") {
    parts.magic[3] = 'H';
    CHECK_THAT(parts.refusal(), Contains("its magic number is not"));
  }
  SECTION("another kind of attestation") {
    parts.type[1] = '\x17';
    CHECK_THAT(parts.refusal(), Contains("type 0x8017, not a quote"));
  }
  SECTION("a length past the end") {
    parts.digest = std::string("\x00\x40", 2) + std::string(32, 'd');
    CHECK_THAT(parts.refusal(), Contains("ends within the digest of the registers"));
  }
  SECTION("a name that is too long") {
    parts.signer = std::string("\x01\x00", 2) + std::string(256, 'n');
    CHECK_THAT(parts.refusal(), Contains("the signer's name of 256 bytes, at most 68"));
  }
  SECTION("four milliards of banks") {
    parts.banks = "\xff\xff\xff\xff";
    CHECK_THAT(parts.refusal(), Contains("4294967295 banks of registers"));
  }
  SECTION("a selection of more registers than there are") {
    parts.banks = std::string("\x00\x00\x00\x01\x00\x0b\x08", 7) + std::string(8, '\xff');
    CHECK_THAT(parts.refusal(), Contains("a selection of registers in 8 bytes"));
  }
  SECTION("neither yes nor no") {
    parts.clock.back() = 2;
    CHECK_THAT(parts.refusal(), Contains("neither yes nor no"));
  }
  SECTION("something after its end") {
    parts.digest += "x";
    CHECK_THAT(parts.refusal(), Contains("1 bytes after its end"));
  }
  SECTION("a megabyte") {
    parts.digest += std::string(1 << 20, 'x');
    CHECK_THAT(parts.refusal(), Contains("a quote has fewer"));
  }
  SECTION("every shorter one") {
    const auto whole = Parts().bytes();
    for (std::size_t length = 0; length < whole.size(); ++length) {
      CHECK_FALSE(parse_tpm_quote(whole.substr(0, length)));
    }
  }
}

TEST_CASE("TPM signature: ECDSA with SHA-256 comes out as DER, others are named", "[seal][tpm]") {
  const std::string head{"\x00\x18\x00\x0b", 4};
  const auto number = [](std::string bytes) {
    return std::string{'\0', static_cast<char>(bytes.size())} + bytes;
  };
  const auto der = tpm_signature_der(head + number(std::string("\x01", 1)) + number("\x7f"));
  REQUIRE(der);
  CHECK(to_hex(*der) == "300602010102017f");
  const auto rsa =
      tpm_signature_der(std::string("\x00\x14\x00\x0b\x01\x00", 6) + std::string(256, 'r'));
  REQUIRE_FALSE(rsa);
  CHECK(rsa.error().kind == ErrorKind::unsupported);
  CHECK_THAT(rsa.error().message, Contains("scheme 0x0014 with hash 0x000b"));
  CHECK_FALSE(tpm_signature_der(head + number(std::string(33, 'r')) + number("s")));
  CHECK_FALSE(tpm_signature_der(head + number("r")));
  CHECK_FALSE(tpm_signature_der(head + number("r") + number("s") + "x"));
  CHECK_FALSE(tpm_signature_der(head + number("") + number("s")));
  CHECK_FALSE(tpm_signature_der(""));
}
