#include "probes/machine/http_server.h"

#include <algorithm>
#include <cerrno>
#include <future>
#include <ranges>
#include <utility>

#include <httplib.h>
#include <sys/eventfd.h>

#include "probes/machine/descriptor.h"
#include "probes/machine/listening_socket.h"
#include "probes/machine/os_error.h"
#include "probes/machine/request_stream.h"
#include "probes/machine/served_host.h"
#include "schemas/encoding.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

constexpr int kForbidden = 403;

constexpr const char* kEncodings = "X-Accept-Encoding";  ///< Our own copy of a header.

/// How the library sees a request's bytes and its answer's.
class Connection final : public httplib::Stream {
 public:
  explicit Connection(RequestStream& bytes) : bytes_(bytes) {}

  [[nodiscard]] bool is_readable() const override { return bytes_.is_readable(); }
  [[nodiscard]] bool is_writable() const override { return bytes_.is_writable(); }
  ssize_t read(char* bytes, std::size_t size) override { return bytes_.read(bytes, size); }
  ssize_t write(const char* bytes, std::size_t size) override {
    return bytes_.write({bytes, size}) ? static_cast<ssize_t>(size) : -1;
  }
  void get_remote_ip_and_port(std::string& /*ip*/, int& /*port*/) const override {}
  void get_local_ip_and_port(std::string& /*ip*/, int& /*port*/) const override {}
  [[nodiscard]] socket_t socket() const override { return bytes_.socket(); }

 private:
  RequestStream& bytes_;
};

/// Whether the other end may ask again behind this request, as far as we will have it. A body would
/// stand where the next request is looked for.
bool may_ask_again(const httplib::Request& request) {
  const bool plain = (request.method == "GET" || request.method == "HEAD") &&
                     !request.has_header("Content-Length") &&
                     !request.has_header("Transfer-Encoding");
  return plain && request.version == "HTTP/1.1" &&
         lower_case(request.get_header_value("Connection")).find("close") == std::string::npos;
}

/// What the library does for us: it reads and understands a request and writes an answer. The
/// listening, and everything that takes time, is ours.
class Dialogue final : public httplib::Server {
 public:
  Dialogue(HttpServer::Handler handler, const HttpServerLimits& limits)
      : handler_(std::move(handler)) {
    set_keep_alive_timeout(
        std::chrono::duration_cast<std::chrono::seconds>(limits.kept.patience).count());
    set_keep_alive_max_count(limits.requests);
    set_error_handler([](const httplib::Request& /*request*/, httplib::Response& response) {
      if (response.body.empty()) {
        response.set_content(std::to_string(response.status) + "\n", "text/plain");
      }
    });
    set_pre_routing_handler([this](const httplib::Request& request, httplib::Response& response) {
      answer(request, response);
      return HandlerResponse::Handled;
    });
  }

  /// Where it listens; before the first request.
  void listen_at_address(const std::string& address) {
    listening_ = address;
    own_machine_only_ = is_loopback_address(address);
  }

  /// One request and its answer. Whether another may follow: `is_last` is told to the other end.
  bool lead(RequestStream& bytes, bool is_last) {
    Connection connection(bytes);
    bool closed = false;
    bool again = false;
    const bool done =
        process_request(connection, is_last, closed, [&again, is_last](httplib::Request& request) {
          again = !is_last && may_ask_again(request);
          request.headers.erase("Connection");
          request.set_header("Connection", again ? "keep-alive" : "close");
          // Kept from the library, which would compress and cut by itself what we answer.
          const auto encodings = request.get_header_value("Accept-Encoding");
          request.headers.erase("Accept-Encoding");
          request.headers.erase(kEncodings);
          request.set_header(kEncodings, encodings);
          request.ranges.clear();
        });
    return bytes.flush() && done && again;
  }

 private:
  void answer(const httplib::Request& request, httplib::Response& response) const {
    if (request.method != "GET" && request.method != "HEAD") {
      response.status = 405;
      response.set_header("Allow", "GET, HEAD");
      return;
    }
    if (own_machine_only_ && !is_meant_for_us(request)) {
      refuse_host(request, response);
      return;
    }
    ServedRequest asked;
    asked.path = request.path;
    asked.query.assign(request.params.begin(), request.params.end());
    asked.accept = request.get_header_value("Accept");
    asked.accept_encoding = request.get_header_value(kEncodings);
    auto told = handler_(asked);
    response.status = told.status;
    response.set_header("Content-Type", told.type);
    response.body = std::move(told.body);
    response.set_header("X-Content-Type-Options", "nosniff");
    if (!told.encoding.empty()) {
      response.set_header("Content-Encoding", told.encoding);
    }
    if (!told.vary.empty()) {
      response.set_header("Vary", told.vary);
    }
  }

  /// A browser always says whom it asks; what is older than the header Host says nothing.
  static bool is_meant_for_us(const httplib::Request& request) {
    const auto count = request.get_header_value_count("Host");
    return count == 0 ? request.version == "HTTP/1.0"
                      : count == 1 && is_loopback_host(request.get_header_value("Host"));
  }

  void refuse_host(const httplib::Request& request, httplib::Response& response) const {
    constexpr std::size_t kMostTold = 100;
    response.status = kForbidden;
    response.set_content("403: listens on " + listening_ +
                             " and answers to localhost, 127.0.0.1 and [::1] alone, not to '" +
                             printable(request.get_header_value("Host").substr(0, kMostTold)) +
                             "'; a proxy before it sets the header Host\n",
                         "text/plain; charset=utf-8");
    response.set_header("X-Content-Type-Options", "nosniff");
  }

  HttpServer::Handler handler_;
  std::string listening_;
  bool own_machine_only_ = false;
};

}  // namespace

struct HttpServer::State {
  State(Handler handler, const HttpServerLimits& its_limits)
      : dialogue(std::move(handler), its_limits), limits(its_limits) {}

  /// One thread: a request after the other until the server ends.
  void serve();
  void converse(std::unique_ptr<KeptConnection> connection);

  Dialogue dialogue;
  HttpServerLimits limits;
  ListeningSocket listener;
  Descriptor stop;  ///< Readable from the end of the server on.
  std::unique_ptr<KeptConnections> kept;
  std::vector<std::future<void>> threads;
};

void HttpServer::State::serve() {
  while (auto connection = kept->next()) {
    converse(std::move(connection));
  }
}

/// As long as requests are there already; then it waits without a thread.
void HttpServer::State::converse(std::unique_ptr<KeptConnection> connection) {
  bool again = true;
  do {
    RequestStream talk(*connection, stop, limits.request, limits.request_bytes);
    again = dialogue.lead(talk, ++connection->asked >= limits.requests);
    if (again) {
      talk.leave_rest();
    } else {
      talk.see_off();
    }
  } while (again && !connection->unread.empty());
  if (again) {
    kept->keep(std::move(connection));
  }
}

std::string_view ServedRequest::parameter(std::string_view name) const {
  const auto found = std::ranges::find(query, name, &std::pair<std::string, std::string>::first);
  return found == query.end() ? std::string_view() : std::string_view(found->second);
}

ServedAnswer nothing_here() {
  return {.status = 404, .body = "404: there is nothing here\n"};
}

Result<HttpServer> HttpServer::start(const std::string& address, Handler handler,
                                     const HttpServerLimits& limits) {
  auto state = std::make_unique<State>(std::move(handler), limits);
  auto listener = listen_at(address);
  if (!listener) {
    return std::move(listener).error();
  }
  state->listener = *std::move(listener);
  state->dialogue.listen_at_address(state->listener.address);
  state->stop = Descriptor(::eventfd(0, EFD_CLOEXEC));
  if (!state->stop.is_open()) {
    return os_error("eventfd", errno);
  }
  auto kept = KeptConnections::open(state->listener.descriptor, state->stop, limits.kept);
  if (!kept) {
    return std::move(kept).error();
  }
  state->kept = *std::move(kept);
  for (int i = 0; i < std::max(1, limits.threads); ++i) {
    state->threads.push_back(
        std::async(std::launch::async, [serving = state.get()] { serving->serve(); }));
  }
  return HttpServer(std::move(state));
}

HttpServer::HttpServer(std::unique_ptr<State> state) : state_(std::move(state)) {}
HttpServer::HttpServer(HttpServer&&) noexcept = default;

HttpServer& HttpServer::operator=(HttpServer&& other) noexcept {
  std::swap(state_, other.state_);
  return *this;
}

HttpServer::~HttpServer() {
  if (state_ == nullptr) {
    return;
  }
  static_cast<void>(::eventfd_write(state_->stop.get(), 1));
  state_->threads.clear();  // waits for each
}

const std::string& HttpServer::address() const {
  return state_->listener.address;
}

}  // namespace rackproof
