#include "probes/machine/thread_park.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <memory>
#include <string>

#include <fcntl.h>
#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "probes/machine/descriptor.h"

namespace rackproof {
namespace {

using Parked = std::atomic<bool>;

/// On the parked thread: says that it is here, and stays, deaf to every signal that can be blocked.
void stay(int /*signal*/, siginfo_t* facts, void* /*context*/) {
  static_cast<Parked*>(facts->si_value.sival_ptr)->store(true, std::memory_order_release);
  while (true) {
    ::poll(nullptr, 0, -1);  // the action's mask keeps every signal out
  }
}

/// 'R' running, 'S' asleep, 'D' asleep and not to be woken... (proc(5), stat); 0 = no such thread.
char state_of(pid_t number) {
  const auto path = "/proc/self/task/" + std::to_string(number) + "/stat";
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  std::array<char, 512> bytes{};
  const auto got = file.is_open() ? ::read(file.get(), bytes.data(), bytes.size()) : -1;
  if (got <= 0) {
    return 0;
  }
  const std::string text(bytes.data(), static_cast<std::size_t>(got));
  const auto name_end = text.rfind(") ");  // the name may hold anything
  return name_end == std::string::npos || name_end + 2 >= text.size() ? '\0' : text[name_end + 2];
}

void pause_a_moment() {
  ::poll(nullptr, 0, 1);
}

bool is_asleep(char state) {
  return state == 'S' || state == 'D';
}

bool send(pid_t number, Parked* parked) {
  const int signal = SIGRTMAX - 1;
  struct sigaction action {};
  action.sa_sigaction = stay;
  action.sa_flags = SA_SIGINFO;
  ::sigfillset(&action.sa_mask);
  if (::sigaction(signal, &action, nullptr) != 0) {
    return false;
  }
  siginfo_t facts{};
  facts.si_code = SI_QUEUE;
  facts.si_pid = ::getpid();
  facts.si_uid = ::getuid();
  facts.si_value.sival_ptr = parked;
  return ::syscall(SYS_rt_tgsigqueueinfo, ::getpid(), number, signal, &facts) == 0;
}

}  // namespace

pid_t this_thread_number() {
  return static_cast<pid_t>(::syscall(SYS_gettid));
}

bool park_thread(pid_t number, std::chrono::milliseconds patience) {
  for (auto left = patience.count(); left > 0 && !is_asleep(state_of(number)); --left) {
    pause_a_moment();
  }
  auto parked = std::make_unique<Parked>(false);
  if (!send(number, parked.get())) {
    return false;
  }
  // In 'D' the signal waits for it at the kernel's door; in any other state it is here soon.
  while (!parked->load(std::memory_order_acquire)) {
    const auto state = state_of(number);
    if (state == 'D') {
      static_cast<void>(parked.release());  // the thread may still write to it
      return true;
    }
    if (state == 0) {
      return false;
    }
    pause_a_moment();
  }
  return true;
}

}  // namespace rackproof
