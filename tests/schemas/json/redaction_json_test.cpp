#include "schemas/json/redaction_json.h"

#include <string>

#include <catch2/catch.hpp>

#include "tests/support/documents.h"

using namespace rackproof;

TEST_CASE("redaction json: comes back exactly", "[schemas][json]") {
  const auto redactions = testing::example_redactions();
  CHECK(decode_redactions(encode_redactions(redactions)).value() == redactions);
  CHECK(decode_redactions(encode_redactions({})).value() == Redactions{});
}

TEST_CASE("redaction json: what no redaction is, is refused", "[schemas][json]") {
  const auto refusal = [](auto change) {
    auto redactions = testing::example_redactions();
    change(redactions.entries);
    const auto decoded = decode_redactions(encode_redactions(redactions));
    return decoded ? std::string("accepted") : decoded.error().message;
  };
  CHECK_THAT(refusal([](auto& entries) { entries[0].path = "../x"; }),
             Catch::Contains("not a path inside"));
  CHECK_THAT(refusal([](auto& entries) { entries[1].path = entries[0].path; }),
             Catch::Contains("not sorted by path and unique"));
  CHECK_THAT(refusal([](auto& entries) { entries[0].original_sha256 = "abc"; }),
             Catch::Contains("not 64 hex digits"));
  CHECK_THAT(refusal([](auto& entries) { entries[0].shown_sha256 = "abc"; }),
             Catch::Contains("not 64 hex digits"));
  CHECK_THAT(refusal([](auto& entries) { entries[0].reason.clear(); }),
             Catch::Contains("gives no reason"));
}
