#include "probes/machine/confinement.h"

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "tests/support/sanitized.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;

namespace {

constexpr int kNotOffered = 77;
constexpr int kFailed = 78;

/// What `deed` gives in a process of its own that was confined before; kNotOffered where the kernel
/// does not hold it to what `needed` asks for. The process ends without cleaning up after itself.
int confined(const Confinement& confinement, bool Confined::*needed,
             const std::function<int()>& deed) {
  const auto child = ::fork();
  if (child == 0) {
    const auto done = confine(confinement);
    ::_exit(!done ? kFailed : !((*done).*needed) ? kNotOffered : deed());
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(WIFEXITED(status));
  return WEXITSTATUS(status);
}

int errno_of_open(const std::string& path, int flags) {
  const int file = ::open(path.c_str(), flags | O_CLOEXEC, 0600);
  return file < 0 ? errno : 0;
}

/// Checks that `got` is `wanted`, unless the kernel offers nothing of the kind.
void check(int got, int wanted) {
  if (got == kNotOffered) {
    WARN("this kernel does not hold a process to it");
    return;
  }
  CHECK(got == wanted);
}

/// A directory that may be read, one that may be written, and one that is neither.
struct Ground {
  testing::TempDir dir;
  Confinement confinement{{dir.at("bundle")}, {dir.at("work")}, 0};

  Ground() {
    for (const auto* name : {"bundle", "work", "other"}) {
      std::filesystem::create_directory(dir.at(name));
      std::ofstream(dir.at(name) + "/file") << "text";
    }
  }
};

}  // namespace

TEST_CASE("confinement: a file that was not named cannot be opened, one that was can") {
  const Ground ground;
  const auto opened = [&](const std::string& path, int flags) {
    return confined(ground.confinement, &Confined::files,
                    [&] { return errno_of_open(ground.dir.at(path), flags); });
  };

  check(opened("bundle/file", O_RDONLY), 0);
  check(opened("other/file", O_RDONLY), EACCES);
  check(opened("bundle/file", O_WRONLY), EACCES);
  check(opened("bundle/new", O_WRONLY | O_CREAT), EACCES);
  check(opened("work/new", O_WRONLY | O_CREAT), 0);
  check(opened("other/new", O_WRONLY | O_CREAT), EACCES);
}

TEST_CASE("confinement: a link out of what may be read leads nowhere") {
  const Ground ground;
  std::filesystem::create_symlink(ground.dir.at("other/file"), ground.dir.at("bundle/link"));

  check(confined(ground.confinement, &Confined::files,
                 [&] { return errno_of_open(ground.dir.at("bundle/link"), O_RDONLY); }),
        EACCES);
}

TEST_CASE("confinement: what was opened before goes on being read") {
  const Ground ground;
  const int before = ::open(ground.dir.at("other/file").c_str(), O_RDONLY | O_CLOEXEC);
  REQUIRE(before >= 0);

  check(confined(ground.confinement, &Confined::files,
                 [&] {
                   char byte = 0;
                   return ::read(before, &byte, 1) == 1 ? 0 : errno;
                 }),
        0);
  ::close(before);
}

TEST_CASE("confinement: a path that is not there hinders nothing") {
  Ground ground;
  ground.confinement.readable.push_back(ground.dir.at("nowhere"));

  check(confined(ground.confinement, &Confined::files,
                 [&] { return errno_of_open(ground.dir.at("bundle/file"), O_RDONLY); }),
        0);
}

TEST_CASE("confinement: there is no network and no other program") {
  const Ground ground;
  const auto called = [&](const std::function<long()>& call) {
    return confined(ground.confinement, &Confined::system_calls,
                    [&] { return call() < 0 ? errno : 0; });
  };

  check(called([] { return ::socket(AF_INET, SOCK_STREAM, 0); }), EPERM);
  check(called([] { return ::socket(AF_UNIX, SOCK_STREAM, 0); }), EPERM);
  check(called([] { return ::execl("/bin/true", "/bin/true", static_cast<char*>(nullptr)); }),
        EPERM);
  check(called([] { return ::kill(::getppid(), 0); }), EPERM);
  check(called([] { return ::syscall(SYS_mount, "none", "/", "tmpfs", 0, nullptr); }), EPERM);
  check(called([] { return ::syscall(SYS_bpf, 0, nullptr, 0); }), EPERM);
  check(called([] { return ::getpid() > 0 ? 0L : -1L; }), 0);
}

TEST_CASE("confinement: no file is cut, given away or made anybody's by its name") {
  const Ground ground;
  const auto path = ground.dir.at("work/file");
  std::ofstream(path) << "something";
  const auto called = [&](const std::function<long()>& call) {
    return confined(ground.confinement, &Confined::system_calls,
                    [&] { return call() < 0 ? errno : 0; });
  };

  check(called([&] { return ::truncate(path.c_str(), 0); }), EPERM);
  check(called([&] { return ::chmod(path.c_str(), 0777); }), EPERM);
  check(called([&] { return ::chown(path.c_str(), ::getuid(), ::getgid()); }), EPERM);
  check(called([&] { return ::syscall(SYS_fchmodat, AT_FDCWD, path.c_str(), 0777); }), EPERM);
  check(called([&] { return ::setxattr(path.c_str(), "user.x", "", 0, 0); }), EPERM);
  check(called([&] { return ::utimensat(AT_FDCWD, path.c_str(), nullptr, 0); }), EPERM);
  CHECK(std::filesystem::file_size(path) == 9);
}

TEST_CASE("confinement: no capability is left but that of reading") {
  const Ground ground;
  check(confined(ground.confinement, &Confined::privileges,
                 [] { return ::sethostname("x", 1) < 0 ? errno : 0; }),
        EPERM);
}

#if !RACKPROOF_SANITIZED
TEST_CASE("confinement: memory ends where it was said to") {
  Ground ground;
  ground.confinement.memory_bytes = 256U << 20;
  const auto mapped = [&](std::size_t bytes) {
    return confined(ground.confinement, &Confined::memory, [bytes] {
      const auto* memory =
          ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
      return memory == MAP_FAILED ? errno : 0;
    });
  };

  check(mapped(16U << 20), 0);
  check(mapped(512U << 20), ENOMEM);
}
#endif
