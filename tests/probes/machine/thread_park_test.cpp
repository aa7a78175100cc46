#include "probes/machine/thread_park.h"

#include <atomic>
#include <chrono>
#include <memory>
#include <thread>
#include <utility>

#include <catch2/catch.hpp>
#include <poll.h>

namespace rackproof {
namespace {

using namespace std::chrono_literals;

/// What a parked thread keeps: it is never joined.
struct Hung {
  std::atomic<pid_t> number = 0;
  std::atomic<bool> went_on = false;
  std::thread thread;
};

TEST_CASE("thread_park: a sleeping thread never runs another line", "[machine]") {
  auto hung = std::make_unique<Hung>();
  hung->thread = std::thread([mine = hung.get()] {
    mine->number = this_thread_number();
    ::poll(nullptr, 0, 300);
    mine->went_on = true;
    ::poll(nullptr, 0, -1);
  });
  while (hung->number == 0) {
    std::this_thread::yield();
  }
  CHECK(park_thread(hung->number, 100ms));
  std::this_thread::sleep_for(500ms);
  CHECK_FALSE(hung->went_on);
  static_cast<void>(hung.release());
}

TEST_CASE("thread_park: a thread that is gone is not parked", "[machine]") {
  pid_t number = 0;
  std::thread([&number] { number = this_thread_number(); }).join();
  CHECK_FALSE(park_thread(number, 10ms));
}

}  // namespace
}  // namespace rackproof
