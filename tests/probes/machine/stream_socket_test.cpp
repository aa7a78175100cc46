#include "probes/machine/stream_socket.h"

#include <algorithm>
#include <array>
#include <chrono>

#include <catch2/catch.hpp>

namespace rackproof {
namespace {

using namespace std::chrono_literals;

constexpr std::array kBytes{std::byte{1}, std::byte{2}, std::byte{3}};

StreamPair loopback_pair(std::chrono::milliseconds deadline) {
  auto pair = connect_to_self({.text = "127.0.0.1", .interface = "lo", .loopback = true}, deadline);
  REQUIRE(pair);
  return std::move(*pair);
}

TEST_CASE("stream socket: this node's own addresses hold the loopback's", "[machine]") {
  const auto addresses = own_addresses();
  REQUIRE(addresses);
  CHECK(std::any_of(addresses->begin(), addresses->end(), [](const OwnAddress& each) {
    return each.loopback && each.text == "127.0.0.1" && !each.interface.empty();
  }));
}

TEST_CASE("stream socket: what is sent at one end is received at the other", "[machine]") {
  const auto pair = loopback_pair(5s);
  REQUIRE(pair.from.send(kBytes));
  auto got = std::array<std::byte, 3>{};
  REQUIRE(pair.to.receive(got));
  CHECK(got == kBytes);
}

TEST_CASE("stream socket: waiting for bytes that never come ends at the deadline", "[machine]") {
  const auto pair = loopback_pair(50ms);
  auto got = std::array<std::byte, 3>{};
  const auto received = pair.to.receive(got);
  REQUIRE_FALSE(received);
  CHECK(received.error().kind == ErrorKind::timed_out);
}

TEST_CASE("stream socket: sending what nobody takes ends at the deadline", "[machine]") {
  const auto pair = loopback_pair(50ms);
  const std::vector<std::byte> much(std::size_t{64} << 20);
  const auto sent = pair.from.send(much);
  REQUIRE_FALSE(sent);
  CHECK(sent.error().kind == ErrorKind::timed_out);
}

TEST_CASE("stream socket: an end that gives up is an error at the other, not a wait", "[machine]") {
  const auto pair = loopback_pair(30s);
  pair.from.give_up();
  auto got = std::array<std::byte, 3>{};
  const auto received = pair.to.receive(got);
  REQUIRE_FALSE(received);
  CHECK(received.error().message == "receive: the connection was closed");
}

TEST_CASE("stream socket: an address that is not this node's own cannot be bound", "[machine]") {
  const auto pair = connect_to_self({.text = "192.0.2.1", .interface = ""}, 1s);  // RFC 5737
  REQUIRE_FALSE(pair);
  CHECK_THAT(pair.error().message, Catch::StartsWith("192.0.2.1: bind: "));
  CHECK(connect_to_self({.text = "lo", .interface = ""}, 1s).error().kind == ErrorKind::malformed);
}

}  // namespace
}  // namespace rackproof
