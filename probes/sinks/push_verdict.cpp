#include "probes/sinks/push_verdict.h"

#include <algorithm>
#include <array>
#include <random>
#include <string_view>
#include <utility>

#include "probes/sinks/protobuf.h"
#include "schemas/encoding.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

using std::chrono::seconds;

constexpr seconds kLongestRest = std::chrono::hours(1);

bool is_within(int status, int from, int to) {
  return from <= status && status < to;
}

/// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110 section 5.6.7) as RFC 3339; "" for anything else.
std::string rfc3339_of(std::string_view date) {
  constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto parts = words(date);
  if (parts.size() != 6 || parts[5] != "GMT") {
    return "";
  }
  const auto month = std::ranges::find(kMonths, parts[2]);
  if (month == kMonths.end()) {
    return "";
  }
  const auto number = std::to_string(month - kMonths.begin() + 1);
  return std::string(parts[3]) + "-" + (number.size() == 1 ? "0" : "") + number + "-" +
         std::string(parts[1]) + "T" + std::string(parts[4]) + "Z";
}

seconds rest_asked_for(const HttpAnswer& answer, UtcTime now) {
  const auto* header = answer.header("Retry-After");
  if (header == nullptr) {
    return seconds(0);
  }
  const auto number = parse_integer(trim(*header));
  if (number) {
    return seconds(std::clamp<std::int64_t>(*number, 0, kLongestRest.count()));
  }
  const auto date = parse_utc(rfc3339_of(*header));
  return date ? std::clamp(std::chrono::ceil<seconds>(*date - now), seconds(0), kLongestRest)
              : seconds(0);
}

/// Unauthorized, payment required, forbidden, not found, method not allowed, proxy authentication
/// required, gone (RFC 9110 section 15.5).
bool is_about_us(int status) {
  constexpr std::array kAboutUs{401, 402, 403, 404, 405, 407, 410};
  return std::ranges::find(kAboutUs, status) != kAboutUs.end();
}

struct PartialSuccess {
  std::int64_t refused = 0;
  std::string words;
};

/// ExportMetricsServiceResponse { partial_success = 1 { rejected_data_points = 1, error_message =
/// 2 } }; what is none says nothing.
PartialSuccess partial_success(std::string_view response) {
  PartialSuccess partial;
  const auto outer = protobuf::take_field(response);
  auto inner = outer && outer->number == 1 ? outer->bytes : std::string_view();
  while (const auto field = protobuf::take_field(inner)) {
    if (field->number == 1) {
      partial.refused = std::max<std::int64_t>(static_cast<std::int64_t>(field->value), 0);
    } else if (field->number == 2) {
      partial.words = printable(field->bytes);
    }
  }
  return partial;
}

}  // namespace

PushVerdict judge_push(const Result<HttpAnswer>& answer, UtcTime now) {
  if (!answer) {
    return {PushOutcome::later, seconds(0), printable(answer.error().message)};
  }
  if (is_within(answer->status, 200, 300)) {
    return {PushOutcome::delivered, seconds(0), ""};
  }
  const auto said = printable(trim(answer->body));
  const auto text = "status " + std::to_string(answer->status) + (said.empty() ? "" : ": " + said);
  constexpr int kTooMany = 429;
  const bool refused = is_within(answer->status, 400, 500) && answer->status != kTooMany;
  const auto outcome = refused ? PushOutcome::refused : PushOutcome::later;
  return {outcome, rest_asked_for(*answer, now), text, 0, is_about_us(answer->status)};
}

PushVerdict judge_otlp(const Result<HttpAnswer>& answer, UtcTime now) {
  auto verdict = judge_push(answer, now);
  if (verdict.outcome == PushOutcome::delivered) {
    const auto partial = partial_success(answer->body);
    verdict.words = partial.words;
    verdict.samples_refused = partial.refused;
  }
  const bool for_good = answer && is_within(answer->status, 500, 600) && answer->status != 502 &&
                        answer->status != 503 && answer->status != 504;
  verdict.outcome = for_good ? PushOutcome::refused : verdict.outcome;
  return verdict;
}

std::chrono::nanoseconds PushPace::after_failure(seconds at_least) {
  constexpr std::chrono::nanoseconds kFirst = std::chrono::milliseconds(500);
  constexpr std::chrono::nanoseconds kMost = seconds(30);
  constexpr int kDoublings = 6;
  const auto whole = std::min(kFirst * (1 << std::min(failures_, kDoublings)), kMost);
  ++failures_;
  const auto share = std::chrono::duration<double, std::nano>(whole) * (0.5 + dice_() / 2);
  const auto own = std::chrono::duration_cast<std::chrono::nanoseconds>(share);
  const auto asked = std::chrono::nanoseconds(at_least);
  // What was asked for is a least: the fleet that was asked spreads out behind it.
  return asked > own ? asked + own : own;
}

std::function<double()> random_dice() {
  std::random_device seed;
  return [engine = std::mt19937_64(seed())]() mutable {
    return std::uniform_real_distribution<double>(0, 1)(engine);
  };
}

}  // namespace rackproof
