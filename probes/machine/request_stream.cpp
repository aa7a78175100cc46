#include "probes/machine/request_stream.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include <poll.h>
#include <sys/socket.h>

namespace rackproof {
namespace {

using namespace std::chrono_literals;

constexpr auto kFarewell = 500ms;       ///< For the other end to take the answer and close.
constexpr std::size_t kReceive = 4096;  ///< Bytes at a time; most requests are shorter.
constexpr std::size_t kGather = std::size_t{64} << 10;  ///< A shorter answer goes in one piece.

}  // namespace

RequestStream::RequestStream(KeptConnection& kept, const Descriptor& stop,
                             std::chrono::milliseconds patience, std::size_t request_bytes)
    : kept_(kept), stop_(stop), deadline_(Steady::now() + patience), budget_(request_bytes) {}

bool RequestStream::is_readable() const {
  return has_unread() || wait(POLLIN);
}

bool RequestStream::is_writable() const {
  return wait(POLLOUT);
}

ssize_t RequestStream::read(char* bytes, std::size_t size) {
  const auto most = std::min(size, budget_);
  if (most == 0 || (!has_unread() && !receive())) {
    return -1;
  }
  const auto got = std::min(most, kept_.unread.size() - place_);
  std::copy_n(kept_.unread.data() + place_, got, bytes);
  place_ += got;
  budget_ -= got;
  return static_cast<ssize_t>(got);
}

bool RequestStream::write(std::string_view bytes) {
  if (gathered_.size() + bytes.size() <= kGather) {
    gathered_ += bytes;
    return true;
  }
  return flush() && send_all(bytes);
}

bool RequestStream::flush() {
  return send_all(std::exchange(gathered_, {}));
}

void RequestStream::leave_rest() {
  kept_.unread.erase(0, place_);
  place_ = 0;
}

void RequestStream::see_off() {
  ::shutdown(kept_.socket.get(), SHUT_WR);
  deadline_ = std::min(deadline_, Steady::now() + kFarewell);
  std::array<char, kReceive> bytes{};
  while (wait(POLLIN) && ::recv(kept_.socket.get(), bytes.data(), bytes.size(), MSG_DONTWAIT) > 0) {
  }
}

/// False at the end of what the other end says, and when the time is over.
bool RequestStream::receive() {
  kept_.unread.resize(kReceive);
  place_ = 0;
  ssize_t got = -1;
  do {
    got = ::recv(kept_.socket.get(), kept_.unread.data(), kReceive, MSG_DONTWAIT);
  } while (got < 0 && goes_on_after(errno, POLLIN));
  kept_.unread.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  return got > 0;
}

bool RequestStream::send_all(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent =
        ::send(kept_.socket.get(), bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent < 0 && !goes_on_after(errno, POLLOUT)) {
      return false;
    }
    bytes.remove_prefix(sent > 0 ? static_cast<std::size_t>(sent) : 0);
  }
  return true;
}

bool RequestStream::goes_on_after(int failure, short events) const {
  return failure == EINTR || ((failure == EAGAIN || failure == EWOULDBLOCK) && wait(events));
}

/// False when the time is over, the server ends, or the connection broke.
bool RequestStream::wait(short events) const {
  std::array<pollfd, 2> waiting{pollfd{kept_.socket.get(), events, 0},
                                pollfd{stop_.get(), POLLIN, 0}};
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline_ - Steady::now());
  if (left.count() <= 0 ||
      ::poll(waiting.data(), waiting.size(), static_cast<int>(left.count())) <= 0) {
    return false;
  }
  return waiting[1].revents == 0 && (waiting[0].revents & events) != 0;
}

}  // namespace rackproof
