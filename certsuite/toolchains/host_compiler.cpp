#include "certsuite/toolchains/host_compiler.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "probes/machine/child.h"
#include "probes/machine/output_file.h"
#include "schemas/digest.h"
#include "schemas/encoding.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

constexpr std::array<std::string_view, 3> kNames{"cc", "gcc", "clang"};
constexpr std::array<std::string_view, 5> kFlags{"-std=c99", "-ffp-contract=off", "-fno-fast-math",
                                                 "-shared", "-fPIC"};
constexpr std::uint64_t kMemoryLimit = std::uint64_t{4} << 30;
constexpr std::size_t kLargestProgram = std::size_t{512} << 20;
constexpr std::size_t kLargestArtefact = std::size_t{64} << 20;

std::vector<std::string> clean_environment(const std::string& directory) {
  return {"PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C", "HOME=" + directory,
          "TMPDIR=" + directory, "CCACHE_DISABLE=1"};
}

std::string first_line(const std::string& text) {
  const auto all = lines(text);
  return all.empty() ? "" : printable(trim(all.front()));
}

std::string version_of(const std::string& path, std::stop_token stop) {
  ChildCommand command;
  command.argv = {path, "--version"};
  command.environment = clean_environment("/tmp");
  command.deadline = std::chrono::seconds(5);
  const auto run = run_child(command, std::move(stop), {});
  return run && run->exit_code == 0 ? first_line(run->output) : "";
}

/// One way to fail and the words that tell it.
struct Symptom {
  CompileStatus status;
  std::string_view words;
};

/// What GCC and Clang print; both catch their own signals and exit with a code. The first that fits
/// counts: a compiler that was killed for memory calls that an internal error too.
constexpr std::array kSymptoms{
    Symptom{CompileStatus::out_of_memory, "out of memory"},
    Symptom{CompileStatus::out_of_memory, "virtual memory exhausted"},
    Symptom{CompileStatus::out_of_memory, "Cannot allocate memory"},
    Symptom{CompileStatus::out_of_memory, "bad_alloc"},
    Symptom{CompileStatus::out_of_memory, "Killed signal terminated program"},
    Symptom{CompileStatus::out_of_memory, "Killed (signal 9)"},
    Symptom{CompileStatus::out_of_memory, "unable to execute command: Killed"},
    Symptom{CompileStatus::tool_missing, "cannot execute '"},
    Symptom{CompileStatus::tool_missing, "error trying to exec '"},
    Symptom{CompileStatus::tool_missing, "installation problem, cannot exec"},
    Symptom{CompileStatus::tool_missing, "fatal error: cannot find '"},  // collect2, of ld
    Symptom{CompileStatus::tool_missing, "unable to execute command: Executable"},
    Symptom{CompileStatus::tool_missing, "invalid linker name"},
    Symptom{CompileStatus::unsupported, "for '-march=' switch"},
    Symptom{CompileStatus::unsupported, "unrecognized command-line option"},
    Symptom{CompileStatus::unsupported, "unknown argument"},
    Symptom{CompileStatus::unsupported, "unknown target CPU"},
    Symptom{CompileStatus::unsupported, "unsupported argument"},
    Symptom{CompileStatus::unsupported, "unsupported option"},
    Symptom{CompileStatus::unsupported, "does not support '-march="},
    Symptom{CompileStatus::compiler_crash, "internal compiler error"},
    Symptom{CompileStatus::compiler_crash, "PLEASE submit a bug report"},
};

CompileStatus status_of(const ChildResult& run) {
  if (run.timed_out || run.stopped) {
    return CompileStatus::timeout;
  }
  if (run.exit_code == 0) {
    return CompileStatus::ok;
  }
  for (const auto& symptom : kSymptoms) {
    if (run.error_output.find(symptom.words) != std::string::npos) {
      return symptom.status;
    }
  }
  return run.signal != 0 ? CompileStatus::compiler_crash : CompileStatus::compile_error;
}

std::string end_of(const ChildResult& run) {
  if (run.timed_out || run.stopped) {
    return run.timed_out ? "killed at its deadline" : "stopped with the run";
  }
  return run.signal != 0 ? "signal " + std::to_string(run.signal)
                         : "exit " + std::to_string(run.exit_code.value_or(-1));
}

std::string tail_of(const std::string& text) {
  constexpr std::size_t kTail = 300;
  return printable(trim(text.size() > kTail ? text.substr(text.size() - kTail) : text), kTail);
}

std::string why_of(const CompileResult& result) {
  if (result.status == CompileStatus::timeout) {
    return "ran past its deadline";
  }
  return result.log_tail.empty() ? "ended with " + result.ended : result.log_tail;
}

/// Library last: the linker takes from it what the objects before it lack.
std::vector<std::string> arguments_of(const HostCompiler& compiler, const CompileJob& job) {
  std::vector<std::string> argv{compiler.path};
  argv.insert(argv.end(), kFlags.begin(), kFlags.end());
  argv.insert(argv.end(), job.flags.begin(), job.flags.end());
  argv.insert(argv.end(), {"-o", job.output, job.source, "-lm"});
  return argv;
}

std::string joined(const std::vector<std::string>& argv) {
  std::string all;
  for (const auto& word : argv) {
    all += (all.empty() ? "" : " ") + word;
  }
  return all;
}

void describe_artefact(const std::string& path, CompileResult& result) {
  const auto bytes = read_file(path, kLargestArtefact);
  if (!bytes) {
    result.status = CompileStatus::compile_error;
    result.why = "the compiler said it was done and left " + bytes.error().message;
    return;
  }
  result.artefact_sha256 = sha256_hex(*bytes);
  result.artefact_bytes = bytes->size();
}

/// The file that runs. ccache goes by the name it is called by: its link stays as it is.
std::string program_behind(const std::string& path) {
  std::error_code failure;
  const auto real = std::filesystem::canonical(path, failure);
  return failure || real.filename() == "ccache" ? path : real.string();
}

}  // namespace

std::span<const std::string_view> corpus_flags() {
  return kFlags;
}

std::string compiler_environment() {
  std::string names;
  for (const auto& variable : clean_environment("")) {
    names += (names.empty() ? "" : " ") + variable.substr(0, variable.find('='));
  }
  return names;
}

std::vector<HostCompiler> find_host_compilers(const std::stop_token& stop) {
  std::vector<HostCompiler> found;
  for (const auto name : kNames) {
    const auto path = find_program(name);
    if (!path) {
      continue;
    }
    const auto program = program_behind(*path);
    if (std::ranges::find(found, program, &HostCompiler::path) != found.end()) {
      continue;
    }
    const auto bytes = read_file(program, kLargestProgram);
    found.push_back(
        {std::string(name), program, version_of(program, stop), bytes ? sha256_hex(*bytes) : ""});
  }
  return found;
}

Result<CompileResult> compile(const HostCompiler& compiler, const CompileJob& job,
                              std::stop_token stop) {
  ChildCommand command;
  command.argv = arguments_of(compiler, job);
  command.environment = clean_environment(job.directory);
  command.directory = job.directory;
  command.deadline = job.deadline;
  command.memory_limit_bytes = kMemoryLimit;
  CompileResult result;
  result.command_line = joined(command.argv);
  if (const auto program = find_program(compiler.path); !program) {
    result.status = CompileStatus::tool_missing;
    result.why = program.error().message;
    return result;
  }
  const auto run = run_child(command, std::move(stop), {});
  if (!run) {
    return run.error();
  }
  result.status = status_of(*run);
  result.ended = end_of(*run);
  result.log_tail = tail_of(run->error_output);
  result.wall_seconds = run->wall_seconds;
  result.cpu_seconds = run->cpu_seconds;
  result.peak_rss_bytes = run->peak_rss_bytes;
  if (result.status == CompileStatus::ok) {
    describe_artefact(job.output, result);
  } else {
    result.why = why_of(result);
  }
  return result;
}

}  // namespace rackproof
