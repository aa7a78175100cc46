#include "probes/machine/http_stream.h"

#include <algorithm>
#include <utility>

#include "probes/machine/http_handle.h"

namespace rackproof {
namespace {

using std::chrono::milliseconds;
using Steady = std::chrono::steady_clock;

constexpr std::size_t kHeldWhileOpening = std::size_t{64} << 10;
constexpr long kQuietSeconds = 60;    ///< After that the system asks whether the other end lives...
constexpr long kBetweenSeconds = 20;  ///< ...and again, and gives the connection up.

struct FreeMulti {
  void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};

/// Bytes that came and nobody has taken yet.
struct Inflow {
  std::string bytes;
  std::size_t limit = kHeldWhileOpening;
  bool paused = false;  ///< libcurl holds a piece that was over the limit.
};

// NOLINTNEXTLINE(readability-non-const-parameter): the signature is libcurl's
std::size_t take_piece(char* bytes, std::size_t size, std::size_t count, void* into) {
  auto& inflow = *static_cast<Inflow*>(into);
  const auto length = size * count;
  if (!inflow.bytes.empty() && inflow.bytes.size() + length > inflow.limit) {
    inflow.paused = true;
    return static_cast<std::size_t>(CURL_WRITEFUNC_PAUSE);  // given again by curl_easy_pause(3)
  }
  inflow.bytes.append(bytes, length);
  return length;
}

}  // namespace

struct HttpStream::State {
  std::unique_ptr<HttpHandle> handle;
  HttpArrival arrival;
  Inflow inflow;
  bool over = false;
  CURLcode ended_with = CURLE_OK;
  std::unique_ptr<CURLM, FreeMulti> multi;  ///< Goes first.

  State() = default;
  ~State();
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  State(State&&) = delete;
  State& operator=(State&&) = delete;

  Result<void> begin(const HttpRequest& request);
  Result<void> await_headers(milliseconds limit);
  void give_up();
  void advance();
  bool wait(milliseconds limit);
  void read(milliseconds limit);
  [[nodiscard]] Error end() const;
};

HttpStream::State::~State() {
  if (multi && handle) {
    curl_multi_remove_handle(multi.get(), handle->curl.get());
  }
}

Result<void> HttpStream::State::begin(const HttpRequest& request) {
  handle->prepare(request, request.target, request.total, arrival);
  handle->set(CURLOPT_TIMEOUT_MS, 0L);  // the answer may last
  handle->set(CURLOPT_TCP_KEEPALIVE, 1L);
  handle->set(CURLOPT_TCP_KEEPIDLE, kQuietSeconds);
  handle->set(CURLOPT_TCP_KEEPINTVL, kBetweenSeconds);
  handle->set(CURLOPT_WRITEFUNCTION, take_piece);
  handle->set(CURLOPT_WRITEDATA, &inflow);
  multi.reset(curl_multi_init());
  if (handle->refused || !multi ||
      curl_multi_add_handle(multi.get(), handle->curl.get()) != CURLM_OK) {
    return handle->lacking();
  }
  return {};
}

/// What libcurl cannot do now it is not asked for again.
void HttpStream::State::give_up() {
  over = true;
  ended_with = CURLE_RECV_ERROR;
}

/// As far as it goes without waiting.
void HttpStream::State::advance() {
  int running = 0;
  if (over) {
    return;
  }
  if (curl_multi_perform(multi.get(), &running) != CURLM_OK) {
    give_up();
    return;
  }
  int left = 0;
  const auto* message = curl_multi_info_read(multi.get(), &left);
  if (message != nullptr && message->msg == CURLMSG_DONE) {
    over = true;
    ended_with = message->data.result;
  }
}

/// Whether something happened at the connection meanwhile.
bool HttpStream::State::wait(milliseconds limit) {
  constexpr milliseconds kLongest = std::chrono::hours(1);
  int events = 0;
  const auto span = static_cast<int>(std::clamp(limit, milliseconds(0), kLongest).count());
  if (curl_multi_poll(multi.get(), nullptr, 0, span, &events) != CURLM_OK) {
    give_up();
  }
  return events > 0;
}

Result<void> HttpStream::State::await_headers(milliseconds limit) {
  const auto until = Steady::now() + limit;
  advance();
  while (!over && !arrival.headers_ended) {
    const auto left = std::chrono::ceil<milliseconds>(until - Steady::now());
    if (left.count() <= 0) {
      return Error{ErrorKind::timed_out, handle->peer.origin + ": no answer in time"};
    }
    static_cast<void>(wait(left));
    advance();
  }
  if (!arrival.headers_ended) {
    return handle->failure(ended_with, arrival);
  }
  arrival.answer.status = handle->status();
  return {};
}

/// Until something is there and nothing more comes at once, until the limit is reached or the time
/// is over.
void HttpStream::State::read(milliseconds limit) {
  const auto until = Steady::now() + limit;
  advance();
  while (!over && !inflow.paused && inflow.bytes.size() < inflow.limit) {
    const auto left = std::chrono::ceil<milliseconds>(until - Steady::now());
    const bool something = !inflow.bytes.empty();
    if (!something && left.count() <= 0) {
      return;
    }
    const bool more = wait(something ? milliseconds(0) : left);
    if (something && !more) {
      return;
    }
    advance();
  }
}

Error HttpStream::State::end() const {
  if (ended_with == CURLE_OK) {
    return Error{ErrorKind::io, handle->peer.origin + ": the stream was ended by the other side"};
  }
  return handle->failure(ended_with, arrival);
}

HttpStream::HttpStream(std::unique_ptr<State> state) : state_(std::move(state)) {}
HttpStream::~HttpStream() = default;
HttpStream::HttpStream(HttpStream&&) noexcept = default;
HttpStream& HttpStream::operator=(HttpStream&&) noexcept = default;

Result<HttpStream> HttpStream::open(const HttpPeer& peer, const HttpRequest& request) {
  if (request.verb != HttpVerb::get) {
    return Error{ErrorKind::unsupported, peer.origin + ": only a GET has an answer without end"};
  }
  auto handle = HttpHandle::open(peer);
  if (!handle) {
    return std::move(handle).error();
  }
  auto state = std::make_unique<State>();
  state->handle = *std::move(handle);
  if (auto begun = state->begin(request); !begun) {
    return std::move(begun).error();
  }
  if (auto there = state->await_headers(request.total); !there) {
    return std::move(there).error();
  }
  return HttpStream(std::move(state));
}

const HttpAnswer& HttpStream::head() const {
  return state_->arrival.answer;
}

Result<std::string> HttpStream::take(std::size_t limit, milliseconds wait) {
  auto& state = *state_;
  state.inflow.limit = limit;
  if (std::exchange(state.inflow.paused, false)) {
    curl_easy_pause(state.handle->curl.get(), CURLPAUSE_CONT);
  }
  state.read(wait);
  if (state.inflow.bytes.empty() && state.over) {
    return state.end();
  }
  return std::exchange(state.inflow.bytes, {});
}

}  // namespace rackproof
