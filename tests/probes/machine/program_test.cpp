#include <filesystem>

#include <catch2/catch.hpp>

#include "probes/machine/child.h"
#include "tests/support/temp_dir.h"

namespace rackproof {
namespace {

TEST_CASE("program: PATH finds a shell and does not find nonsense", "[machine]") {
  const auto shell = find_program("sh");
  REQUIRE(shell);
  CHECK(std::filesystem::path(*shell).is_absolute());
  CHECK(find_program("rackproof-no-such-program").error().kind == ErrorKind::absent);
  CHECK(find_program("").error().kind == ErrorKind::absent);
}

TEST_CASE("program: a path is taken as it is and must be executable", "[machine]") {
  const testing::TempDir directory;
  const auto text = directory.write("text", "not a program");
  CHECK_FALSE(find_program(text));
  CHECK_FALSE(find_program(directory.path().string()));
  CHECK(*find_program("/bin/sh") == "/bin/sh");
}

TEST_CASE("program: the running program is this test", "[machine]") {
  const auto self = own_executable();
  REQUIRE(self);
  CHECK(std::filesystem::path(*self).filename().string().starts_with("test_"));
}

TEST_CASE("program: the own command line begins with the own name", "[machine]") {
  const auto arguments = own_command_line();
  REQUIRE(arguments);
  REQUIRE_FALSE(arguments->empty());
  CHECK(arguments->front().find("test_probes_machine") != std::string::npos);
}

}  // namespace
}  // namespace rackproof
