#include "schemas/json/order_json.h"

#include <string>

#include <catch2/catch.hpp>

#include "schemas/json/run_record_json.h"
#include "tests/support/documents.h"

using namespace rackproof;

namespace {

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

std::string refusal(const TestOrder& order) {
  const auto decoded = decode_order_statement(encode_order_statement(order));
  return decoded ? "read" : decoded.error().message;
}

}  // namespace

TEST_CASE("order json: an order comes back as it was written", "[schemas][json]") {
  const auto order = testing::example_order();
  const auto decoded = decode_order_statement(encode_order_statement(order));
  REQUIRE(decoded);
  CHECK(*decoded == order);
  auto any = order;
  any.serials.clear();
  const auto for_any = decode_order_statement(encode_order_statement(any));
  REQUIRE(for_any);
  CHECK(for_any->serials.empty());
}

TEST_CASE("order json: an order that says nothing certain is refused", "[schemas][json]") {
  const auto order = testing::example_order();
  SECTION("29.10 a nonce that is not 32 bytes") {
    for (const std::string nonce : {"", "00",
                                    "0123456789abcdef0123456789ABCDEF0123456789abcdef"
                                    "0123456789abcdef"}) {
      auto wrong = order;
      wrong.nonce = nonce;
      CHECK(refusal(wrong) ==
            "predicate.nonce: expected 32 bytes as 64 lower-case hexadecimal digits");
    }
  }
  SECTION("29.11 an order that expires before it was issued") {
    auto wrong = order;
    wrong.expires = wrong.issued;
    CHECK(refusal(wrong) == "predicate.expires: not after it was issued");
  }
  SECTION("29.12 an order of no reference, or without an id of its own") {
    auto wrong = order;
    wrong.reference_id.clear();
    CHECK_THAT(refusal(wrong), Catch::Contains("an order names reference, digest and tier"));
    wrong = order;
    wrong.order_id = "7";
    CHECK_THAT(refusal(wrong), Catch::Contains("predicate.orderId: expected a UUID"));
    wrong = order;
    wrong.serials = {""};
    CHECK_THAT(refusal(wrong), Catch::Contains("predicate.dut.serials"));
  }
  SECTION("29.13 an order whose subject is another reference") {
    const auto bytes = encode_order_statement(order);
    const auto other = replaced(bytes, order.reference_digest, std::string(64, 'c'));
    CHECK(decode_order_statement(other).error().message ==
          "subject: expected the reference that is ordered, alone");
  }
}

TEST_CASE("order json: nothing unknown, nothing of another kind or of a later version",
          "[schemas][json]") {
  const auto bytes = encode_order_statement(testing::example_order());
  CHECK(decode_order_statement(replaced(bytes, "\"note\"", "\"notes\"")).error().kind ==
        ErrorKind::malformed);
  CHECK(decode_order_statement(replaced(bytes, "test-order/v1", "test-order/v2")).error().kind ==
        ErrorKind::unsupported);
  CHECK(decode_order_statement(replaced(bytes, "test-order/v1", "run-record/v1")).error().kind ==
        ErrorKind::malformed);
}

TEST_CASE("order json: a run record mentions an order only where there is one", "[schemas][json]") {
  const std::vector<Subject> subjects{{"manifest.json", std::string(64, 'a')}};
  RunRecord record;
  const auto without = encode_run_record_statement(record, subjects);
  CHECK(without.find("order") == std::string::npos);
  CHECK(decode_run_record_statement(without)->record == record);
  record.order = OrderMention{"id", "nonce", "digest"};
  const auto with = encode_run_record_statement(record, subjects);
  const auto decoded = decode_run_record_statement(with);
  REQUIRE(decoded);
  CHECK(decoded->record == record);
  CHECK_FALSE(decode_run_record_statement(replaced(with, "\"nonce\": \"nonce\"", "\"nonce\": 1")));
}
