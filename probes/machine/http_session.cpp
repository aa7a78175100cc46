#include "probes/machine/http_session.h"

#include <algorithm>
#include <array>
#include <utility>

#include <curl/curl.h>
#include <openssl/ssl.h>

#include "probes/machine/certificate_pin.h"
#include "probes/machine/http_url.h"
#include "schemas/encoding.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

using Steady = std::chrono::steady_clock;

constexpr int kMostRedirects = 3;
constexpr std::size_t kHeaderLimit = std::size_t{64} << 10;  ///< Bytes of all headers of an answer.
constexpr std::size_t kFingerprintDigits = 64;

struct FreeHandle {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};

bool same_name(std::string_view one, std::string_view other) {
  return lower_case(one) == lower_case(other);
}

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/// What comes in while one request is under way.
struct Arrival {
  std::size_t body_limit = 0;
  std::size_t header_bytes = 0;
  bool flooded = false;
  HttpAnswer answer;
};

// NOLINTNEXTLINE(readability-non-const-parameter): the signature is libcurl's
std::size_t take_body(char* bytes, std::size_t size, std::size_t count, void* into) {
  auto& arrival = *static_cast<Arrival*>(into);
  const auto length = size * count;
  if (length > arrival.body_limit - arrival.answer.body.size()) {
    arrival.flooded = true;
    return 0;  // anything but `length` ends the transfer (CURLOPT_WRITEFUNCTION)
  }
  arrival.answer.body.append(bytes, length);
  return length;
}

// NOLINTNEXTLINE(readability-non-const-parameter): the signature is libcurl's
std::size_t take_header(char* bytes, std::size_t size, std::size_t count, void* into) {
  auto& arrival = *static_cast<Arrival*>(into);
  const auto length = size * count;
  arrival.header_bytes += length;
  if (arrival.header_bytes > kHeaderLimit) {
    arrival.flooded = true;
    return 0;
  }
  const auto line = trim(std::string_view(bytes, length));
  const auto colon = line.find(':');
  if (line.starts_with("HTTP/")) {
    arrival.answer.headers.clear();  // those before were of a 1xx
  } else if (colon != std::string_view::npos) {
    arrival.answer.headers.push_back(
        {std::string(line.substr(0, colon)), std::string(trim(line.substr(colon + 1)))});
  }
  return length;
}

CURLcode install_pin(CURL* /*handle*/, void* context, void* pin) {
  pin_certificate(static_cast<SSL_CTX*>(context), *static_cast<CertificatePin*>(pin));
  return CURLE_OK;
}

ErrorKind kind_of(CURLcode code) {
  switch (code) {
    case CURLE_OPERATION_TIMEDOUT:
      return ErrorKind::timed_out;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
      return ErrorKind::denied;
    case CURLE_URL_MALFORMAT:
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_UNSUPPORTED_PROTOCOL:
      return ErrorKind::malformed;
    default:
      return ErrorKind::io;
  }
}

}  // namespace

const std::string* HttpAnswer::header(std::string_view name) const {
  const auto found = std::ranges::find_if(
      headers, [name](const HttpHeader& each) { return same_name(each.name, name); });
  return found == headers.end() ? nullptr : &found->value;
}

/// The connection and how it is to be verified.
struct HttpSession::State {
  HttpPeer peer;
  CertificatePin pin;
  std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers{nullptr, curl_slist_free_all};
  std::array<char, CURL_ERROR_SIZE> words{};
  bool refused = false;                      ///< libcurl did not take a setting.
  std::unique_ptr<CURL, FreeHandle> handle;  ///< Goes first: it knows the others.

  template <typename T>
  void set(CURLoption option, T value) {
    refused = refused || curl_easy_setopt(handle.get(), option, value) != CURLE_OK;
  }

  void set_transport(const HttpRequest& request, std::chrono::milliseconds left);
  void set_trust();
  void set_request(const HttpRequest& request, const std::string& target);
  void add_header(const HttpHeader& header);
  Result<HttpAnswer> perform(const HttpRequest& request, const std::string& target,
                             std::chrono::milliseconds left);
  [[nodiscard]] Error failure(CURLcode code, const HttpRequest& request,
                              const Arrival& arrival) const;
  [[nodiscard]] Result<std::string> redirect_target() const;
};

void HttpSession::State::set_transport(const HttpRequest& request, std::chrono::milliseconds left) {
  const bool plain = peer.proof == PeerProof::plain;
  const auto connect = std::clamp(request.connect, std::chrono::milliseconds(1), left);
  set(CURLOPT_PROTOCOLS_STR, plain ? "http" : "https");
  set(CURLOPT_PROXY, "");  // or the environment's proxy would be handed the password
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_QUICK_EXIT, 1L);  // a resolver that hangs is not waited for
  set(CURLOPT_PATH_AS_IS, 1L);
  set(CURLOPT_FOLLOWLOCATION, 0L);
  set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(connect.count()));
  set(CURLOPT_TIMEOUT_MS, static_cast<long>(left.count()));
  set(CURLOPT_USERAGENT, "rackproof/" RACKPROOF_VERSION);
  set(CURLOPT_ERRORBUFFER, words.data());
}

void HttpSession::State::set_trust() {
  const bool by_chain = peer.proof == PeerProof::ca_file;
  const bool by_pin = peer.proof == PeerProof::fingerprint;
  set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  set(CURLOPT_SSL_SESSIONID_CACHE, 0L);  // every connection is verified anew
  set(CURLOPT_CAPATH, static_cast<const char*>(nullptr));
  set(CURLOPT_CAINFO, by_chain ? peer.anchor.c_str() : nullptr);
  set(CURLOPT_SSL_VERIFYPEER, by_chain || by_pin ? 1L : 0L);
  set(CURLOPT_SSL_VERIFYHOST, by_chain ? 2L : 0L);
  if (by_pin) {
    set(CURLOPT_SSL_CTX_FUNCTION, install_pin);
    set(CURLOPT_SSL_CTX_DATA, &pin);
  }
}

void HttpSession::State::add_header(const HttpHeader& header) {
  auto* longer = curl_slist_append(headers.get(), (header.name + ": " + header.value).c_str());
  refused = refused || longer == nullptr;
  if (longer != nullptr) {
    static_cast<void>(headers.release());
    headers.reset(longer);
  }
}

void HttpSession::State::set_request(const HttpRequest& request, const std::string& target) {
  headers.reset();
  for (const auto& header : request.headers) {
    add_header(header);
  }
  if (request.verb == HttpVerb::post) {
    add_header({"Content-Type", "application/json"});
    set(CURLOPT_POST, 1L);
    set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    set(CURLOPT_POSTFIELDS, request.body.c_str());
  } else if (request.verb == HttpVerb::remove) {
    set(CURLOPT_CUSTOMREQUEST, "DELETE");
  }
  set(CURLOPT_HTTPHEADER, headers.get());
  set(CURLOPT_URL, (peer.origin + percent_encoded(target)).c_str());
}

Error HttpSession::State::failure(CURLcode code, const HttpRequest& request,
                                  const Arrival& arrival) const {
  if (arrival.flooded) {
    return Error{ErrorKind::out_of_range,
                 peer.origin + ": the answer is longer than " + std::to_string(request.body_limit) +
                     " bytes, or its headers than " + std::to_string(kHeaderLimit)};
  }
  if (code == CURLE_PEER_FAILED_VERIFICATION && peer.proof == PeerProof::fingerprint) {
    return Error{ErrorKind::denied, peer.origin + ": shows a certificate with SHA-256 " +
                                        pin.presented + ", which is not the one configured"};
  }
  const std::string_view said(words.data());
  return Error{kind_of(code),
               peer.origin + ": " + printable(said.empty() ? curl_easy_strerror(code) : said)};
}

Result<HttpAnswer> HttpSession::State::perform(const HttpRequest& request,
                                               const std::string& target,
                                               std::chrono::milliseconds left) {
  Arrival arrival;
  arrival.body_limit = request.body_limit;
  refused = false;
  words.front() = '\0';
  curl_easy_reset(handle.get());  // settings only: the connection stays
  set_transport(request, left);
  set_trust();
  set_request(request, target);
  set(CURLOPT_WRITEFUNCTION, take_body);
  set(CURLOPT_WRITEDATA, &arrival);
  set(CURLOPT_HEADERFUNCTION, take_header);
  set(CURLOPT_HEADERDATA, &arrival);
  if (refused) {
    return Error{ErrorKind::io, peer.origin + ": libcurl lacks what this needs"};
  }
  const auto code = curl_easy_perform(handle.get());
  if (code != CURLE_OK) {
    return failure(code, request, arrival);
  }
  long status = 0;
  curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
  arrival.answer.status = static_cast<int>(status);
  return std::move(arrival.answer);
}

Result<std::string> HttpSession::State::redirect_target() const {
  const char* where = nullptr;
  curl_easy_getinfo(handle.get(), CURLINFO_REDIRECT_URL, &where);
  if (where == nullptr) {
    return Error{ErrorKind::malformed, peer.origin + ": a redirect that names no place"};
  }
  auto url = parse_http_url(where);
  if (!url || url->origin != peer.origin) {
    return Error{ErrorKind::unsupported, peer.origin + ": redirects to " +
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
  const auto url = parse_http_url(peer.origin);
  if (!url || url->origin != peer.origin) {
    return Error{ErrorKind::malformed, "no origin, scheme://host:port"};
  }
  const bool anchored = peer.proof == PeerProof::fingerprint
                            ? peer.anchor.size() == kFingerprintDigits
                            : peer.proof != PeerProof::ca_file || !peer.anchor.empty();
  const bool http = peer.origin.starts_with("http:");
  if (!anchored || http != (peer.proof == PeerProof::plain)) {
    return Error{ErrorKind::malformed, peer.origin + ": cannot be verified in the way asked for"};
  }
  static const auto kReady = curl_global_init(CURL_GLOBAL_DEFAULT);
  auto state = std::make_unique<State>();
  state->peer = peer;
  state->pin.expected = peer.anchor;
  state->handle.reset(curl_easy_init());
  if (kReady != CURLE_OK || !state->handle) {
    return Error{ErrorKind::io, "libcurl does not start"};
  }
  return HttpSession(std::move(state));
}

Result<HttpAnswer> HttpSession::ask(const HttpRequest& request) {
  const auto until = Steady::now() + request.total;
  auto target = request.target;
  for (int hop = 0; hop <= kMostRedirects; ++hop) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Steady::now());
    if (left.count() <= 0) {
      return Error{ErrorKind::timed_out, state_->peer.origin + ": no answer in time"};
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
  return Error{ErrorKind::malformed, state_->peer.origin + ": redirects without end"};
}

}  // namespace rackproof
