#include "cli/confining.h"

#include <cerrno>
#include <cstddef>
#include <sstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "probes/machine/clock.h"
#include "schemas/json/strict_json.h"
#include "tests/reports/small_bundle.h"

using namespace rackproof;
using rackproof::testing::SmallBundle;

namespace {

sock_filter load(std::size_t offset) {
  return BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<std::uint32_t>(offset));
}
sock_filter skip_unless(std::uint32_t value, std::uint8_t steps) {
  return BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, steps);
}
sock_filter answer(std::uint32_t action) {
  return BPF_STMT(BPF_RET | BPF_K, action);
}

/// From here on this process sees a kernel without Landlock, and without seccomp where `neither`.
bool take_kernel_back(bool neither) {
  std::vector<sock_filter> program{load(offsetof(seccomp_data, nr)),
                                   skip_unless(SYS_landlock_create_ruleset, 1),
                                   answer(SECCOMP_RET_ERRNO | ENOSYS)};
  if (neither) {
    program.insert(program.end(),
                   {skip_unless(SYS_prctl, 3), load(offsetof(seccomp_data, args)),
                    skip_unless(PR_SET_SECCOMP, 1), answer(SECCOMP_RET_ERRNO | EINVAL)});
  }
  program.push_back(answer(SECCOMP_RET_ALLOW));
  const sock_fprog filter{static_cast<unsigned short>(program.size()), program.data()};
  return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

struct Told {
  int code = -1;
  std::string out;
  std::string err;
};

/// What the confined verifier says in a process of its own, on such a kernel. The files that take
/// its words are made by it: nothing keeps it from that.
Told verified_without(const SmallBundle& bundle, bool neither, bool json) {
  const auto key = bundle.beside("key.pub");
  testing::overwrite(key, bundle.key().public_key().pem());
  const auto child = ::fork();
  if (child == 0) {
    std::ostringstream out;
    std::ostringstream err;
    if (!take_kernel_back(neither)) {
      ::_exit(70);
    }
    const auto code =
        verify_bundles({.bundles = {bundle.path()}, .key = key, .confined = true, .json = json},
                       SystemClock(), out, err);
    testing::overwrite(bundle.beside("out"), out.str());
    testing::overwrite(bundle.beside("err"), err.str());
    ::_exit(static_cast<int>(code));
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(WIFEXITED(status));
  REQUIRE(WEXITSTATUS(status) != 70);
  return {WEXITSTATUS(status), testing::read_whole(bundle.beside("out")),
          testing::read_whole(bundle.beside("err"))};
}

}  // namespace

TEST_CASE("verify: a kernel that does not confine the verifier is told, and the answer stands",
          "[cli][verify]") {
  SmallBundle bundle;
  bundle.sealed();
  const auto told = verified_without(bundle, true, false);
  CHECK(told.code == 0);
  CHECK(
      told.err ==
      "rackproof-verify: this kernel does not confine the verifier: it could open every file that "
      "its user may (no Landlock), use the network and start programs (no seccomp)\n");
  CHECK_THAT(told.out, Catch::Contains("verdict    ok"));
}

TEST_CASE("verify: the document says what the kernel held the verifier to", "[cli][verify]") {
  SmallBundle bundle;
  bundle.sealed();
  const auto told = verified_without(bundle, false, true);
  CHECK_THAT(told.err, Catch::EndsWith("(no Landlock)\n"));
  const auto document = parse_strict_json(told.out);
  REQUIRE(document);
  const auto* confined = document->find("confined");
  REQUIRE(confined != nullptr);
  CHECK_FALSE(*confined->find("files")->if_boolean());
  CHECK(*confined->find("systemCalls")->if_boolean());
  CHECK(*confined->find("privileges")->if_boolean());
  CHECK(*confined->find("memory")->if_boolean() == limits_memory());
}

TEST_CASE("verify: each thing that the kernel does not hold the verifier to has its words",
          "[cli][verify]") {
  CHECK(unconfined_words({true, true, true, true}).empty());
  CHECK_THAT(unconfined_words({false, true, true, true}),
             Catch::EndsWith("it could use its capabilities"));
  CHECK_THAT(unconfined_words({true, true, false, true}),
             Catch::EndsWith("it could use the network and start programs (no seccomp)"));
  CHECK(unconfined_words({true, true, true, false}).empty() != limits_memory());
}
