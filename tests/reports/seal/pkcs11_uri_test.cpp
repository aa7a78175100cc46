#include "reports/seal/pkcs11_uri.h"

#include <string>

#include <catch2/catch.hpp>

using namespace rackproof::seal;

namespace {

std::string why(const std::string& text) {
  const auto uri = parse_pkcs11_uri(text);
  return uri ? "accepted" : uri.error().message;
}

}  // namespace

TEST_CASE("pkcs11 uri: names a token, a key, a module and where the PIN is", "[reports][seal]") {
  const auto uri = parse_pkcs11_uri(
      "pkcs11:token=My%20rack;serial=0a;object=site%3bkey;id=%01%ff;type=private"
      "?module-path=/usr/lib/m.so&pin-source=file:/etc/pin");
  REQUIRE(uri);
  CHECK(uri->token == "My rack");
  CHECK(uri->serial == "0a");
  CHECK(uri->object == "site;key");
  CHECK(uri->id == "\x01\xff");
  CHECK(uri->module_path == "/usr/lib/m.so");
  CHECK(uri->pin_file == "/etc/pin");
}

TEST_CASE("pkcs11 uri: what is not given fits any", "[reports][seal]") {
  const auto uri = parse_pkcs11_uri("pkcs11:object=site?module-path=/m.so");
  REQUIRE(uri);
  CHECK_FALSE(uri->token);
  CHECK_FALSE(uri->serial);
  CHECK_FALSE(uri->id);
  CHECK(uri->pin_file.empty());
  CHECK(parse_pkcs11_uri("pkcs11:object=k?pin-source=file:///p&module-path=/m")->pin_file == "/p");
  CHECK(parse_pkcs11_uri("pkcs11:object=k?pin-source=/p&module-path=/m")->pin_file == "/p");
}

TEST_CASE("pkcs11 uri: what is wrong is told by name", "[reports][seal]") {
  CHECK(why("token=a") == "pkcs11 URI: expected 'pkcs11:' at its front");
  CHECK(why("pkcs11:") == "pkcs11 URI: '': expected name=value");
  CHECK(why("pkcs11:object=a") ==
        "pkcs11 URI: no module-path: ...?module-path=/usr/lib/softhsm/libsofthsm2.so");
  CHECK(why("pkcs11:token=a?module-path=/m") == "pkcs11 URI: names no key: object=LABEL or id=%01");
  CHECK(why("pkcs11:object=a;object=b?module-path=/m") == "pkcs11 URI: 'object' is given twice");
  CHECK(why("pkcs11:object=a?module-path=/m&module-path=/n") ==
        "pkcs11 URI: 'module-path' is given twice");
  CHECK(why("pkcs11:object=a;slot-id=3?module-path=/m") ==
        "pkcs11 URI: unknown attribute 'slot-id'");
  CHECK(why("pkcs11:object=a;type=public?module-path=/m") ==
        "pkcs11 URI: unknown attribute 'type'");
  CHECK(why("pkcs11:object=a;module-path=/m") == "pkcs11 URI: stands behind '?': 'module-path'");
  CHECK(why("pkcs11:object=a?module-path=/m&x=1") ==
        "pkcs11 URI: unknown attribute 'x' behind '?'");
  CHECK(why("pkcs11:object=a?module-path=m.so") ==
        "pkcs11 URI: 'module-path': expected the absolute path of a file");
  CHECK(why("pkcs11:object=a?module-path=/m&pin-source=|cat") ==
        "pkcs11 URI: 'pin-source': expected the absolute path of a file");
  for (const auto* bad : {"%", "%1", "%zz", "%0x", "a%2"}) {
    CHECK_THAT(why("pkcs11:object=" + std::string(bad) + "?module-path=/m"),
               Catch::EndsWith("expected two hexadecimal digits"));
  }
}

TEST_CASE("pkcs11 uri: a PIN within it is refused", "[reports][seal]") {
  CHECK_THAT(why("pkcs11:object=a?module-path=/m&pin-value=1234"),
             Catch::Contains("can be read by every user of this machine"));
}
