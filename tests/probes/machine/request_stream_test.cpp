#include "probes/machine/request_stream.h"

#include <array>
#include <string>

#include <catch2/catch.hpp>
#include <sys/eventfd.h>
#include <sys/socket.h>

using namespace rackproof;
using namespace std::chrono_literals;

namespace {

/// Both ends of a connection.
struct Ends {
  Ends() {
    std::array<int, 2> pair{};
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair.data()) == 0);
    ours.socket = Descriptor(pair[0]);
    theirs = Descriptor(pair[1]);
  }
  void say(std::string_view bytes) const {
    REQUIRE(::send(theirs.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
            static_cast<ssize_t>(bytes.size()));
  }
  [[nodiscard]] std::string heard() const {
    std::string bytes(1024, ' ');
    const auto got = ::recv(theirs.get(), bytes.data(), bytes.size(), MSG_DONTWAIT);
    bytes.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return bytes;
  }

  KeptConnection ours;
  Descriptor theirs;
  Descriptor stop{::eventfd(0, EFD_CLOEXEC)};
};

std::string read(RequestStream& stream, std::size_t size) {
  std::string bytes(size, ' ');
  const auto got = stream.read(bytes.data(), size);
  return got < 0 ? "(end)" : bytes.substr(0, static_cast<std::size_t>(got));
}

}  // namespace

TEST_CASE("request stream: what came behind a request is the next one's", "[machine][http]") {
  Ends ends;
  ends.say("abcdef");
  RequestStream first(ends.ours, ends.stop, 10s, 100);
  CHECK(read(first, 2) == "ab");
  first.leave_rest();
  RequestStream second(ends.ours, ends.stop, 10s, 100);
  CHECK(second.is_readable());
  CHECK(read(second, 10) == "cdef");
  second.leave_rest();
  CHECK_FALSE(RequestStream(ends.ours, ends.stop, 1ms, 100).is_readable());
}

TEST_CASE("request stream: a request has so many bytes and no more", "[machine][http]") {
  Ends ends;
  ends.say("abcdef");
  RequestStream stream(ends.ours, ends.stop, 10s, 4);
  CHECK(read(stream, 10) == "abcd");
  CHECK(read(stream, 10) == "(end)");
}

TEST_CASE("request stream: it ends with the other end, with its time and with the server",
          "[machine][http]") {
  Ends ends;
  RequestStream slow(ends.ours, ends.stop, 20ms, 100);
  CHECK(read(slow, 1) == "(end)");
  REQUIRE(::eventfd_write(ends.stop.get(), 1) == 0);
  RequestStream stopped(ends.ours, ends.stop, std::chrono::hours(1), 100);
  CHECK(read(stopped, 1) == "(end)");
  Ends closed;
  closed.theirs.reset();
  RequestStream ended(closed.ours, closed.stop, std::chrono::hours(1), 100);
  CHECK(read(ended, 1) == "(end)");
}

TEST_CASE("request stream: what is written in pieces goes out in one", "[machine][http]") {
  Ends ends;
  RequestStream stream(ends.ours, ends.stop, 10s, 100);
  CHECK(stream.write("head "));
  CHECK(stream.write("body"));
  CHECK(ends.heard().empty());
  CHECK(stream.flush());
  CHECK(ends.heard() == "head body");
  ends.theirs.reset();
  CHECK(stream.write("to nobody"));
  CHECK_FALSE(stream.flush());
}

TEST_CASE("request stream: who does not read is left when the time is over", "[machine][http]") {
  Ends ends;
  RequestStream stream(ends.ours, ends.stop, 50ms, 100);
  CHECK_FALSE(stream.write(std::string(50'000'000, 'x')));
}
