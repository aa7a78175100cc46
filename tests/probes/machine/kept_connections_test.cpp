#include "probes/machine/kept_connections.h"

#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "probes/machine/listening_socket.h"
#include "tests/support/raw_http.h"

using namespace rackproof;
using namespace rackproof::testing;
using namespace std::chrono_literals;

namespace {

struct Door {
  explicit Door(const KeptLimits& limits = {}) {
    auto made = listen_at("127.0.0.1:0");
    REQUIRE(made);
    listener = *std::move(made);
    auto opened = KeptConnections::open(listener.descriptor, stop, limits);
    REQUIRE(opened);
    kept = *std::move(opened);
  }

  ListeningSocket listener;
  Descriptor stop{::eventfd(0, EFD_CLOEXEC)};
  std::unique_ptr<KeptConnections> kept;
};

/// Whether the other end has shut it, within ten seconds.
bool is_shut(int socket) {
  char byte = 0;
  return ::recv(socket, &byte, 1, 0) == 0;
}

void say(int socket) {
  REQUIRE(::send(socket, "x", 1, MSG_NOSIGNAL) == 1);
}

}  // namespace

TEST_CASE("kept connections: the one that speaks is next, and may be kept again",
          "[machine][http]") {
  Door door;
  const Descriptor silent(open_connection(door.listener.address));
  const Descriptor speaks(open_connection(door.listener.address));
  for (int i = 0; i < 3; ++i) {
    say(speaks.get());
    auto next = door.kept->next();
    REQUIRE(next);
    char byte = 0;
    CHECK(::recv(next->socket.get(), &byte, 1, MSG_DONTWAIT) == 1);
    CHECK(::recv(next->socket.get(), &byte, 1, MSG_DONTWAIT) == -1);
    CHECK(next->asked == static_cast<std::size_t>(i));
    ++next->asked;
    door.kept->keep(std::move(next));
  }
  CHECK(door.kept->count() == 2);
}

TEST_CASE("kept connections: the end of one is something that it says", "[machine][http]") {
  Door door;
  Descriptor there(open_connection(door.listener.address));
  there.reset();
  auto next = door.kept->next();
  REQUIRE(next);
  char byte = 0;
  CHECK(::recv(next->socket.get(), &byte, 1, 0) == 0);
}

TEST_CASE("kept connections: over the limit the longest silent one is shut", "[machine][http]") {
  Door door({.most = 2});
  std::vector<Descriptor> there;
  for (int i = 0; i < 3; ++i) {
    there.emplace_back(open_connection(door.listener.address));
    say(there.back().get());
    auto next = door.kept->next();  // so that each is taken before the next one comes
    REQUIRE(next);
    char byte = 0;
    REQUIRE(::recv(next->socket.get(), &byte, 1, 0) == 1);
    door.kept->keep(std::move(next));
  }
  CHECK(door.kept->count() == 2);
  CHECK(is_shut(there.front().get()));
  say(there.back().get());
  CHECK(door.kept->next());
}

TEST_CASE("kept connections: who is silent for too long is shut while nobody else speaks",
          "[machine][http]") {
  Door door({.patience = 50ms});
  const Descriptor silent(open_connection(door.listener.address));
  bool nobody = false;
  {
    const std::jthread waiting([&] { nobody = door.kept->next() == nullptr; });
    CHECK(is_shut(silent.get()));
    REQUIRE(::eventfd_write(door.stop.get(), 1) == 0);
  }
  CHECK(nobody);
  CHECK(door.kept->count() == 0);
}

TEST_CASE("kept connections: the end wakes everybody who waits", "[machine][http]") {
  Door door;
  std::vector<std::jthread> waiting;
  for (int i = 0; i < 3; ++i) {
    waiting.emplace_back([&] { static_cast<void>(door.kept->next()); });
  }
  REQUIRE(::eventfd_write(door.stop.get(), 1) == 0);
  waiting.clear();
  CHECK_FALSE(door.kept->next());
}
