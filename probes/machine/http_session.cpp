#include "probes/machine/http_session.h"

#include <algorithm>
#include <utility>

#include "probes/machine/http_handle.h"
#include "probes/machine/http_url.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

using Steady = std::chrono::steady_clock;

constexpr int kMostRedirects = 3;

bool same_name(std::string_view one, std::string_view other) {
  return lower_case(one) == lower_case(other);
}

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

// NOLINTNEXTLINE(readability-non-const-parameter): the signature is libcurl's
std::size_t take_body(char* bytes, std::size_t size, std::size_t count, void* into) {
  auto& arrival = *static_cast<HttpArrival*>(into);
  const auto length = size * count;
  if (length > arrival.body_limit - arrival.answer.body.size()) {
    arrival.flooded = true;
    return 0;  // anything but `length` ends the transfer (CURLOPT_WRITEFUNCTION)
  }
  arrival.answer.body.append(bytes, length);
  return length;
}

}  // namespace

const std::string* HttpAnswer::header(std::string_view name) const {
  const auto found = std::ranges::find_if(
      headers, [name](const HttpHeader& each) { return same_name(each.name, name); });
  return found == headers.end() ? nullptr : &found->value;
}

struct HttpSession::State {
  std::unique_ptr<HttpHandle> handle;

  Result<HttpAnswer> perform(const HttpRequest& request, const std::string& target,
                             std::chrono::milliseconds left);
  [[nodiscard]] Result<std::string> redirect_target() const;
};

Result<HttpAnswer> HttpSession::State::perform(const HttpRequest& request,
                                               const std::string& target,
                                               std::chrono::milliseconds left) {
  HttpArrival arrival;
  arrival.body_limit = request.body_limit;
  handle->prepare(request, target, left, arrival);
  handle->set(CURLOPT_WRITEFUNCTION, take_body);
  handle->set(CURLOPT_WRITEDATA, &arrival);
  if (handle->refused) {
    return handle->lacking();
  }
  const auto code = curl_easy_perform(handle->curl.get());
  if (code != CURLE_OK) {
    return handle->failure(code, arrival);
  }
  arrival.answer.status = handle->status();
  arrival.answer.connected_anew = handle->connected_anew();
  return std::move(arrival.answer);
}

Result<std::string> HttpSession::State::redirect_target() const {
  const auto& origin = handle->peer.origin;
  const char* where = nullptr;
  curl_easy_getinfo(handle->curl.get(), CURLINFO_REDIRECT_URL, &where);
  if (where == nullptr) {
    return Error{ErrorKind::malformed, origin + ": a redirect that names no place"};
  }
  auto url = parse_http_url(where);
  if (!url || url->origin != origin) {
    return Error{ErrorKind::unsupported, origin + ": redirects to " +
                                             (url ? url->origin : "what is no URL") +
                                             ", which is not followed"};
  }
  return std::move(url->target);
}

HttpSession::HttpSession(std::unique_ptr<State> state) : state_(std::move(state)) {}
HttpSession::~HttpSession() = default;
HttpSession::HttpSession(HttpSession&&) noexcept = default;
HttpSession& HttpSession::operator=(HttpSession&&) noexcept = default;

Result<HttpSession> HttpSession::open(const HttpPeer& peer) {
  auto handle = HttpHandle::open(peer);
  if (!handle) {
    return std::move(handle).error();
  }
  auto state = std::make_unique<State>();
  state->handle = *std::move(handle);
  return HttpSession(std::move(state));
}

Result<HttpAnswer> HttpSession::ask(const HttpRequest& request) {
  const auto until = Steady::now() + request.total;
  auto target = request.target;
  for (int hop = 0; hop <= kMostRedirects; ++hop) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Steady::now());
    if (left.count() <= 0) {
      return Error{ErrorKind::timed_out, state_->handle->peer.origin + ": no answer in time"};
    }
    auto answer = state_->perform(request, target, left);
    if (!answer || request.verb != HttpVerb::get || !is_redirect(answer->status)) {
      return answer;
    }
    auto next = state_->redirect_target();
    if (!next) {
      return std::move(next).error();
    }
    target = *std::move(next);
  }
  return Error{ErrorKind::malformed, state_->handle->peer.origin + ": redirects without end"};
}

}  // namespace rackproof
