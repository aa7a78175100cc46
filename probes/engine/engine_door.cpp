#include "probes/engine/engine_door.h"

#include <utility>

#include "probes/engine/engine_answer.h"
#include "probes/machine/http_url.h"

namespace rackproof::engine {
namespace {

HttpPeer peer_of(const std::string& origin, const EngineSettings& settings) {
  HttpPeer peer;
  peer.origin = origin;
  const bool tls = origin.starts_with("https:");
  peer.proof = tls ? PeerProof::ca_file : PeerProof::plain;
  peer.anchor = tls ? settings.ca_file : "";
  return peer;
}

ErrorKind kind_of_status(int status) {
  if (status == 401 || status == 403) {
    return ErrorKind::denied;
  }
  if (status == 404 || status == 405) {
    return ErrorKind::unsupported;
  }
  return status == 503 || status == 504 ? ErrorKind::timed_out : ErrorKind::io;
}

}  // namespace

std::string query_encoded(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  constexpr std::string_view kPlain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  std::string out;
  for (const char c : text) {
    if (kPlain.find(c) != std::string_view::npos) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += kDigits[byte / 16];
    out += kDigits[byte % 16];
  }
  return out;
}

EngineDoor::EngineDoor(HttpSession session, EngineSettings settings)
    : session_(std::move(session)), settings_(std::move(settings)) {}

Result<EngineDoor> EngineDoor::open(const EngineSettings& settings) {
  const auto url = parse_http_url(settings.url);
  if (!url) {
    return url.error().during("engine");
  }
  auto session = HttpSession::open(peer_of(url->origin, settings));
  if (!session) {
    return std::move(session).error().during("engine");
  }
  const auto mark = url->target.find('?');
  EngineDoor door(std::move(*session), settings);
  door.origin_ = url->origin;
  door.base_ = url->target.substr(0, mark);
  while (door.base_.ends_with('/')) {
    door.base_.pop_back();
  }
  door.always_ = mark == std::string::npos ? "" : url->target.substr(mark + 1);
  return door;
}

Result<std::string> EngineDoor::get(std::string_view path, const Parameters& parameters) {
  HttpRequest request;
  request.target = base_ + std::string(path) + "?" + always_;
  for (const auto& [name, value] : parameters) {
    request.target += request.target.ends_with('?') ? "" : "&";
    request.target += query_encoded(name) + "=" + query_encoded(value);
  }
  if (!settings_.bearer.empty()) {
    request.headers.push_back({"Authorization", "Bearer " + settings_.bearer});
  }
  request.total = settings_.patience;
  request.body_limit = settings_.answer_limit;
  auto answer = session_.ask(request);
  if (!answer) {
    return std::move(answer).error();
  }
  if (answer->status != 200) {
    const auto words = words_of_failure(answer->body);
    return Error{kind_of_status(answer->status), origin_ + base_ + std::string(path) + ": HTTP " +
                                                     std::to_string(answer->status) +
                                                     (words.empty() ? "" : ": " + words)};
  }
  return std::move(answer->body);
}

}  // namespace rackproof::engine
