#include "probes/machine/http_handle.h"

#include <algorithm>
#include <utility>

#include <openssl/ssl.h>

#include "probes/machine/http_url.h"
#include "probes/machine/secret_file.h"
#include "schemas/encoding.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

constexpr std::size_t kFingerprintDigits = 64;

// NOLINTNEXTLINE(readability-non-const-parameter): the signature is libcurl's
std::size_t take_header(char* bytes, std::size_t size, std::size_t count, void* into) {
  const auto length = size * count;
  const bool taken = take_header_line({bytes, length}, *static_cast<HttpArrival*>(into));
  return taken ? length : 0;  // anything but `length` ends the transfer (CURLOPT_HEADERFUNCTION)
}

/// "HTTP/1.1 103 Early Hints" (RFC 9110 15.2).
bool is_interim(std::string_view status_line) {
  const auto gap = status_line.find(' ');
  return gap != std::string_view::npos && trim(status_line.substr(gap)).starts_with('1');
}

CURLcode install_pin(CURL* /*handle*/, void* context, void* pin) {
  pin_certificate(static_cast<SSL_CTX*>(context), *static_cast<CertificatePin*>(pin));
  return CURLE_OK;
}

int give_up_when_asked(void* stop, curl_off_t /*to_come*/, curl_off_t /*came*/,
                       curl_off_t /*to_go*/, curl_off_t /*went*/) {
  return static_cast<const std::stop_token*>(stop)->stop_requested() ? 1 : 0;
}

ErrorKind kind_of(CURLcode code) {
  switch (code) {
    case CURLE_OPERATION_TIMEDOUT:
    case CURLE_ABORTED_BY_CALLBACK:
      return ErrorKind::timed_out;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
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

bool take_header_line(std::string_view line, HttpArrival& arrival) {
  arrival.header_bytes += line.size();
  if (arrival.header_bytes > kHttpHeaderLimit) {
    arrival.flooded = true;
    return false;
  }
  line = trim(line);
  const auto colon = line.find(':');
  if (line.starts_with("HTTP/")) {
    arrival.answer.headers.clear();  // those before were of a 1xx
    arrival.interim = is_interim(line);
    arrival.headers_ended = false;
  } else if (line.empty()) {
    arrival.headers_ended = !arrival.interim;
  } else if (colon != std::string_view::npos) {
    arrival.answer.headers.push_back(
        {std::string(line.substr(0, colon)), std::string(trim(line.substr(colon + 1)))});
  }
  return true;
}

Result<std::unique_ptr<HttpHandle>> HttpHandle::open(const HttpPeer& peer) {
  const auto url = parse_http_url(peer.origin);
  if (!url || url->origin != peer.origin) {
    return Error{ErrorKind::malformed, "no origin, scheme://host:port"};
  }
  const bool anchored = peer.proof == PeerProof::fingerprint
                            ? peer.anchor.size() == kFingerprintDigits
                            : peer.proof != PeerProof::ca_file || !peer.anchor.empty();
  const bool http = peer.origin.starts_with("http:");
  const bool client = !peer.client_certificate.empty();
  if (!anchored || http != (peer.proof == PeerProof::plain) || (http && client) ||
      client == peer.client_key.empty()) {
    return Error{ErrorKind::malformed, peer.origin + ": cannot be verified in the way asked for"};
  }
  static const auto kReady = curl_global_init(CURL_GLOBAL_DEFAULT);
  auto made = std::make_unique<HttpHandle>();
  made->peer = peer;
  made->pin.expected = peer.anchor;
  if (client) {
    auto key = read_secret_file(peer.client_key);
    if (!key) {
      return std::move(key).error();
    }
    made->client_key = *std::move(key);
  }
  made->curl.reset(curl_easy_init());
  if (kReady != CURLE_OK || !made->curl) {
    return Error{ErrorKind::io, "libcurl does not start"};
  }
  return made;
}

void HttpHandle::prepare(const HttpRequest& request, const std::string& target,
                         std::chrono::milliseconds limit, HttpArrival& arrival) {
  refused = false;
  words.front() = '\0';
  curl_easy_reset(curl.get());  // settings only: the connection stays
  set_transport(request, limit);
  set_trust();
  set_request(request, target);
  set(CURLOPT_HEADERFUNCTION, take_header);
  set(CURLOPT_HEADERDATA, &arrival);
}

void HttpHandle::set_transport(const HttpRequest& request, std::chrono::milliseconds limit) {
  const bool plain = peer.proof == PeerProof::plain;
  const auto connect = std::clamp(request.connect, std::chrono::milliseconds(1), limit);
  set(CURLOPT_PROTOCOLS_STR, plain ? "http" : "https");
  set(CURLOPT_PROXY, "");  // or the environment's proxy would be handed the password
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_QUICK_EXIT, 1L);  // a resolver that hangs is not waited for
  set(CURLOPT_PATH_AS_IS, 1L);
  set(CURLOPT_FOLLOWLOCATION, 0L);
  set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(connect.count()));
  set(CURLOPT_TIMEOUT_MS, static_cast<long>(limit.count()));
  set(CURLOPT_USERAGENT, "rackproof/" RACKPROOF_VERSION);
  set(CURLOPT_ERRORBUFFER, words.data());
  stop = request.stop;
  set(CURLOPT_NOPROGRESS, 0L);
  set(CURLOPT_XFERINFOFUNCTION, give_up_when_asked);
  set(CURLOPT_XFERINFODATA, &stop);
}

void HttpHandle::set_trust() {
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
  if (!peer.client_certificate.empty()) {
    curl_blob key{client_key.data(), client_key.size(), CURL_BLOB_NOCOPY};
    set(CURLOPT_SSLCERT, peer.client_certificate.c_str());
    set(CURLOPT_SSLKEY_BLOB, &key);
  }
}

void HttpHandle::add_header(const HttpHeader& header) {
  auto* longer = curl_slist_append(headers.get(), (header.name + ": " + header.value).c_str());
  refused = refused || longer == nullptr;
  if (longer != nullptr) {
    static_cast<void>(headers.release());
    headers.reset(longer);
  }
}

void HttpHandle::set_request(const HttpRequest& request, const std::string& target) {
  headers.reset();
  for (const auto& header : request.headers) {
    add_header(header);
  }
  if (request.verb == HttpVerb::post) {
    add_header({"Content-Type", request.content_type});
    add_header({"Expect", ""});  // takes it away: no waiting for "100 Continue"
    set(CURLOPT_POST, 1L);
    set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    set(CURLOPT_POSTFIELDS, request.body.c_str());
  } else if (request.verb == HttpVerb::remove) {
    set(CURLOPT_CUSTOMREQUEST, "DELETE");
  }
  set(CURLOPT_HTTPHEADER, headers.get());
  set(CURLOPT_URL, (peer.origin + percent_encoded(target)).c_str());
}

bool HttpHandle::connected_anew() const {
  long connects = 0;
  curl_easy_getinfo(curl.get(), CURLINFO_NUM_CONNECTS, &connects);
  return connects > 0;
}

int HttpHandle::status() const {
  long status = 0;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
  return static_cast<int>(status);
}

Error HttpHandle::failure(CURLcode code, const HttpArrival& arrival) const {
  if (arrival.flooded) {
    const bool by_headers = arrival.header_bytes > kHttpHeaderLimit;
    const auto limit = by_headers ? kHttpHeaderLimit : arrival.body_limit;
    return Error{ErrorKind::out_of_range,
                 peer.origin +
                     (by_headers ? ": the headers of the answer are" : ": the answer is") +
                     " longer than " + std::to_string(limit) + " bytes"};
  }
  if (code == CURLE_PEER_FAILED_VERIFICATION && peer.proof == PeerProof::fingerprint) {
    return Error{ErrorKind::denied, peer.origin + ": shows a certificate with SHA-256 " +
                                        pin.presented + ", which is not the one configured"};
  }
  const std::string_view said(words.data());
  return Error{kind_of(code),
               peer.origin + ": " + printable(said.empty() ? curl_easy_strerror(code) : said)};
}

Error HttpHandle::lacking() const {
  return Error{ErrorKind::io, peer.origin + ": libcurl lacks what this needs"};
}

}  // namespace rackproof
