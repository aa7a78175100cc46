#pragma once

#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "cli/commands.h"

namespace rackproof::testing {

/// What a command line gave: its exit code and both streams.
struct CommandRun {
  int exit_code = 0;
  std::string output;
  std::string complaints;
};

/// Lends a stream another buffer for as long as it lives.
class Redirected {
 public:
  explicit Redirected(std::ostream& stream)
      : stream_(stream), before_(stream.rdbuf(buffer_.rdbuf())) {}
  ~Redirected() { stream_.rdbuf(before_); }
  Redirected(const Redirected&) = delete;
  Redirected& operator=(const Redirected&) = delete;
  Redirected(Redirected&&) = delete;
  Redirected& operator=(Redirected&&) = delete;

  [[nodiscard]] std::string text() const { return buffer_.str(); }

 private:
  std::ostringstream buffer_;
  std::ostream& stream_;
  std::streambuf* before_;
};

/// Runs one command in process, as main() would: `add` puts it into the application, `arguments`
/// are what stands behind "rackproof".
inline CommandRun run_command(void (*add)(CLI::App&, ExitCode&),
                              std::vector<std::string> arguments) {
  CLI::App app{"test", "rackproof"};
  auto code = ExitCode::usage;
  add(app, code);
  const Redirected output(std::cout);
  const Redirected complaints(std::cerr);
  try {
    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());  // as CLI11 wants it
    app.parse(reversed);
  } catch (const CLI::ParseError& error) {
    code = app.exit(error) == 0 ? ExitCode::done : ExitCode::usage;
  }
  return {static_cast<int>(code), output.text(), complaints.text()};
}

}  // namespace rackproof::testing
