#include "schemas/json/run_request_json.h"

#include <chrono>

#include <catch2/catch.hpp>

using namespace rackproof;

namespace {

RunRequest some_request() {
  RunRequest request;
  request.run_id = "id";
  request.started = UtcTime{std::chrono::seconds(1'795'238'220)};
  request.suite_version = "1";
  request.suite_digest = std::string(64, 'a');
  request.reference_toml = "[reference]\n";
  request.reference_digest = std::string(64, 'b');
  request.plan_digest = std::string(64, 'c');
  request.clock = ClockSync{SyncState::synchronised, "", 0.25, 12, 0.5};
  request.tier = "soak";
  request.only = {"gemm"};
  request.seconds = 86400;
  request.root = "/";
  request.command_line = {"rackproof", "certify"};
  request.environment = {{"governor", "performance", ""}};
  request.inventory.hostname = "h";
  request.inventory.devices.emplace_back();
  request.inventory.devices.back().id = "node";
  return request;
}

}  // namespace

TEST_CASE("run request: everything asked survives the text", "[schemas][json]") {
  const auto request = some_request();
  const auto again = decode_run_request(encode_run_request(request));
  INFO((again ? std::string() : again.error().message));
  REQUIRE(again);
  CHECK(*again == request);
}

TEST_CASE("run request: a newer format and a broken inventory are told apart", "[schemas][json]") {
  auto newer = encode_run_request(some_request());
  newer.replace(newer.find("request/1"), 9, "request/2");
  CHECK(decode_run_request(newer).error().kind == ErrorKind::unsupported);

  auto broken = encode_run_request(some_request());
  broken.replace(broken.find("rackproof-inventory/1"), 21, "rackproof-inventors/1");
  CHECK(decode_run_request(broken).error().kind == ErrorKind::malformed);
  CHECK_FALSE(decode_run_request(""));
}
