#include "probes/machine/stream_socket.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <utility>

#include <arpa/inet.h>
#include <fcntl.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>

#include "probes/machine/os_error.h"

namespace rackproof {

namespace {

/// An address as the system calls take it.
struct Endpoint {
  sockaddr_storage bytes{};
  socklen_t length = 0;

  sockaddr* get() { return reinterpret_cast<sockaddr*>(&bytes); }
};

Result<Endpoint> endpoint_of(const OwnAddress& address) {
  Endpoint endpoint;
  sockaddr_in four{};
  sockaddr_in6 six{};
  if (::inet_pton(AF_INET, address.text.c_str(), &four.sin_addr) == 1) {
    four.sin_family = AF_INET;
    std::memcpy(&endpoint.bytes, &four, sizeof(four));
    endpoint.length = sizeof(four);
    return endpoint;
  }
  if (::inet_pton(AF_INET6, address.text.c_str(), &six.sin6_addr) == 1) {
    six.sin6_family = AF_INET6;
    six.sin6_scope_id = address.scope;
    std::memcpy(&endpoint.bytes, &six, sizeof(six));
    endpoint.length = sizeof(six);
    return endpoint;
  }
  return Error{ErrorKind::malformed, "'" + address.text + "' is no IP address"};
}

Result<Descriptor> new_socket(const Endpoint& endpoint) {
  Descriptor socket(
      ::socket(endpoint.bytes.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!socket.is_open()) {
    return os_error("socket", errno);
  }
  return socket;
}

Result<void> wait_for(const Descriptor& socket, short events, std::chrono::milliseconds deadline) {
  pollfd one{.fd = socket.get(), .events = events, .revents = 0};
  const int ready = ::poll(&one, 1, static_cast<int>(deadline.count()));
  if (ready < 0) {
    return os_error("poll", errno);
  }
  if (ready == 0) {
    return Error{ErrorKind::timed_out,
                 "no answer within " + std::to_string(deadline.count()) + " ms"};
  }
  return {};
}

/// Blocking from now on, each wait bounded.
Result<void> bound_waits(const Descriptor& socket, std::chrono::milliseconds deadline) {
  const int flags = ::fcntl(socket.get(), F_GETFL);
  const timeval limit{.tv_sec = deadline.count() / 1000, .tv_usec = deadline.count() % 1000 * 1000};
  if (flags < 0 || ::fcntl(socket.get(), F_SETFL, flags & ~O_NONBLOCK) != 0 ||
      ::setsockopt(socket.get(), SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit)) != 0 ||
      ::setsockopt(socket.get(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit)) != 0) {
    return os_error("socket options", errno);
  }
  return {};
}

/// A socket that listens at `endpoint`, whose port becomes the one that the system picked.
Result<Descriptor> listen_at(Endpoint& endpoint) {
  auto listener = new_socket(endpoint);
  if (!listener) {
    return listener;
  }
  const auto number = listener->get();
  if (::bind(number, endpoint.get(), endpoint.length) != 0) {
    return os_error("bind", errno);
  }
  if (::listen(number, 1) != 0 || ::getsockname(number, endpoint.get(), &endpoint.length) != 0) {
    return os_error("listen", errno);
  }
  return listener;
}

Result<Descriptor> connect_to(Endpoint& endpoint, std::chrono::milliseconds deadline) {
  auto socket = new_socket(endpoint);
  if (!socket || ::connect(socket->get(), endpoint.get(), endpoint.length) == 0) {
    return socket;
  }
  if (errno != EINPROGRESS) {
    return os_error("connect", errno);
  }
  if (auto ready = wait_for(*socket, POLLOUT, deadline); !ready) {
    return std::move(ready).error().during("connect");
  }
  int failure = 0;
  socklen_t length = sizeof(failure);
  if (::getsockopt(socket->get(), SOL_SOCKET, SO_ERROR, &failure, &length) != 0) {
    return os_error("connect", errno);
  }
  if (failure != 0) {
    return os_error("connect", failure);
  }
  return socket;
}

/// Accepts the connection that `own` made, and no other.
Result<Descriptor> accept_from(const Descriptor& listener, const Descriptor& own,
                               std::chrono::milliseconds deadline) {
  if (auto ready = wait_for(listener, POLLIN, deadline); !ready) {
    return std::move(ready).error().during("accept");
  }
  Endpoint peer;
  Endpoint expected;
  peer.length = sizeof(peer.bytes);
  expected.length = sizeof(expected.bytes);
  Descriptor accepted(
      ::accept4(listener.get(), peer.get(), &peer.length, SOCK_CLOEXEC | SOCK_NONBLOCK));
  if (!accepted.is_open() || ::getsockname(own.get(), expected.get(), &expected.length) != 0) {
    return os_error("accept", errno);
  }
  if (peer.length != expected.length ||
      std::memcmp(&peer.bytes, &expected.bytes, peer.length) != 0) {
    return Error{ErrorKind::io, "accept: somebody else connected"};
  }
  return accepted;
}

/// EAGAIN of a blocking socket is its time limit (socket(7)).
Error transfer_error(std::string_view what, int number) {
  if (number == EAGAIN || number == EWOULDBLOCK) {
    return Error{ErrorKind::timed_out, std::string(what) + ": no progress"};
  }
  return os_error(what, number);
}

std::string text_of(const sockaddr* address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const void* bytes = nullptr;
  if (address->sa_family == AF_INET) {
    bytes = &reinterpret_cast<const sockaddr_in*>(address)->sin_addr;
  } else {
    bytes = &reinterpret_cast<const sockaddr_in6*>(address)->sin6_addr;
  }
  const auto* made = ::inet_ntop(address->sa_family, bytes, text.data(), text.size());
  return made == nullptr ? "" : made;
}

unsigned scope_of(const sockaddr* address) {
  return address->sa_family == AF_INET6
             ? reinterpret_cast<const sockaddr_in6*>(address)->sin6_scope_id
             : 0;
}

}  // namespace

Result<std::vector<OwnAddress>> own_addresses() {
  ifaddrs* first = nullptr;
  if (::getifaddrs(&first) != 0) {
    return os_error("getifaddrs", errno);
  }
  const std::unique_ptr<ifaddrs, decltype(&::freeifaddrs)> owner(first, ::freeifaddrs);
  std::vector<OwnAddress> found;
  for (const auto* each = first; each != nullptr; each = each->ifa_next) {
    const auto* address = each->ifa_addr;
    if (address == nullptr || (each->ifa_flags & IFF_UP) == 0 ||
        (address->sa_family != AF_INET && address->sa_family != AF_INET6)) {
      continue;
    }
    found.push_back({.text = text_of(address),
                     .interface = each->ifa_name,
                     .loopback = (each->ifa_flags & IFF_LOOPBACK) != 0,
                     .scope = scope_of(address)});
  }
  return found;
}

Result<void> StreamSocket::send(std::span<const std::byte> bytes) const {
  while (!bytes.empty()) {
    const auto sent = ::send(descriptor_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) {
      continue;
    }
    if (sent < 0) {
      return transfer_error("send", errno);
    }
    bytes = bytes.subspan(static_cast<std::size_t>(sent));
  }
  return {};
}

Result<void> StreamSocket::receive(std::span<std::byte> bytes) const {
  while (!bytes.empty()) {
    const auto got = ::recv(descriptor_.get(), bytes.data(), bytes.size(), 0);
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got < 0) {
      return transfer_error("receive", errno);
    }
    if (got == 0) {
      return Error{ErrorKind::io, "receive: the connection was closed"};
    }
    bytes = bytes.subspan(static_cast<std::size_t>(got));
  }
  return {};
}

void StreamSocket::give_up() const {
  static_cast<void>(::shutdown(descriptor_.get(), SHUT_RDWR));
}

Result<StreamPair> connect_to_self(const OwnAddress& address, std::chrono::milliseconds deadline) {
  auto endpoint = endpoint_of(address);
  if (!endpoint) {
    return std::move(endpoint).error();
  }
  auto listener = listen_at(*endpoint);
  if (!listener) {
    return std::move(listener).error().during(address.text);
  }
  auto from = connect_to(*endpoint, deadline);
  if (!from) {
    return std::move(from).error().during(address.text);
  }
  auto to = accept_from(*listener, *from, deadline);
  if (!to) {
    return std::move(to).error().during(address.text);
  }
  for (const auto* end : {&*from, &*to}) {
    if (auto bounded = bound_waits(*end, deadline); !bounded) {
      return std::move(bounded).error().during(address.text);
    }
  }
  return StreamPair{StreamSocket(std::move(*from)), StreamSocket(std::move(*to))};
}

}  // namespace rackproof
