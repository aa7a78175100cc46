#include "probes/machine/confinement.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>

#include <fcntl.h>
#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "probes/machine/descriptor.h"
#include "probes/machine/os_error.h"

namespace rackproof {
namespace {

// The leak check of AddressSanitizer stops the program from a second process (clone, ptrace), and
// its shadow memory is beyond any limit.
#if defined(__SANITIZE_ADDRESS__)  // as g++ says it
constexpr bool kLeakCheck = true;
#elif defined(__has_feature)  // as clang++ is asked
constexpr bool kLeakCheck = __has_feature(address_sanitizer);
#else
constexpr bool kLeakCheck = false;
#endif

#if defined(__x86_64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_AARCH64;
#else
constexpr std::uint32_t kArchitecture = 0;
#endif
constexpr std::uint32_t kX32Calls = 0x40000000;  // the x32 numbers of x86-64 (asm/unistd.h)

constexpr int kFchmodat2 = 452;  // of every architecture, from Linux 6.6 on (asm-generic/unistd.h)

/// What no reader of files does. Numbers of the architecture that this is compiled for.
constexpr std::array kRefused{
    // the network
    SYS_socket,
    SYS_socketpair,
    SYS_connect,
    SYS_bind,
    SYS_listen,
    SYS_accept,
    SYS_accept4,
    SYS_sendto,
    SYS_sendmsg,
    SYS_sendmmsg,
    // other programs
    SYS_execve,
    SYS_execveat,
    SYS_kill,
    SYS_pidfd_open,
    SYS_pidfd_send_signal,
    SYS_process_vm_readv,
    SYS_process_vm_writev,
    SYS_pidfd_getfd,
    // the machine
    SYS_mount,
    SYS_umount2,
    SYS_pivot_root,
    SYS_chroot,
    SYS_setns,
    SYS_unshare,
    SYS_init_module,
    SYS_finit_module,
    SYS_delete_module,
    SYS_kexec_load,
    SYS_reboot,
    SYS_swapon,
    SYS_swapoff,
    SYS_settimeofday,
    SYS_clock_settime,
    SYS_adjtimex,
    SYS_sethostname,
    SYS_open_by_handle_at,
    // ways around the rest
    SYS_bpf,
    SYS_perf_event_open,
    SYS_userfaultfd,
    SYS_io_uring_setup,
    SYS_io_uring_enter,
    SYS_keyctl,
    SYS_add_key,
    SYS_request_key,
    SYS_setuid,
    SYS_setgid,
    SYS_setresuid,
    SYS_setresgid,
    // files by their name, which Landlock of the first version lets pass
    SYS_truncate,
    SYS_fchmodat,
    SYS_fchownat,
    SYS_setxattr,
    SYS_lsetxattr,
    SYS_removexattr,
    SYS_lremovexattr,
    SYS_utimensat,
    kFchmodat2,
#ifdef SYS_chmod
    SYS_chmod,
    SYS_chown,
    SYS_lchown,
    SYS_utime,
    SYS_utimes,
    SYS_futimesat,
#endif
};

/// Nor these, but the leak check does.
constexpr std::array kRefusedUnlessChecked{
    SYS_ptrace, SYS_clone, SYS_clone3,
#ifdef SYS_fork
    SYS_fork,   SYS_vfork,
#endif
};

constexpr std::uint64_t kReading = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
constexpr std::uint64_t kWriting = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
                                   LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_DIR |
                                   LANDLOCK_ACCESS_FS_MAKE_REG;
/// The first version of the interface knows these; all of them are taken away but where a path is
/// named.
constexpr std::uint64_t kEverything = kReading | kWriting | LANDLOCK_ACCESS_FS_EXECUTE |
                                      LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_SOCK |
                                      LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK |
                                      LANDLOCK_ACCESS_FS_MAKE_SYM;

Error failed(const char* what) {
  return os_error(what, errno);
}

/// Reading past file modes is what a verifier may need as root; nothing else is.
bool drop_capabilities() {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  std::array<__user_cap_data_struct, 2> sets{};
  if (::syscall(SYS_capget, &header, sets.data()) != 0) {
    return false;
  }
  const std::uint32_t kept = 1U << CAP_DAC_READ_SEARCH;
  sets[0].effective &= kept;
  sets[0].permitted &= kept;
  sets[0].inheritable = 0;
  sets[1] = {};
  return ::syscall(SYS_capset, &header, sets.data()) == 0;
}

/// Rights that make sense beneath a directory are refused for a plain file (landlock(7)).
std::uint64_t fitting(const Descriptor& file, std::uint64_t rights) {
  struct stat status {};
  const bool directory = ::fstat(file.get(), &status) == 0 && S_ISDIR(status.st_mode);
  return directory ? rights
                   : rights & (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE);
}

Result<void> allow(const Descriptor& rules, const std::vector<std::string>& paths,
                   std::uint64_t rights) {
  for (const auto& path : paths) {
    const Descriptor file(::open(path.c_str(), O_PATH | O_CLOEXEC));
    if (!file.is_open()) {
      continue;
    }
    landlock_path_beneath_attr beneath{};
    beneath.allowed_access = fitting(file, rights);
    beneath.parent_fd = file.get();
    if (::syscall(SYS_landlock_add_rule, rules.get(), LANDLOCK_RULE_PATH_BENEATH, &beneath, 0U) !=
        0) {
      return failed("landlock_add_rule").during(path);
    }
  }
  return {};
}

/// False where this kernel has no Landlock, or has it switched off.
Result<bool> confine_files(const Confinement& confinement) {
  landlock_ruleset_attr handled{};
  handled.handled_access_fs = kEverything;
  const auto number = ::syscall(SYS_landlock_create_ruleset, &handled, sizeof(handled), 0U);
  if (number < 0) {
    return false;
  }
  const Descriptor rules(static_cast<int>(number));
  if (auto done = allow(rules, confinement.readable, kReading); !done) {
    return std::move(done).error();
  }
  if (auto done = allow(rules, confinement.writable, kReading | kWriting); !done) {
    return std::move(done).error();
  }
  if (::syscall(SYS_landlock_restrict_self, rules.get(), 0U) != 0) {
    return failed("landlock_restrict_self");
  }
  return true;
}

sock_filter load(std::size_t offset) {
  return BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<std::uint32_t>(offset));
}
sock_filter answer(std::uint32_t action) {
  return BPF_STMT(BPF_RET | BPF_K, action);
}
/// Goes on `equal` steps later where the number is that one, else with the next.
sock_filter where_equal(std::uint32_t number, std::uint8_t equal, std::uint8_t other) {
  return BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, equal, other);
}

/// Each refused call is a comparison and an answer: no jump is longer than one step.
std::vector<sock_filter> filter_of() {
  const auto refuse = answer(SECCOMP_RET_ERRNO | EPERM);
  std::vector<sock_filter> program{load(offsetof(seccomp_data, arch)),
                                   where_equal(kArchitecture, 1, 0), refuse,
                                   load(offsetof(seccomp_data, nr))};
  const auto refuse_call = [&program, refuse](long number) {
    program.push_back(where_equal(static_cast<std::uint32_t>(number), 0, 1));
    program.push_back(refuse);
  };
  program.push_back(BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, kX32Calls, 0, 1));
  program.push_back(refuse);
  std::for_each(kRefused.begin(), kRefused.end(), refuse_call);
  if (!kLeakCheck) {
    std::for_each(kRefusedUnlessChecked.begin(), kRefusedUnlessChecked.end(), refuse_call);
  }
  program.push_back(answer(SECCOMP_RET_ALLOW));
  return program;
}

/// False where this kernel has no filters.
bool confine_calls() {
  if (kArchitecture == 0) {
    return false;
  }
  auto filter = filter_of();
  const sock_fprog program{static_cast<unsigned short>(filter.size()), filter.data()};
  return ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

bool confine_memory(std::uint64_t bytes) {
  if (bytes == 0 || kLeakCheck) {
    return false;
  }
  rlimit limit{};
  if (::getrlimit(RLIMIT_DATA, &limit) != 0) {
    return false;
  }
  limit.rlim_cur = std::min<rlim_t>(bytes, limit.rlim_max);
  limit.rlim_max = limit.rlim_cur;
  return ::setrlimit(RLIMIT_DATA, &limit) == 0;
}

}  // namespace

bool limits_memory() {
  return !kLeakCheck;
}

Result<Confined> confine(const Confinement& confinement) {
  Confined confined;
  // First: the kernel takes a filter or a rule of a process without privileges on no other terms.
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
    return failed("PR_SET_NO_NEW_PRIVS");
  }
  const auto files = confine_files(confinement);
  if (!files) {
    return files.error();
  }
  confined.files = *files;
  confined.privileges = drop_capabilities();
  confined.memory = confine_memory(confinement.memory_bytes);
  confined.system_calls = confine_calls();
  return confined;
}

}  // namespace rackproof
