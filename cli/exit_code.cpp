#include "cli/exit_code.h"

namespace rackproof {

ExitCode exit_code_of(const Error& error) {
  return error.kind == ErrorKind::untrusted ? ExitCode::untrusted : ExitCode::failed;
}

ExitCode exit_code_of_input(const Error& error) {
  const bool machine = error.kind == ErrorKind::io || error.kind == ErrorKind::denied ||
                       error.kind == ErrorKind::timed_out;
  return machine ? ExitCode::failed : ExitCode::usage;
}

ExitCode exit_code_of(Outcome overall) {
  return overall == Outcome::pass ? ExitCode::done : ExitCode::not_pass;
}

}  // namespace rackproof
