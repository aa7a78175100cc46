#include "probes/machine/child_process.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <linux/close_range.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "probes/machine/os_error.h"
#include "probes/machine/output_file.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

struct Pipe {
  Descriptor read;
  Descriptor write;
};

Result<Pipe> make_pipe() {
  std::array<int, 2> ends{-1, -1};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    return os_error("pipe", errno);
  }
  return Pipe{Descriptor(ends[0]), Descriptor(ends[1])};
}

/// Everything the new process needs, made before fork: after it only async-signal-safe calls are
/// allowed, since another thread may have held any lock.
struct Launch {
  std::string program;
  std::string directory;
  std::vector<char*> argv;
  std::vector<char*> environment;
  std::uint64_t memory_limit_bytes = 0;
  bool outlives_thread = false;
  pid_t parent = 0;
  int standard_input = -1;
  int standard_output = -1;
  int standard_error = -1;
  int failure = -1;  ///< Takes errno when exec did not happen; closes by itself when it did.
};

std::vector<char*> pointers_to(std::vector<std::string>& strings) {
  std::vector<char*> pointers;
  pointers.reserve(strings.size() + 1);
  for (auto& text : strings) {
    pointers.push_back(text.data());
  }
  pointers.push_back(nullptr);
  return pointers;
}

void reset_signals() {
  struct sigaction standard {};
  standard.sa_handler = SIG_DFL;
  for (int number = 1; number < NSIG; ++number) {
    ::sigaction(number, &standard, nullptr);
  }
  sigset_t none{};
  ::sigemptyset(&none);
  ::pthread_sigmask(SIG_SETMASK, &none, nullptr);
}

bool set_limit(decltype(RLIMIT_AS) what, rlim_t bytes) {
  const rlimit limit{bytes, bytes};
  return ::setrlimit(what, &limit) == 0;
}

/// In the new process. False leaves errno.
bool prepare(const Launch& launch) {
  reset_signals();
  ::setpgid(0, 0);
  if (!launch.outlives_thread) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // at the end of the thread that forked (prctl(2))
  }
  if (::getppid() != launch.parent) {
    ::_exit(1);  // the parent ended before the line above
  }
  set_limit(RLIMIT_CORE, 0);
  if (launch.memory_limit_bytes > 0 && !set_limit(RLIMIT_AS, launch.memory_limit_bytes)) {
    return false;
  }
  if (!launch.directory.empty() && ::chdir(launch.directory.c_str()) != 0) {
    return false;
  }
  if (::dup2(launch.standard_input, 0) < 0 || ::dup2(launch.standard_output, 1) < 0 ||
      ::dup2(launch.standard_error, 2) < 0) {
    return false;
  }
  // Others' descriptors may lack close-on-exec.
  ::syscall(SYS_close_range, 3U, ~0U, CLOSE_RANGE_CLOEXEC);
  return true;
}

[[noreturn]] void become(const Launch& launch) {
  if (prepare(launch)) {
    ::execve(launch.program.c_str(), launch.argv.data(), launch.environment.data());
  }
  const int number = errno;
  static_cast<void>(!::write(launch.failure, &number, sizeof(number)));
  ::_exit(127);
}

/// In the warden. A group of its own, so that nothing meant for us or the child ends it.
[[noreturn]] void keep_watch(int lifeline, pid_t group) {
  ::setpgid(0, 0);
  if (::dup2(lifeline, 0) < 0) {
    ::_exit(1);
  }
  ::syscall(SYS_close_range, 1U, ~0U, 0U);
  char nothing = 0;
  ssize_t got = -1;
  do {
    got = ::read(0, &nothing, 1);
  } while (got < 0 && errno == EINTR);
  ::kill(-group, SIGKILL);
  ::_exit(0);
}

Result<Descriptor> open_errors_file(const std::string& path) {
  Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOCTTY, 0644));
  if (!file.is_open()) {
    return os_error(path, errno);
  }
  return file;
}

/// What the child is to read: nothing, or what we write into the other end. A socket, so that
/// writing to a child that has ended is an error and no signal.
Result<Pipe> open_input(bool takes_input) {
  if (!takes_input) {
    return Pipe{Descriptor(::open("/dev/null", O_RDONLY | O_CLOEXEC)), Descriptor()};
  }
  std::array<int, 2> ends{-1, -1};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    return os_error("socketpair", errno);
  }
  return Pipe{Descriptor(ends[0]), Descriptor(ends[1])};
}

struct Pipes {
  Pipe input;
  Pipe output;
  Pipe errors;  ///< Its write end is the file where stderr goes to one.
  Pipe failure;
  Pipe lifeline;
};

Result<Pipes> open_pipes(const ChildCommand& command) {
  Pipes pipes;
  auto input = open_input(command.takes_input || !command.input.empty());
  if (!input) {
    return std::move(input).error();
  }
  pipes.input = std::move(input).value();
  for (auto* pipe : {&pipes.output, &pipes.errors, &pipes.failure, &pipes.lifeline}) {
    auto made = make_pipe();
    if (!made) {
      return std::move(made).error();
    }
    *pipe = std::move(made).value();
  }
  if (!command.stderr_path.empty()) {
    auto file = open_errors_file(command.stderr_path);
    if (!file) {
      return std::move(file).error();
    }
    pipes.errors = Pipe{Descriptor(), std::move(file).value()};
  }
  return pipes;
}

/// What exec could not do; nothing when it did.
std::optional<int> read_failure(int descriptor) {
  int number = 0;
  ssize_t got = -1;
  do {
    got = ::read(descriptor, &number, sizeof(number));
  } while (got < 0 && errno == EINTR);
  return got == static_cast<ssize_t>(sizeof(number)) ? std::optional(number) : std::nullopt;
}

void unblock(const Descriptor& descriptor) {
  ::fcntl(descriptor.get(), F_SETFL, ::fcntl(descriptor.get(), F_GETFL) | O_NONBLOCK);
}

void wait_for(pid_t pid) {
  while (::waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
  }
}

}  // namespace

Result<ChildProcess> ChildProcess::start(const ChildCommand& command) {
  if (command.argv.empty()) {
    return Error{ErrorKind::malformed, "child: an empty command"};
  }
  auto program = find_program(command.argv.front());
  if (!program) {
    return std::move(program).error();
  }
  auto pipes = open_pipes(command);
  if (!pipes) {
    return std::move(pipes).error();
  }
  auto argv = command.argv;
  auto environment = command.environment;
  const Launch launch{*program,
                      command.directory,
                      pointers_to(argv),
                      pointers_to(environment),
                      command.memory_limit_bytes,
                      command.outlives_thread,
                      ::getpid(),
                      pipes->input.read.get(),
                      pipes->output.write.get(),
                      pipes->errors.write.get(),
                      pipes->failure.write.get()};
  ChildProcess child;
  child.pid_ = ::fork();
  if (child.pid_ == 0) {
    become(launch);
  }
  if (child.pid_ < 0) {
    return os_error("fork", errno);
  }
  ::setpgid(child.pid_, child.pid_);  // whichever of us is first
  auto watched = child.watch(std::move(pipes->lifeline.write), pipes->lifeline.read);
  if (!watched) {
    return std::move(watched).error();
  }
  pipes->failure.write.reset();
  if (const auto number = read_failure(pipes->failure.read.get())) {
    return os_error(*program, *number);
  }
  child.input_ = std::move(pipes->input.write);
  child.output_ = std::move(pipes->output.read);
  child.errors_ = std::move(pipes->errors.read);
  unblock(child.output_);
  unblock(child.errors_);
  return child;
}

Result<void> ChildProcess::watch(Descriptor ours, const Descriptor& wardens) {
  warden_ = ::fork();
  if (warden_ == 0) {
    keep_watch(wardens.get(), pid_);
  }
  lifeline_ = std::move(ours);
  ended_ = Descriptor(static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0U)));
  if (warden_ < 0 || !ended_.is_open()) {
    return os_error("child: cannot be watched", errno);
  }
  return {};
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      warden_(std::exchange(other.warden_, -1)),
      input_(std::move(other.input_)),
      output_(std::move(other.output_)),
      errors_(std::move(other.errors_)),
      ended_(std::move(other.ended_)),
      lifeline_(std::move(other.lifeline_)) {}

ChildProcess::~ChildProcess() {
  if (pid_ > 0) {
    signal_group(SIGKILL);
    // Not waited for without end: a child that hangs in the kernel would take us with it. The
    // warden stays with it until we end.
    ::waitpid(pid_, nullptr, WNOHANG);
  }
  stop_warden();
}

void ChildProcess::signal_group(int number) const {
  ::kill(-pid_, number);
}

std::uint64_t ChildProcess::resident_bytes() const {
  // "size resident shared ..." in pages (proc(5))
  const auto text = read_file("/proc/" + std::to_string(pid_) + "/statm", 4096);
  const auto fields = text ? words(*text) : std::vector<std::string_view>{};
  const auto pages = fields.size() > 1 ? parse_unsigned(fields[1]) : Result<std::uint64_t>(0U);
  return pages ? *pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE)) : 0;
}

Result<ProcessEnd> ChildProcess::reap() {
  // The unreaped leader keeps its number taken, so the group cannot be somebody else's yet.
  signal_group(SIGKILL);
  ProcessEnd end;
  pid_t got = -1;
  do {
    got = ::wait4(pid_, &end.status, 0, &end.usage);
  } while (got < 0 && errno == EINTR);
  if (got < 0) {
    return os_error("wait4", errno);
  }
  pid_ = -1;
  stop_warden();
  return end;
}

void ChildProcess::stop_warden() {
  if (warden_ > 0) {
    ::kill(warden_, SIGKILL);
    wait_for(std::exchange(warden_, -1));
  }
}

}  // namespace rackproof
