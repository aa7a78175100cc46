#include "tests/bench/plain_client.h"

#include <algorithm>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>

#include "schemas/text.h"

namespace rackproof::bench {
namespace {

constexpr std::string_view kBlank = "\r\n\r\n";
constexpr std::string_view kLastChunk = "0\r\n\r\n";
constexpr int kSecondsToWait = 120;

Error failed(const char* what) {
  return {ErrorKind::io, what};
}

/// The number of a header, 0 where there is none. `head` in lower case.
std::size_t number_of(std::string_view head, std::string_view name) {
  const auto place = head.find(name);
  if (place == std::string_view::npos) {
    return 0;
  }
  const auto line = head.substr(place + name.size());
  const auto number = parse_unsigned(trim(line.substr(0, line.find('\r'))));
  return number ? static_cast<std::size_t>(*number) : 0;
}

}  // namespace

Result<void> PlainClient::ask(std::string_view target) {
  const auto request = "GET " + std::string(target) + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
  auto done = ask_once(request);
  if (!done) {
    socket_.reset();
    done = ask_once(request);
  }
  if (done && !std::string_view(received_).substr(0, head_).starts_with("HTTP/1.1 200 ")) {
    return Error{ErrorKind::io, received_.substr(0, std::min<std::size_t>(filled_, 500))};
  }
  return done;
}

Result<void> PlainClient::ask_once(std::string_view request) {
  if (!socket_.is_open()) {
    if (auto connected = connect(); !connected) {
      return connected;
    }
  }
  const auto sent = ::send(socket_.get(), request.data(), request.size(), MSG_NOSIGNAL);
  return sent == static_cast<ssize_t>(request.size()) ? read_answer() : failed("not sent");
}

Result<void> PlainClient::connect() {
  socket_ = Descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const int yes = 1;
  const timeval wait{kSecondsToWait, 0};
  ::setsockopt(socket_.get(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  ::setsockopt(socket_.get(), SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port_);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    return failed("no connection");
  }
  return {};
}

Result<void> PlainClient::read_answer() {
  filled_ = 0;
  head_ = 0;
  while (!is_whole()) {
    if (auto read = read_more(); !read) {
      return read;
    }
    const auto end =
        head_ == 0 ? std::string_view(received_.data(), filled_).find(kBlank) : std::string::npos;
    if (end != std::string_view::npos) {
      read_head(end + kBlank.size());
    }
  }
  return {};
}

Result<void> PlainClient::read_more() {
  if (filled_ == received_.size()) {
    received_.resize(2 * received_.size());
  }
  const auto read =
      ::recv(socket_.get(), received_.data() + filled_, received_.size() - filled_, 0);
  if (read <= 0) {
    return failed("the answer breaks off");
  }
  filled_ += static_cast<std::size_t>(read);
  return {};
}

void PlainClient::read_head(std::size_t length) {
  head_ = length;
  const auto head = lower_case(std::string_view(received_).substr(0, length));
  chunked_ = head.find("\r\ntransfer-encoding: chunked\r\n") != std::string::npos;
  length_ = number_of(head, "\r\ncontent-length:");
}

bool PlainClient::is_whole() const {
  if (head_ == 0) {
    return false;
  }
  return chunked_ ? std::string_view(received_.data(), filled_).substr(head_).ends_with(kLastChunk)
                  : filled_ == head_ + length_;
}

std::string PlainClient::body() const {
  auto rest = std::string_view(received_.data(), filled_).substr(head_);
  if (!chunked_) {
    return std::string(rest);
  }
  std::string all;
  while (!rest.empty()) {
    const auto end = rest.find("\r\n");
    const auto size = parse_hex(rest.substr(0, end));
    if (!size || *size == 0 || end + 2 + *size > rest.size()) {
      break;
    }
    const auto length = static_cast<std::size_t>(*size);
    all += rest.substr(end + 2, length);
    rest.remove_prefix(std::min(rest.size(), end + 2 + length + 2));
  }
  return all;
}

}  // namespace rackproof::bench
