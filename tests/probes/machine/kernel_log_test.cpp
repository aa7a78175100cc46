#include "probes/machine/kernel_log.h"

#include <string>

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "probes/machine/descriptor.h"
#include "tests/support/temp_dir.h"

namespace rackproof {
namespace {

TEST_CASE("kernel_log: nothing waiting is nothing, not an end and not an error", "[machine]") {
  const testing::TempDir directory;
  const auto path = directory.at("kmsg");
  REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
  auto log = KernelLog::open(path);
  REQUIRE(log);
  const Descriptor writer(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  REQUIRE(writer.is_open());
  const auto none = log->next();
  REQUIRE(none);
  CHECK_FALSE(*none);
  REQUIRE(::write(writer.get(), "6,1,0,-;x\n", 10) == 10);
  const auto record = log->next();
  REQUIRE(record);
  CHECK(*record == "6,1,0,-;x\n");
}

TEST_CASE("kernel_log: a log that is not there is absent, not a log without errors", "[machine]") {
  const testing::TempDir directory;
  CHECK(KernelLog::open(directory.at("none")).error().kind == ErrorKind::absent);
  auto wrong = KernelLog::open(directory.path().string());
  REQUIRE(wrong);
  CHECK(wrong->next().error().kind == ErrorKind::io);
}

}  // namespace
}  // namespace rackproof
