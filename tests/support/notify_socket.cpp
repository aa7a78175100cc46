#include "tests/support/notify_socket.h"

#include <array>
#include <cstddef>
#include <cstring>

#include <catch2/catch.hpp>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

namespace rackproof::testing {

NotifySocket::NotifySocket(std::string name)
    : name_(std::move(name)), socket_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  REQUIRE(name_.size() < sizeof(address.sun_path));
  std::memcpy(&address.sun_path, name_.data(), name_.size());
  if (name_.front() == '@') {
    address.sun_path[0] = '\0';
  }
  const auto length =
      offsetof(sockaddr_un, sun_path) + name_.size() + (name_.front() == '@' ? 0 : 1);
  REQUIRE(::bind(socket_.get(), reinterpret_cast<const sockaddr*>(&address),
                 static_cast<socklen_t>(length)) == 0);
}

std::string NotifySocket::next(std::chrono::milliseconds patience) const {
  pollfd waiting{socket_.get(), POLLIN, 0};
  if (::poll(&waiting, 1, static_cast<int>(patience.count())) <= 0) {
    return "";
  }
  std::array<char, 4096> bytes{};
  const auto got = ::recv(socket_.get(), bytes.data(), bytes.size(), 0);
  return got > 0 ? std::string(bytes.data(), static_cast<std::size_t>(got)) : "";
}

bool NotifySocket::hears(const std::string& words, std::chrono::milliseconds patience) const {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (std::chrono::steady_clock::now() < deadline) {
    if (next(std::chrono::milliseconds(50)).find(words) != std::string::npos) {
      return true;
    }
  }
  return false;
}

}  // namespace rackproof::testing
