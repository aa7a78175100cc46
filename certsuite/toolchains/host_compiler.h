#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/enum_names.h"
#include "schemas/result.h"

namespace rackproof {

/// A C compiler of this host. Several names for one program (cc, gcc) are one compiler.
struct HostCompiler {
  std::string name;     ///< First name it was found under: "cc".
  std::string path;     ///< Where, with every link followed.
  std::string version;  ///< First line of --version; "" when it gave none.
  std::string sha256;   ///< Of the program file, hex; "" when it could not be read.
};

/// Those of cc, gcc and clang that PATH holds, in this order.
[[nodiscard]] std::vector<HostCompiler> find_host_compilers(const std::stop_token& stop);

/// How compiling one unit, and then loading and running it, ended.
enum class CompileStatus {
  ok,
  unsupported,  ///< The compiler does not know a flag that it was given.
  compile_error,
  compiler_crash,
  out_of_memory,
  timeout,  ///< Of the compiler, or of what it made.
  load_error,
  exec_error,  ///< What it made ended by a signal or before it was done.
  numeric_error,
  nondeterministic,
  tool_missing,  ///< The compiler, or a part that it calls, is not there: nothing to judge.
};

inline constexpr std::array kCompileStatuses{
    EnumName<CompileStatus>{CompileStatus::ok, "ok"},
    EnumName<CompileStatus>{CompileStatus::unsupported, "unsupported"},
    EnumName<CompileStatus>{CompileStatus::compile_error, "compile_error"},
    EnumName<CompileStatus>{CompileStatus::compiler_crash, "compiler_crash"},
    EnumName<CompileStatus>{CompileStatus::out_of_memory, "out_of_memory"},
    EnumName<CompileStatus>{CompileStatus::timeout, "timeout"},
    EnumName<CompileStatus>{CompileStatus::load_error, "load_error"},
    EnumName<CompileStatus>{CompileStatus::exec_error, "exec_error"},
    EnumName<CompileStatus>{CompileStatus::numeric_error, "numeric_error"},
    EnumName<CompileStatus>{CompileStatus::nondeterministic, "nondeterministic"},
    EnumName<CompileStatus>{CompileStatus::tool_missing, "tool_missing"},
};

struct CompileJob {
  std::string source;              ///< Path of the C file.
  std::string output;              ///< Path of the shared library to be made; must not exist.
  std::string directory;           ///< Private; the compiler's working, temporary and home one.
  std::vector<std::string> flags;  ///< "-O2", "-DNAME".
  std::chrono::nanoseconds deadline = std::chrono::seconds(60);
};

struct CompileResult {
  CompileStatus status = CompileStatus::ok;
  std::string why;           ///< What it died of: the tail of its own words; "" when ok.
  std::string ended;         ///< "exit 0", "signal 11", "killed at its deadline"; "" = never began.
  std::string log_tail;      ///< End of what it said, warnings of a good end included.
  std::string command_line;  ///< As run, shell-readable.
  double wall_seconds = 0;
  double cpu_seconds = 0;
  std::int64_t peak_rss_bytes = 0;
  std::string artefact_sha256;
  std::size_t artefact_bytes = 0;
};

/// The flags that every unit is compiled with: no contraction, no fast math, a shared library.
[[nodiscard]] std::span<const std::string_view> corpus_flags();

/// Names of the variables that a compiler is given, with a space between; nothing else reaches it.
[[nodiscard]] std::string compiler_environment();

/// Compiles in a child with a clean environment (no ccache, no inherited flags) and a memory limit.
/// Any thread. The Error is that of a child that could not be started though its program is there.
Result<CompileResult> compile(const HostCompiler& compiler, const CompileJob& job,
                              std::stop_token stop);

}  // namespace rackproof
