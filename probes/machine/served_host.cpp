#include "probes/machine/served_host.h"

#include <algorithm>
#include <string>

#include <arpa/inet.h>
#include <netinet/in.h>

#include "schemas/text.h"

namespace rackproof {
namespace {

/// ":9841", ":" or nothing (RFC 9110, 7.2).
bool is_port(std::string_view text) {
  const auto is_digit = [](char each) { return each >= '0' && each <= '9'; };
  return text.empty() || (text.front() == ':' && std::ranges::all_of(text.substr(1), is_digit));
}

/// 127.0.0.0/8 with all four numbers, as browsers write it; "127.example.com" is a name.
bool is_loopback_four(const std::string& text) {
  constexpr unsigned kLoopbackNet = 127;
  in_addr address{};
  return ::inet_pton(AF_INET, text.c_str(), &address) == 1 &&
         ntohl(address.s_addr) >> 24U == kLoopbackNet;
}

bool is_loopback_six(const std::string& text) {
  in6_addr address{};
  return ::inet_pton(AF_INET6, text.c_str(), &address) == 1 && IN6_IS_ADDR_LOOPBACK(&address) != 0;
}

}  // namespace

bool is_loopback_address(std::string_view address) {
  return is_loopback_host(address);
}

bool is_loopback_host(std::string_view host) {
  if (host.starts_with('[')) {
    const auto end = host.find(']');
    return end != std::string_view::npos && is_port(host.substr(end + 1)) &&
           is_loopback_six(std::string(host.substr(1, end - 1)));
  }
  const auto colon = std::min(host.find(':'), host.size());
  auto name = lower_case(host.substr(0, colon));
  if (name.ends_with('.')) {  // the root of all names, written out
    name.pop_back();
  }
  return is_port(host.substr(colon)) && (name == "localhost" || is_loopback_four(name));
}

}  // namespace rackproof
