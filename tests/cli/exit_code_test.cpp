#include "cli/exit_code.h"

#include <catch2/catch.hpp>

using namespace rackproof;

TEST_CASE("exit code: only PASS is 0", "[cli]") {
  CHECK(exit_code_of(Outcome::pass) == ExitCode::done);
  for (const auto outcome :
       {Outcome::fail, Outcome::inconclusive, Outcome::invalid, Outcome::not_judged}) {
    CHECK(exit_code_of(outcome) == ExitCode::not_pass);
  }
}

TEST_CASE("exit code: untrusted evidence is told from a tool that could not", "[cli]") {
  CHECK(exit_code_of(Error{ErrorKind::untrusted, ""}) == ExitCode::untrusted);
  CHECK(exit_code_of(Error{ErrorKind::unsupported, ""}) == ExitCode::failed);
  CHECK(exit_code_of(Error{ErrorKind::io, ""}) == ExitCode::failed);
}

TEST_CASE("exit code: what the user named wrongly is the question's fault", "[cli]") {
  CHECK(exit_code_of_input({ErrorKind::absent, ""}) == ExitCode::usage);
  CHECK(exit_code_of_input({ErrorKind::malformed, ""}) == ExitCode::usage);
  CHECK(exit_code_of_input({ErrorKind::untrusted, ""}) == ExitCode::usage);
  CHECK(exit_code_of_input({ErrorKind::denied, ""}) == ExitCode::failed);
  CHECK(exit_code_of_input({ErrorKind::io, ""}) == ExitCode::failed);
}
