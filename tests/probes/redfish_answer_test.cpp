#include "probes/redfish/redfish_answer.h"

#include <catch2/catch.hpp>

using namespace rackproof;
using namespace rackproof::redfish;

namespace {

HttpAnswer answer_of(int status, std::string body = "", std::vector<HttpHeader> headers = {}) {
  return {status, std::move(headers), std::move(body)};
}

std::string message(std::string_view id) {
  return R"({"error":{"code":"Base.1.8.GeneralError","message":"x",)"
         R"("@Message.ExtendedInfo":[{"MessageId":")" +
         std::string(id) + R"("}]}})";
}

}  // namespace

TEST_CASE("redfish: $expand is offered only where the ServiceRoot says true to both of its parts",
          "[probes][redfish]") {
  const auto expands = [](const char* features) {
    const auto offer = parse_service_root(
        R"({"@odata.type":"#ServiceRoot.v1_15_0.ServiceRoot","ProtocolFeaturesSupported":)" +
        std::string(features) + "}");
    REQUIRE(offer);
    return offer->expands;
  };
  CHECK(expands(R"({"ExpandQuery":{"NoLinks":true,"Levels":true}})"));
  CHECK_FALSE(expands(R"({"ExpandQuery":{"NoLinks":true,"Levels":false}})"));
  CHECK_FALSE(expands(R"({"ExpandQuery":{"NoLinks":false,"Levels":true}})"));
  CHECK_FALSE(expands(R"({"ExpandQuery":{"NoLinks":"true","Levels":"true"}})"));
  CHECK_FALSE(expands("{}"));
}

TEST_CASE("redfish: sessions are made where the ServiceRoot says, if sessions can be made there",
          "[probes][redfish]") {
  const auto place = [](const char* path) {
    const auto facts =
        parse_service_root(R"({"RedfishVersion":"1.6.0","Links":{"Sessions":{"@odata.id":")" +
                           std::string(path) + "\"}}}");
    REQUIRE(facts);
    return facts->sessions;
  };
  CHECK(place("/redfish/v1/Sessions") == SessionsAt::root);
  CHECK(place("/redfish/v1/SessionService/Sessions") == SessionsAt::service);
  CHECK(place("/redfish/v1/Systems/1/Actions/ComputerSystem.Reset") == SessionsAt::service);
}

TEST_CASE("redfish: what is no Redfish service is told no password", "[probes][redfish]") {
  for (const auto* text : {"", "<html>Login</html>", "[]", "{}", R"({"Name":"router"})"}) {
    INFO(text);
    const auto facts = parse_service_root(text);
    REQUIRE_FALSE(facts);
    CHECK(facts.error().kind == ErrorKind::malformed);
  }
}

TEST_CASE("redfish: each status is its own reason", "[probes][redfish]") {
  CHECK(refusal_of(answer_of(404), "x").kind == ErrorKind::absent);
  CHECK(refusal_of(answer_of(410), "x").kind == ErrorKind::absent);
  CHECK(refusal_of(answer_of(401), "x").kind == ErrorKind::denied);
  CHECK(refusal_of(answer_of(403), "x").kind == ErrorKind::denied);
  CHECK(refusal_of(answer_of(405), "x").kind == ErrorKind::unsupported);
  CHECK(refusal_of(answer_of(504), "x").kind == ErrorKind::timed_out);
  CHECK(refusal_of(answer_of(500), "x").kind == ErrorKind::io);
  CHECK(refusal_of(answer_of(500, message("Base.1.8.InternalError")), "/redfish/v1/Fabrics")
            .message == "/redfish/v1/Fabrics: HTTP 500, Base.1.8.InternalError");
}

TEST_CASE("redfish: of a refusal only an identifier is repeated", "[probes][redfish]") {
  CHECK(refusal_of(answer_of(400, message("the value pa55 word is wrong")), "x").message ==
        "x: HTTP 400");
  CHECK(refusal_of(answer_of(400, "pa55"), "x").message == "x: HTTP 400");
}

TEST_CASE("redfish: Retry-After in seconds, or nothing", "[probes][redfish]") {
  using std::chrono::seconds;
  const auto after = [](const char* text) {
    return retry_after(answer_of(503, "", {{"Retry-After", text}}));
  };
  CHECK(after("30") == seconds(30));
  CHECK(after(" 0 ") == seconds(0));
  CHECK(after("99999999") == seconds(86400));
  CHECK(after("-5") == std::nullopt);
  CHECK(after("Wed, 21 Oct 2026 07:28:00 GMT") == std::nullopt);
  CHECK(retry_after(answer_of(503)) == std::nullopt);
}

TEST_CASE("redfish: a full table of sessions is known by its message", "[probes][redfish]") {
  CHECK(is_session_limit(answer_of(503, message("Base.1.8.SessionLimitExceeded"))));
  CHECK(is_session_limit(answer_of(400, message("IDRAC.2.8.RAC0218"))));
  CHECK_FALSE(is_session_limit(answer_of(503, message("Base.1.8.ServiceTemporarilyUnavailable"))));
}

TEST_CASE("redfish: busy is 429 and 503", "[probes][redfish]") {
  CHECK(is_busy(answer_of(429)));
  CHECK(is_busy(answer_of(503)));
  CHECK_FALSE(is_busy(answer_of(500)));
  CHECK_FALSE(is_busy(answer_of(200)));
}
