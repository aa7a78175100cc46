#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/result.h"

namespace rackproof {

/// What to run and within which bounds. The child leads its own process group; at the deadline, on
/// stop and when the parent ends, the whole group is killed (SIGTERM, 2 s, SIGKILL).
struct ChildCommand {
  std::vector<std::string> argv;  ///< argv[0] is a path, or a name looked up in PATH.
  std::vector<std::string>
      environment;          ///< "NAME=value", the whole environment; nothing is inherited.
  std::string directory;    ///< Working directory; "" = the parent's.
  std::string stderr_path;  ///< File the child's stderr goes to; "" = collected.
  std::chrono::nanoseconds deadline = std::chrono::seconds(60);
  std::size_t output_limit = std::size_t{16} << 20;  ///< Bytes of stdout; more ends the child.
  std::uint64_t memory_limit_bytes = 0;              ///< RLIMIT_AS; 0 = none.
  std::uint64_t resident_limit_bytes = 0;  ///< Resident memory; more kills the group. 0 = none.
  bool takes_input = false;  ///< Its stdin is a socket of ours (ChildLines::say), else /dev/null.
  /// What run_child writes to its stdin, one piece after the other, and then shuts it; none =
  /// nothing. The bytes stay the caller's, so that a secret among them can be wiped.
  std::vector<std::string_view> input;
  bool outlives_thread = false;  ///< It ends with the process, not with the thread that starts it.
};

struct ChildResult {
  std::optional<int> exit_code;  ///< Set when it exited by itself.
  int signal = 0;                ///< Signal that ended it, else 0.
  bool timed_out = false;
  bool stopped = false;  ///< Ended because `stop` asked.
  bool output_limited = false;
  bool memory_limited = false;           ///< Killed at resident_limit_bytes.
  std::uint64_t memory_limit_bytes = 0;  ///< That limit; 0 = there was none.
  std::string output;                    ///< stdout, when no line callback took it.
  std::string error_output;              ///< stderr, at most 64 KiB, when stderr_path is "".
  double wall_seconds = 0;
  double cpu_seconds = 0;  ///< User and system, the child and what it waited for.
  std::int64_t peak_rss_bytes = 0;
};

/// Runs a child to its end. `on_line` (may be empty) is called on the caller's thread for each
/// complete line of stdout while the child runs. Error{absent} when the program is not found.
Result<ChildResult> run_child(const ChildCommand& command, std::stop_token stop,
                              const std::function<void(std::string_view)>& on_line);

/// Absolute path of the running program (/proc/self/exe).
Result<std::string> own_executable();

/// The arguments this program was started with, its name first (/proc/self/cmdline).
Result<std::vector<std::string>> own_command_line();

/// "NAME=value" of this process, for a child that is to have the same.
std::vector<std::string> own_environment();

/// Where PATH finds `program`, or Error{absent}.
Result<std::string> find_program(std::string_view program);

}  // namespace rackproof
