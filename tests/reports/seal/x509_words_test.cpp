#include "reports/seal/x509_words.h"

#include <string>

#include <catch2/catch.hpp>

using namespace rackproof;
using namespace rackproof::seal;

namespace {

UtcTime told(const char* generalized) {
  const TimeHandle time(ASN1_GENERALIZEDTIME_new());
  REQUIRE(ASN1_GENERALIZEDTIME_set_string(time.get(), generalized) == 1);
  const auto read = time_of(*time);
  REQUIRE(read);
  return *read;
}

}  // namespace

TEST_CASE("X.509 words: times are told to the second, and kept within our clock",
          "[reports][seal]") {
  CHECK(format_utc(told("20260301123456Z")) == "2026-03-01T12:34:56.000000000Z");
  CHECK(format_utc(told("20240229235959Z")) == "2024-02-29T23:59:59.000000000Z");
  CHECK(format_utc(told("99991231235959Z")) == "2261-12-31T00:00:00.000000000Z");
  CHECK(format_utc(told("19500101000000Z")) == "1970-01-01T00:00:00.000000000Z");
}

TEST_CASE("X.509 words: names cannot drive a terminal", "[reports][seal]") {
  const std::unique_ptr<X509_NAME, FreeWith<X509_NAME_free>> name(X509_NAME_new());
  const std::string hostile = "a\x1b[31m,b";
  REQUIRE(X509_NAME_add_entry_by_txt(name.get(), "CN", MBSTRING_UTF8, as_bytes(hostile), -1, -1,
                                     0) == 1);
  CHECK(words_of(*name) == "CN=a\\1B[31m\\,b");
  const std::unique_ptr<X509_NAME, FreeWith<X509_NAME_free>> none(X509_NAME_new());
  CHECK(words_of(*none) == "(no name)");
}

TEST_CASE("X.509 words: serial numbers are as openssl prints them", "[reports][seal]") {
  const IntegerHandle number(ASN1_INTEGER_new());
  REQUIRE(ASN1_INTEGER_set(number.get(), 0xA1B) == 1);
  CHECK(hex_of(*number) == "0A1B");
  REQUIRE(ASN1_INTEGER_set(number.get(), -1) == 1);
  CHECK(hex_of(*number) == "-01");
}

TEST_CASE("X.509 words: identifiers of ours are longer than most", "[reports][seal]") {
  const std::string text = "2.25.48990790624606678908632435941848517428.1";
  const std::unique_ptr<ASN1_OBJECT, FreeWith<ASN1_OBJECT_free>> object(
      OBJ_txt2obj(text.c_str(), 1));
  REQUIRE(object);
  CHECK(dotted(*object) == text);
}
