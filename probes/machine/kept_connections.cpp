#include "probes/machine/kept_connections.h"

#include <algorithm>
#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include "probes/machine/os_error.h"

namespace rackproof {
namespace {

using std::chrono::milliseconds;

// What an event says of itself; connections have the ids above.
constexpr std::uint64_t kListener = 0;
constexpr std::uint64_t kStop = 1;

Result<void> watch(const Descriptor& poll, const Descriptor& watched, std::uint64_t id) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = id;
  if (::epoll_ctl(poll.get(), EPOLL_CTL_ADD, watched.get(), &event) != 0) {
    return os_error("epoll_ctl", errno);
  }
  return {};
}

/// An answer goes out at once, however short it is (tcp(7)).
void send_at_once(const Descriptor& socket) {
  const int yes = 1;
  static_cast<void>(::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes)));
}

}  // namespace

Result<std::unique_ptr<KeptConnections>> KeptConnections::open(const Descriptor& listener,
                                                               const Descriptor& stop,
                                                               const KeptLimits& limits) {
  Descriptor poll(::epoll_create1(EPOLL_CLOEXEC));
  const int flags = ::fcntl(listener.get(), F_GETFL);
  if (!poll.is_open() || flags < 0 || ::fcntl(listener.get(), F_SETFL, flags | O_NONBLOCK) != 0) {
    return os_error("epoll_create1", errno);
  }
  if (auto watched = watch(poll, listener, kListener); !watched) {
    return std::move(watched).error();
  }
  if (auto watched = watch(poll, stop, kStop); !watched) {
    return std::move(watched).error();
  }
  return std::make_unique<KeptConnections>(std::move(poll), listener, stop, limits);
}

KeptConnections::KeptConnections(Descriptor poll, const Descriptor& listener,
                                 const Descriptor& stop, const KeptLimits& limits)
    : poll_(std::move(poll)), listener_(listener), stop_(stop), limits_(limits), last_id_(kStop) {}

std::size_t KeptConnections::count() const {
  const std::lock_guard lock(mutex_);
  return held_.size();
}

/// Milliseconds until the next one has been silent for too long; -1 = there is none.
int KeptConnections::patience() const {
  const std::lock_guard lock(mutex_);
  if (held_.empty()) {
    return -1;
  }
  auto first = Steady::time_point::max();
  for (const auto& [id, held] : held_) {
    first = std::min(first, held.since);
  }
  const auto left = std::chrono::ceil<milliseconds>(first + limits_.patience - Steady::now());
  return static_cast<int>(std::max<milliseconds::rep>(left.count(), 0));
}

/// Under the lock. Taken out by its number first: a child between fork and exec may still have a
/// copy of the descriptor, and its events then went on.
void KeptConnections::shut(std::map<std::uint64_t, Held>::iterator held) {
  const int number = held->second.connection->socket.get();
  static_cast<void>(::epoll_ctl(poll_.get(), EPOLL_CTL_DEL, number, nullptr));
  held_.erase(held);
}

void KeptConnections::shut_silent() {
  const std::lock_guard lock(mutex_);
  const auto latest = Steady::now() - limits_.patience;
  for (auto held = held_.begin(); held != held_.end();) {
    const auto each = held++;
    if (each->second.since <= latest) {
      shut(each);
    }
  }
}

void KeptConnections::keep(std::unique_ptr<KeptConnection> connection) {
  const std::lock_guard lock(mutex_);
  if (held_.size() >= limits_.most) {
    shut(std::ranges::min_element(held_, {}, [](const auto& each) { return each.second.since; }));
  }
  const bool is_new = connection->id == 0;
  connection->id = is_new ? ++last_id_ : connection->id;
  const auto id = connection->id;
  const int number = connection->socket.get();
  held_.insert_or_assign(id, Held{std::move(connection), Steady::now()});
  epoll_event event{};
  event.events = EPOLLIN | EPOLLRDHUP | EPOLLONESHOT;  // one thread is told, once
  event.data.u64 = id;
  if (::epoll_ctl(poll_.get(), is_new ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, number, &event) != 0) {
    held_.erase(id);
  }
}

std::unique_ptr<KeptConnection> KeptConnections::take(std::uint64_t id) {
  const std::lock_guard lock(mutex_);
  const auto held = held_.find(id);
  if (held == held_.end()) {
    return nullptr;  // shut in between
  }
  auto connection = std::move(held->second.connection);
  held_.erase(held);
  return connection;
}

void KeptConnections::accept_one() {
  auto connection = std::make_unique<KeptConnection>();
  connection->socket =
      Descriptor(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
  if (connection->socket.is_open()) {
    send_at_once(connection->socket);
    keep(std::move(connection));
    return;
  }
  if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
    pollfd ending{stop_.get(), POLLIN, 0};  // nothing to accept with: not in a hot loop
    static_cast<void>(::poll(&ending, 1, 100));
  }
}

std::unique_ptr<KeptConnection> KeptConnections::next() {
  while (true) {
    epoll_event event{};
    const int found = ::epoll_wait(poll_.get(), &event, 1, patience());
    if (found < 0 && errno != EINTR) {
      return nullptr;
    }
    if (found <= 0) {
      shut_silent();
      continue;
    }
    if (event.data.u64 == kStop) {
      return nullptr;
    }
    if (event.data.u64 == kListener) {
      accept_one();
    } else if (auto connection = take(event.data.u64)) {
      return connection;
    }
  }
}

}  // namespace rackproof
