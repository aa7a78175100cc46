#include "probes/sinks/push_door.h"

#include <algorithm>
#include <utility>

#include "probes/machine/http_url.h"
#include "probes/machine/secret_file.h"
#include "schemas/encoding.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

constexpr std::size_t kAnswerLimit = std::size_t{1} << 20U;  ///< Only its words are of interest.

bool is_this_machine(std::string_view origin) {
  constexpr std::string_view kPlain = "http://";
  const auto host = origin.substr(std::min(origin.size(), kPlain.size()));
  const bool numbers = host.find_first_not_of("0123456789.:") == std::string_view::npos;
  return (numbers && host.starts_with("127.")) || host.starts_with("localhost:") ||
         host.starts_with("[::1]:");
}

bool has_secret(const PushTarget& target) {
  return !target.bearer_token_file.empty() || !target.password_file.empty();
}

/// Nothing that could end a header and begin another.
bool is_header_text(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= ' ' && c != '\x7f'; });
}

Result<void> check(const PushTarget& target, const HttpUrl& url) {
  const bool basic = !target.password_file.empty();
  if (basic == target.user.empty() || (basic && !target.bearer_token_file.empty())) {
    return Error{ErrorKind::malformed,
                 "a user goes with a password file, and neither with a bearer token"};
  }
  const bool headers_fit = std::ranges::all_of(target.headers, [](const HttpHeader& header) {
    return !header.name.empty() && is_header_text(header.name) && is_header_text(header.value) &&
           header.name.find_first_of(": ") == std::string::npos;
  });
  if (!headers_fit || !is_header_text(target.user)) {
    return Error{ErrorKind::malformed, "a header that is none"};
  }
  if (has_secret(target) && target.proof == PeerProof::plain && !is_this_machine(url.origin)) {
    return Error{ErrorKind::malformed, "a secret would go over plain http"};
  }
  return {};
}

/// The first line of a secret's file.
Result<std::string> secret_of(const std::string& path) {
  auto text = read_secret_file(path);
  if (!text) {
    return text;
  }
  auto first = std::string(trim(std::string_view(*text).substr(0, text->find('\n'))));
  if (first.empty() || !is_header_text(first)) {
    return Error{ErrorKind::denied, path + ": its first line is no secret"};
  }
  return first;
}

}  // namespace

PushDoor::PushDoor(PushTarget target, std::string origin, HttpSession session)
    : target_(std::move(target)), origin_(std::move(origin)), session_(std::move(session)) {}

Result<PushDoor> PushDoor::open(const PushTarget& target, const PushFormat& format) {
  auto url = parse_http_url(target.url);
  if (!url) {
    return std::move(url).error();
  }
  if (auto fit = check(target, *url); !fit) {
    return fit.error().during(url->origin);
  }
  auto session = HttpSession::open(
      {url->origin, target.proof, target.anchor, target.client_certificate, target.client_key});
  if (!session) {
    return std::move(session).error();
  }
  PushDoor door(target, url->origin, *std::move(session));
  auto& blank = door.blank_;
  blank.verb = HttpVerb::post;
  blank.target = std::move(url->target);
  blank.content_type = format.content_type;
  blank.connect = target.connect;
  blank.total = target.total;
  blank.body_limit = kAnswerLimit;
  blank.headers = target.headers;
  blank.headers.insert(blank.headers.end(), format.headers.begin(), format.headers.end());
  if (!format.content_encoding.empty()) {
    blank.headers.push_back({"Content-Encoding", format.content_encoding});
  }
  return door;
}

Result<void> PushDoor::add_authority(HttpRequest& request) const {
  if (!has_secret(target_)) {
    return {};
  }
  const bool bearer = !target_.bearer_token_file.empty();
  auto secret = secret_of(bearer ? target_.bearer_token_file : target_.password_file);
  if (!secret) {
    return std::move(secret).error();
  }
  const auto words =
      bearer ? "Bearer " + *secret : "Basic " + to_base64(target_.user + ":" + *secret);
  request.headers.push_back({"Authorization", words});
  return {};
}

Result<HttpAnswer> PushDoor::post(std::string_view bytes, const std::stop_token& stop) {
  auto request = blank_;
  request.body = std::string(bytes);
  request.stop = stop;
  if (auto known = add_authority(request); !known) {
    return std::move(known).error();
  }
  return session_.ask(request);
}

}  // namespace rackproof
