#include "tests/support/raw_http.h"

#include <array>
#include <cstdint>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>

#include "probes/machine/descriptor.h"
#include "schemas/text.h"

namespace rackproof::testing {

int open_connection(const std::string& address) {
  const auto colon = address.rfind(':');
  const auto port = parse_integer(address.substr(colon + 1));
  sockaddr_in place{};
  place.sin_family = AF_INET;
  place.sin_port = htons(static_cast<std::uint16_t>(port ? *port : 0));
  ::inet_pton(AF_INET, address.substr(0, colon).c_str(), &place.sin_addr);
  Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const timeval limit{.tv_sec = 10, .tv_usec = 0};
  ::setsockopt(socket.get(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
  if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&place), sizeof(place)) != 0) {
    return -1;
  }
  return ::dup(socket.get());
}

std::string raw_http(const std::string& address, std::string_view bytes) {
  const Descriptor socket(open_connection(address));
  if (!socket.is_open()) {
    return "";
  }
  static_cast<void>(::send(socket.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL));
  static_cast<void>(::shutdown(socket.get(), SHUT_WR));
  std::string answer;
  std::array<char, 4096> part{};
  while (true) {
    const auto got = ::recv(socket.get(), part.data(), part.size(), 0);
    if (got <= 0) {
      return answer;
    }
    answer.append(part.data(), static_cast<std::size_t>(got));
  }
}

std::string raw_get(const std::string& address, std::string_view target) {
  return raw_http(address, "GET " + std::string(target) +
                               " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
}

int status_of(std::string_view answer) {
  const auto fields = words(answer.substr(0, answer.find('\r')));
  const auto status = fields.size() > 1 ? parse_integer(fields[1]) : Result<std::int64_t>(0);
  return status ? static_cast<int>(*status) : 0;
}

std::string body_of(const std::string& answer) {
  const auto head = answer.find("\r\n\r\n");
  return head == std::string::npos ? "" : answer.substr(head + 4);
}

}  // namespace rackproof::testing
