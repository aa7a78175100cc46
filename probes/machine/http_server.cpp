#include "probes/machine/http_server.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <future>
#include <ranges>

#include <httplib.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include "probes/machine/descriptor.h"
#include "probes/machine/listening_socket.h"
#include "probes/machine/os_error.h"

namespace rackproof {
namespace {

using Steady = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr const char* kEncodings = "X-Accept-Encoding";  ///< Our own copy of a header.
constexpr auto kFarewell = 500ms;  ///< For the other end to take the answer and close.

/// One connection: bytes in both directions, until a moment and up to a length, both fixed.
class Connection final : public httplib::Stream {
 public:
  /// `stop` becomes readable when the server ends; both descriptors outlive this.
  Connection(const Descriptor& socket, const Descriptor& stop, const HttpServerLimits& limits)
      : socket_(socket),
        stop_(stop),
        deadline_(Steady::now() + limits.connection),
        budget_(limits.request_bytes) {}

  [[nodiscard]] bool is_readable() const override { return wait(POLLIN); }
  [[nodiscard]] bool is_writable() const override { return wait(POLLOUT); }

  ssize_t read(char* bytes, std::size_t size) override {
    const auto most = std::min(size, budget_);
    if (most == 0 || !wait(POLLIN)) {
      return -1;
    }
    const auto got = ::recv(socket_.get(), bytes, most, MSG_DONTWAIT);
    budget_ -= got > 0 ? static_cast<std::size_t>(got) : 0;
    return got;
  }

  ssize_t write(const char* bytes, std::size_t size) override {
    return wait(POLLOUT) ? ::send(socket_.get(), bytes, size, MSG_DONTWAIT | MSG_NOSIGNAL) : -1;
  }

  void get_remote_ip_and_port(std::string& /*ip*/, int& /*port*/) const override {}
  void get_local_ip_and_port(std::string& /*ip*/, int& /*port*/) const override {}
  [[nodiscard]] socket_t socket() const override { return socket_.get(); }

  /// What the other end is still sending is read away, or closing would take the answer back
  /// (close(2) with unread bytes resets the connection).
  void see_off() {
    ::shutdown(socket_.get(), SHUT_WR);
    deadline_ = std::min(deadline_, Steady::now() + kFarewell);
    std::array<char, 4096> bytes{};
    while (wait(POLLIN) && ::recv(socket_.get(), bytes.data(), bytes.size(), MSG_DONTWAIT) > 0) {
    }
  }

 private:
  /// False when the time is over, the server ends, or the connection broke.
  [[nodiscard]] bool wait(short events) const {
    std::array<pollfd, 2> waiting{pollfd{socket_.get(), events, 0}, pollfd{stop_.get(), POLLIN, 0}};
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline_ - Steady::now());
    if (left.count() <= 0 ||
        ::poll(waiting.data(), waiting.size(), static_cast<int>(left.count())) <= 0) {
      return false;
    }
    return waiting[1].revents == 0 && (waiting[0].revents & events) != 0;
  }

  const Descriptor& socket_;
  const Descriptor& stop_;
  Steady::time_point deadline_;
  std::size_t budget_;  ///< Bytes that may still be read.
};

/// What the library does for us: it reads and understands a request and writes an answer. The
/// listening, and everything that takes time, is ours.
class Dialogue final : public httplib::Server {
 public:
  explicit Dialogue(HttpServer::Handler handler) : handler_(std::move(handler)) {
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

  void lead(Connection& connection) {
    bool closed = false;
    static_cast<void>(process_request(connection, true, closed, [](httplib::Request& request) {
      // Kept from the library, which would compress and cut by itself what we answer.
      const auto encodings = request.get_header_value("Accept-Encoding");
      request.headers.erase("Accept-Encoding");
      request.headers.erase(kEncodings);
      request.set_header(kEncodings, encodings);
      request.ranges.clear();
    }));
  }

 private:
  void answer(const httplib::Request& request, httplib::Response& response) const {
    if (request.method != "GET" && request.method != "HEAD") {
      response.status = 405;
      response.set_header("Allow", "GET, HEAD");
      return;
    }
    ServedRequest asked;
    asked.path = request.path;
    asked.query.assign(request.params.begin(), request.params.end());
    asked.accept = request.get_header_value("Accept");
    asked.accept_encoding = request.get_header_value(kEncodings);
    const auto told = handler_(asked);
    response.status = told.status;
    response.set_content(told.body, told.type);
    response.set_header("X-Content-Type-Options", "nosniff");
    if (!told.encoding.empty()) {
      response.set_header("Content-Encoding", told.encoding);
    }
    if (!told.vary.empty()) {
      response.set_header("Vary", told.vary);
    }
  }

  HttpServer::Handler handler_;
};

}  // namespace

struct HttpServer::State {
  State(Handler handler, const HttpServerLimits& its_limits)
      : dialogue(std::move(handler)), limits(its_limits) {}

  /// One thread: a connection after the other until the listening socket is shut.
  void serve();
  bool converse(const Descriptor& socket);
  [[nodiscard]] bool goes_on_after(int failure) const;

  Dialogue dialogue;
  HttpServerLimits limits;
  ListeningSocket listener;
  Descriptor stop;  ///< Readable from the end of the server on.
  std::vector<std::future<void>> threads;
};

void HttpServer::State::serve() {
  bool is_open = true;
  while (is_open) {
    const Descriptor socket(::accept4(listener.descriptor.get(), nullptr, nullptr, SOCK_CLOEXEC));
    is_open = socket.is_open() ? converse(socket) : goes_on_after(errno);
  }
}

bool HttpServer::State::converse(const Descriptor& socket) {
  Connection connection(socket, stop, limits);
  dialogue.lead(connection);
  connection.see_off();
  return true;
}

/// accept(2): EINVAL is a socket that does not listen any more.
bool HttpServer::State::goes_on_after(int failure) const {
  if (failure == EMFILE || failure == ENFILE || failure == ENOBUFS || failure == ENOMEM) {
    pollfd ending{stop.get(), POLLIN, 0};  // nothing to accept with: not in a hot loop
    static_cast<void>(::poll(&ending, 1, 100));
  }
  return failure != EINVAL && failure != EBADF;
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
  state->stop = Descriptor(::eventfd(0, EFD_CLOEXEC));
  if (!state->stop.is_open()) {
    return os_error("eventfd", errno);
  }
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
  static_cast<void>(::shutdown(state_->listener.descriptor.get(), SHUT_RDWR));
  state_->threads.clear();  // waits for each
}

const std::string& HttpServer::address() const {
  return state_->listener.address;
}

}  // namespace rackproof
