#include "probes/sinks/push_verdict.h"

#include <catch2/catch.hpp>

using namespace rackproof;
using namespace std::chrono_literals;

namespace {

const UtcTime kNow{std::chrono::seconds(1795238220)};  // Sat, 21 Nov 2026 05:17:00 GMT

PushVerdict verdict_on(int status, std::string body = "", std::vector<HttpHeader> headers = {}) {
  HttpAnswer answer;
  answer.status = status;
  answer.body = std::move(body);
  answer.headers = std::move(headers);
  return judge_push(answer, kNow);
}

}  // namespace

TEST_CASE("push verdict: 2xx is delivered, 4xx is refused, all else comes later",
          "[probes][sinks]") {
  for (const int status : {200, 202, 204}) {
    CHECK(verdict_on(status).outcome == PushOutcome::delivered);
  }
  for (const int status : {400, 401, 403, 404, 409, 413, 422}) {
    CHECK(verdict_on(status).outcome == PushOutcome::refused);
  }
  for (const int status : {429, 500, 502, 503, 504, 301, 100}) {
    CHECK(verdict_on(status).outcome == PushOutcome::later);
  }
  CHECK(judge_push(Error{ErrorKind::io, "connection refused"}, kNow).outcome == PushOutcome::later);
}

TEST_CASE("push verdict: a refusal of the sender is told apart from one of the bytes",
          "[probes][sinks]") {
  for (const int status : {401, 403, 404}) {
    CHECK(verdict_on(status).refuses_all);
    CHECK(verdict_on(status).outcome == PushOutcome::refused);
  }
  for (const int status : {204, 400, 409, 413, 422, 429, 500}) {
    CHECK_FALSE(verdict_on(status).refuses_all);
  }
}

TEST_CASE("push verdict: the words of the other end are kept, and cannot drive a terminal",
          "[probes][sinks]") {
  CHECK(verdict_on(400, "out of order sample\n").words == "status 400: out of order sample");
  CHECK(verdict_on(400, "\x1b[2J").words == "status 400: \\x1b[2J");
  CHECK(verdict_on(500).words == "status 500");
  CHECK(verdict_on(400, std::string(100'000, 'x')).words.size() < 300);
  CHECK(judge_push(Error{ErrorKind::io, "connection refused"}, kNow).words == "connection refused");
}

TEST_CASE("push verdict: Retry-After is honoured as seconds and as a date", "[probes][sinks]") {
  const auto rest = [](const std::string& text) {
    return verdict_on(429, "", {{"Retry-After", text}}).at_least;
  };
  CHECK(rest("17") == 17s);
  CHECK(rest("Sat, 21 Nov 2026 05:17:40 GMT") == 40s);
  CHECK(rest("Sat, 21 Nov 2026 05:16:00 GMT") == 0s);
  CHECK(rest("-3") == 0s);
  CHECK(rest("soon") == 0s);
  CHECK(rest("999999999") == 1h);
  CHECK(rest("Sat, 21 Nov 2099 05:16:00 GMT") == 1h);
  CHECK(verdict_on(429).at_least == 0s);
}

TEST_CASE("push pace: rests double up to half a minute and begin anew after a success",
          "[probes][sinks]") {
  PushPace pace([] { return 1.0; });
  std::vector<std::chrono::nanoseconds> rests;
  for (int i = 0; i < 9; ++i) {
    rests.push_back(pace.after_failure(0s));
  }
  CHECK(rests == std::vector<std::chrono::nanoseconds>{500ms, 1s, 2s, 4s, 8s, 16s, 30s, 30s, 30s});
  pace.succeeded();
  CHECK(pace.after_failure(0s) == 500ms);
}

TEST_CASE("push pace: each rest lies between half and the whole, as the dice fall",
          "[probes][sinks]") {
  PushPace low([] { return 0.0; });
  PushPace middle([] { return 0.5; });
  CHECK(low.after_failure(0s) == 250ms);
  CHECK(middle.after_failure(0s) == 375ms);
}

TEST_CASE("push pace: what the other end asks for is a least, and a fleet spreads out behind it",
          "[probes][sinks]") {
  PushPace low([] { return 0.0; });
  PushPace high([] { return 1.0; });
  CHECK(low.after_failure(60s) == 60s + 250ms);
  CHECK(high.after_failure(60s) == 60s + 500ms);
  for (int i = 0; i < 8; ++i) {
    static_cast<void>(high.after_failure(0s));
  }
  CHECK(high.after_failure(1s) == 30s);
}

TEST_CASE("push pace: two processes do not throw the same dice", "[probes][sinks]") {
  auto one = random_dice();
  auto other = random_dice();
  bool differ = false;
  for (int i = 0; i < 20; ++i) {
    const auto a = one();
    const auto b = other();
    CHECK((a >= 0 && a < 1));
    differ = differ || a != b;
  }
  CHECK(differ);
}
