#include "probes/redfish/redfish_answer.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "schemas/encoding.h"
#include "schemas/json/strict_json.h"
#include "schemas/text.h"

namespace rackproof::redfish {
namespace {

constexpr std::size_t kLongestMessage = std::size_t{64} << 10;
constexpr std::size_t kLongestIdentifier = 80;

std::string text_at(const JsonValue* value) {
  const auto* text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? "" : *text;
}

const JsonValue* member(const JsonValue* value, std::string_view name) {
  return value == nullptr ? nullptr : value->find(name);
}

bool is_true(const JsonValue* value) {
  const auto* truth = value == nullptr ? nullptr : value->if_boolean();
  return truth != nullptr && *truth;
}

/// "Base.1.8.ResourceMissingAtURI"; anything with more than letters, digits and dots is none.
std::string identifier(std::string text) {
  const bool plain = std::ranges::all_of(text, [](char each) {
    return (each >= 'a' && each <= 'z') || (each >= 'A' && each <= 'Z') ||
           (each >= '0' && each <= '9') || each == '.' || each == '_';
  });
  return plain && text.size() <= kLongestIdentifier ? text : "";
}

/// The first message's identifier (DSP0266, "Error responses").
std::string message_of(const HttpAnswer& answer) {
  const auto body = parse_strict_json(answer.body, {.bytes = kLongestMessage, .depth = 16});
  const auto* error = body ? body->find("error") : nullptr;
  const auto* details = member(error, "@Message.ExtendedInfo");
  const auto* list = details == nullptr ? nullptr : details->if_array();
  if (list != nullptr && !list->empty()) {
    return identifier(text_at(list->front().find("MessageId")));
  }
  return identifier(text_at(member(error, "code")));
}

ErrorKind kind_of(int status) {
  switch (status) {
    case 404:
    case 410:
      return ErrorKind::absent;
    case 401:
    case 403:
      return ErrorKind::denied;
    case 405:
    case 501:
      return ErrorKind::unsupported;
    case 408:
    case 504:
      return ErrorKind::timed_out;
    default:
      return ErrorKind::io;
  }
}

}  // namespace

Result<ServiceOffer> parse_service_root(std::string_view text) {
  const auto root = parse_strict_json(text);
  if (!root) {
    return Error{ErrorKind::malformed,
                 std::string(kRootDocument) + ": no Redfish service: " + root.error().message};
  }
  const auto type = text_at(root->find("@odata.type"));
  if (root->find("RedfishVersion") == nullptr && !type.starts_with("#ServiceRoot.")) {
    return Error{ErrorKind::malformed,
                 std::string(kRootDocument) + ": what answers is no Redfish service"};
  }
  ServiceOffer offer;
  const auto linked = text_at(member(member(member(&*root, "Links"), "Sessions"), "@odata.id"));
  offer.sessions = sessions_at(linked).value_or(SessionsAt::service);
  // What is subordinate needs NoLinks, how deep needs Levels (ProtocolFeaturesSupported).
  const auto* expand = member(member(&*root, "ProtocolFeaturesSupported"), "ExpandQuery");
  offer.expands = is_true(member(expand, "NoLinks")) && is_true(member(expand, "Levels"));
  return offer;
}

bool is_busy(const HttpAnswer& answer) {
  return answer.status == 429 || answer.status == 503;
}

std::optional<std::chrono::seconds> retry_after(const HttpAnswer& answer) {
  constexpr std::int64_t kDay = 86400;
  const auto* header = answer.header("Retry-After");
  if (header == nullptr) {
    return std::nullopt;
  }
  const auto seconds = parse_integer(trim(*header));
  if (!seconds || *seconds < 0) {
    return std::nullopt;
  }
  return std::chrono::seconds(std::min(*seconds, kDay));
}

bool is_session_limit(const HttpAnswer& answer) {
  // Base registry; iDRAC ("maximum number of user sessions is reached")
  return answer.body.find("SessionLimitExceeded") != std::string::npos ||
         answer.body.find("RAC0218") != std::string::npos;
}

Error refusal_of(const HttpAnswer& answer, std::string_view what) {
  const auto message = message_of(answer);
  return Error{kind_of(answer.status), printable(what) + ": HTTP " + std::to_string(answer.status) +
                                           (message.empty() ? "" : ", " + message)};
}

std::string odata_id(std::string_view text) {
  const auto document = parse_strict_json(text, {.bytes = kLongestMessage, .depth = 16});
  return document ? text_at(document->find("@odata.id")) : "";
}

}  // namespace rackproof::redfish
