#include "schemas/json/statement_json.h"

#include <string>

#include <catch2/catch.hpp>

using namespace rackproof;

namespace {

const std::string kHex(64, 'a');
std::string replaced(std::string text, const std::string& what, const std::string& by) {
  const auto at = text.find(what);
  REQUIRE(at != std::string::npos);
  return text.replace(at, what.size(), by);
}

std::string statement(const std::string& subject, const std::string& predicate) {
  return R"({"_type":"https://in-toto.io/Statement/v1","subject":)" + subject +
         R"(,"predicateType":"x/v1","predicate":)" + predicate + "}";
}

std::string refusal(const std::string& bytes) {
  const auto decoded = decode_statement(bytes);
  return decoded ? "accepted" : decoded.error().message;
}

}  // namespace

TEST_CASE("statement: the frame is exactly an in-toto Statement v1", "[schemas][json]") {
  const auto subject = R"([{"name":"m","digest":{"sha256":")" + kHex + R"("}}])";
  CHECK(decode_statement(statement(subject, "{}")));
  CHECK(refusal(statement("[]", "{}")) == "subject: 0 entries, expected 1 to 1024");
  CHECK(refusal(statement(subject, "null")) == "predicate: expected an object, got null");
  CHECK(refusal(statement(subject, "\"x\"")) == "predicate: expected an object, got a string");
  CHECK(refusal(statement(subject, R"({},"extra":1)")) == "extra: unknown member");
  CHECK(refusal(statement(subject, "{},\"predicate\":{}")) == "predicate: the name stands twice");
  CHECK(refusal(replaced(statement(subject, "{}"), "Statement/v1", "Statement/v0.1"))
            .starts_with("_type: expected"));
  CHECK(refusal(statement(R"([{"name":"m","digest":{"md5":"x"}}])", "{}")) ==
        "subject[0].digest.sha256: missing");
  CHECK(refusal(statement(R"([{"name":"m","digest":{"sha256":")" + std::string(64, 'A') + R"("}}])",
                          "{}")) == "subject[0].digest.sha256: expected 64 lower-case hex digits");
}

TEST_CASE("statement: comes back exactly, and its frame comes first", "[schemas][json]") {
  const Statement statement{{{"manifest.json", kHex}}, "x/v1", JsonObject().add("a", 1).take()};
  const auto bytes = encode_statement(statement);
  CHECK(
      bytes.starts_with("{\n  \"_type\": \"https://in-toto.io/Statement/v1\",\n  \"subject\": ["));
  CHECK(decode_statement(bytes).value() == statement);
}
