#include "probes/machine/listening_socket.h"

#include <array>
#include <cerrno>
#include <cstdint>
#include <memory>
#include <string_view>

#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "probes/machine/os_error.h"
#include "schemas/encoding.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

constexpr int kBacklog = 64;
constexpr std::int64_t kLastPort = 65535;

struct Place {
  std::string host;
  std::string port;
};

Result<Place> place_of(const std::string& address) {
  const Error wrong{ErrorKind::malformed, "'" + printable(address) +
                                              "' is no address: 127.0.0.1:PORT, [::1]:PORT, "
                                              "localhost:PORT or *:PORT"};
  const auto colon = address.rfind(':');
  if (colon == std::string::npos) {
    return wrong;
  }
  Place place{address.substr(0, colon), address.substr(colon + 1)};
  const auto port = parse_integer(place.port);
  if (!port || *port < 0 || *port > kLastPort) {
    return wrong;
  }
  if (place.host.starts_with('[') && place.host.ends_with(']')) {
    place.host = place.host.substr(1, place.host.size() - 2);
  } else if (place.host.find(':') != std::string::npos || place.host.empty()) {
    return wrong;
  }
  if (place.host == "localhost") {
    place.host = "127.0.0.1";
  }
  return place;
}

using Found = std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)>;

/// Never asks a name server.
Result<Found> look_up(const Place& place, const std::string& address) {
  addrinfo wish{};
  wish.ai_socktype = SOCK_STREAM;
  wish.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
  const auto* host = place.host == "*" ? "::" : place.host.c_str();
  addrinfo* found = nullptr;
  if (::getaddrinfo(host, place.port.c_str(), &wish, &found) != 0) {
    return Error{ErrorKind::malformed,
                 "'" + printable(address) + "': is no numeric address and port"};
  }
  return Found(found, ::freeaddrinfo);
}

Result<std::string> name_of(const Descriptor& socket) {
  sockaddr_storage bytes{};
  socklen_t length = sizeof(bytes);
  std::array<char, NI_MAXHOST> host{};
  std::array<char, NI_MAXSERV> port{};
  auto* address = reinterpret_cast<sockaddr*>(&bytes);
  if (::getsockname(socket.get(), address, &length) != 0) {
    return os_error("getsockname", errno);
  }
  if (::getnameinfo(address, length, host.data(), host.size(), port.data(), port.size(),
                    NI_NUMERICHOST | NI_NUMERICSERV) != 0) {
    return Error{ErrorKind::io, "getnameinfo failed"};
  }
  const std::string_view name(host.data());
  return (name.find(':') == std::string_view::npos ? std::string(name)
                                                   : "[" + std::string(name) + "]") +
         ":" + port.data();
}

/// Set before bind(2); what does not matter to it, fails without harm.
void set_up(const Descriptor& socket, bool both_kinds) {
  const int yes = 1;
  const int only_six = both_kinds ? 0 : 1;
  static_cast<void>(::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes)));
  static_cast<void>(
      ::setsockopt(socket.get(), IPPROTO_IPV6, IPV6_V6ONLY, &only_six, sizeof(only_six)));
}

}  // namespace

Result<void> check_listen_address(const std::string& address) {
  const auto place = place_of(address);
  if (!place) {
    return place.error();
  }
  const auto found = look_up(*place, address);
  return found ? Result<void>() : found.error();
}

Result<ListeningSocket> listen_at(const std::string& address) {
  const auto place = place_of(address);
  if (!place) {
    return place.error();
  }
  const auto found = look_up(*place, address);
  if (!found) {
    return found.error();
  }
  const auto& first = **found;
  Descriptor socket(::socket(first.ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!socket.is_open()) {
    return os_error(address, errno);
  }
  set_up(socket, place->host == "*");
  if (::bind(socket.get(), first.ai_addr, first.ai_addrlen) != 0 ||
      ::listen(socket.get(), kBacklog) != 0) {
    return os_error(address, errno);
  }
  auto name = name_of(socket);
  if (!name) {
    return std::move(name).error().during(address);
  }
  return ListeningSocket{std::move(socket), *std::move(name)};
}

}  // namespace rackproof
