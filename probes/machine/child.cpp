#include "probes/machine/child.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <utility>

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "probes/machine/child_process.h"
#include "probes/machine/os_error.h"

namespace rackproof {
namespace {

using Steady = std::chrono::steady_clock;

constexpr auto kGrace = std::chrono::seconds(2);  ///< Between SIGTERM and SIGKILL.
constexpr auto kDeath = std::chrono::seconds(5);  ///< From SIGKILL until we give up on it.
constexpr std::int64_t kMemoryBeat = 50;          ///< Milliseconds between looks at its memory.
constexpr std::size_t kErrorLimit = std::size_t{64} << 10;

/// Wakes poll(2) when somebody asks to stop.
class StopWaker {
 public:
  explicit StopWaker(std::stop_token stop)
      : event_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)), callback_(std::move(stop), Wake{this}) {}
  [[nodiscard]] int descriptor() const { return event_.get(); }

 private:
  struct Wake {
    const StopWaker* waker;
    void operator()() const { ::eventfd_write(waker->event_.get(), 1); }
  };
  Descriptor event_;
  std::stop_callback<Wake> callback_;
};

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

/// One child from start to end.
class Run {
 public:
  Run(const ChildCommand& command, ChildProcess& child, const StopWaker& waker,
      const std::function<void(std::string_view)>& on_line)
      : command_(command),
        child_(child),
        waker_(waker),
        on_line_(on_line),
        unwritten_(command.input),
        started_(Steady::now()),
        next_step_(Steady::time_point::max() - started_ > command.deadline
                       ? started_ + command.deadline
                       : Steady::time_point::max()) {}

  Result<ChildResult> to_its_end() {
    while (true) {
      const bool ended = wait();
      hold_memory();
      drain();
      if (ended) {
        return finish();
      }
      if (!press_on()) {
        return Error{ErrorKind::timed_out, command_.argv.front() + ": does not end when killed"};
      }
    }
  }

 private:
  enum class Pressure { none, asked, killed };

  /// Until something happens; whether the child has ended.
  bool wait() {
    std::array<pollfd, 5> watched{
        pollfd{child_.ended().get(), POLLIN, 0},
        pollfd{output_open_ ? child_.output().get() : -1, POLLIN, 0},
        pollfd{errors_open_ ? child_.errors().get() : -1, POLLIN, 0},
        pollfd{pressure_ == Pressure::none ? waker_.descriptor() : -1, POLLIN, 0},
        pollfd{command_.input.empty() ? -1 : child_.input().get(), POLLOUT, 0},
    };
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(next_step_ - Steady::now()).count();
    const std::int64_t longest = command_.resident_limit_bytes > 0 ? kMemoryBeat : 3600000;  // ms
    ::poll(watched.data(), watched.size(),
           static_cast<int>(std::clamp<std::int64_t>(left, 0, longest)));
    if ((watched[3].revents & POLLIN) != 0) {
      result_.stopped = true;
      press(Pressure::asked);
    }
    if (watched[4].revents != 0) {
      feed();
    }
    return (watched[0].revents & POLLIN) != 0;
  }

  /// Writes as much as the child takes now, and shuts its stdin after the last of it, or when it
  /// has shut it itself: what it says and how it ends then tells more than that.
  void feed() {
    while (!unwritten_.empty()) {
      auto& piece = unwritten_.front();
      const auto sent =
          ::send(child_.input().get(), piece.data(), piece.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
      if (sent < 0 && (errno == EAGAIN || errno == EINTR)) {
        return;
      }
      if (sent < 0) {
        unwritten_.clear();
        break;
      }
      piece.remove_prefix(static_cast<std::size_t>(sent));
      if (piece.empty()) {
        unwritten_.erase(unwritten_.begin());
      }
    }
    child_.shut_input();
  }

  /// Memory grows faster than anybody could be asked to stop.
  void hold_memory() {
    if (command_.resident_limit_bytes > 0 && pressure_ != Pressure::killed &&
        child_.resident_bytes() > command_.resident_limit_bytes) {
      result_.memory_limited = true;
      press(Pressure::killed);
    }
  }

  void drain() {
    output_open_ = output_open_ &&
                   take(child_.output(), [this](std::string_view bytes) { take_output(bytes); });
    errors_open_ = errors_open_ && take(child_.errors(), [this](std::string_view bytes) {
                     const auto room = kErrorLimit - result_.error_output.size();
                     result_.error_output += bytes.substr(0, room);
                   });
  }

  /// What is there now, at most some megabytes; false when the other end is shut.
  template <typename Taker>
  static bool take(const Descriptor& from, const Taker& taker) {
    constexpr int kPieces = 64;  // then look at the clock again
    std::array<char, 65536> piece{};
    for (int i = 0; i < kPieces; ++i) {
      const auto got = ::read(from.get(), piece.data(), piece.size());
      if (got > 0) {
        taker(std::string_view(piece.data(), static_cast<std::size_t>(got)));
      } else if (got == 0 || errno != EINTR) {
        return got != 0 && errno == EAGAIN;
      }
    }
    return true;
  }

  void take_output(std::string_view bytes) {
    const auto room = command_.output_limit - taken_;
    if (bytes.size() > room) {
      result_.output_limited = true;
      press(Pressure::asked);
    }
    bytes = bytes.substr(0, room);
    taken_ += bytes.size();
    result_.output += bytes;
    if (on_line_) {
      give_lines();
    }
  }

  /// Takes the complete lines off the front of what is collected.
  void give_lines() {
    std::size_t from = 0;
    for (auto end = result_.output.find('\n'); end != std::string::npos;
         end = result_.output.find('\n', from)) {
      on_line_(std::string_view(result_.output).substr(from, end - from));
      from = end + 1;
    }
    result_.output.erase(0, from);
  }

  /// SIGTERM once, SIGKILL later; never back.
  void press(Pressure pressure) {
    if (pressure <= pressure_) {
      return;
    }
    pressure_ = pressure;
    const bool killed = pressure == Pressure::killed;
    child_.signal_group(killed ? SIGKILL : SIGTERM);
    next_step_ = Steady::now() + (killed ? kDeath : kGrace);
  }

  /// The next harder thing when its time has come; false when nothing harder is left.
  bool press_on() {
    if (Steady::now() < next_step_) {
      return true;
    }
    if (pressure_ == Pressure::killed) {
      return false;
    }
    result_.timed_out = result_.timed_out || pressure_ == Pressure::none;
    press(pressure_ == Pressure::none ? Pressure::asked : Pressure::killed);
    return true;
  }

  Result<ChildResult> finish() {
    auto end = child_.reap();
    if (!end) {
      return std::move(end).error();
    }
    drain();
    result_.memory_limit_bytes = command_.resident_limit_bytes;
    result_.wall_seconds = std::chrono::duration<double>(Steady::now() - started_).count();
    if (WIFEXITED(end->status)) {
      result_.exit_code = WEXITSTATUS(end->status);
    } else {
      result_.signal = WTERMSIG(end->status);
    }
    result_.cpu_seconds = seconds(end->usage.ru_utime) + seconds(end->usage.ru_stime);
    result_.peak_rss_bytes = std::int64_t{end->usage.ru_maxrss} * 1024;  // KiB (getrusage(2))
    return std::move(result_);
  }

  const ChildCommand& command_;
  ChildProcess& child_;
  const StopWaker& waker_;
  const std::function<void(std::string_view)>& on_line_;
  std::vector<std::string_view> unwritten_;  ///< Of command_.input.
  Steady::time_point started_;
  Steady::time_point next_step_;  ///< When the deadline or the grace is over.
  Pressure pressure_ = Pressure::none;
  std::size_t taken_ = 0;
  bool output_open_ = true;
  bool errors_open_ = true;
  ChildResult result_;
};

}  // namespace

Result<ChildResult> run_child(const ChildCommand& command, std::stop_token stop,
                              const std::function<void(std::string_view)>& on_line) {
  auto child = ChildProcess::start(command);
  if (!child) {
    return std::move(child).error();
  }
  const StopWaker waker(std::move(stop));
  return Run(command, *child, waker, on_line).to_its_end();
}

}  // namespace rackproof
