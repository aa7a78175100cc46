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

bool mentions(const std::string& text, std::initializer_list<std::string_view> words) {
  return std::ranges::any_of(
      words, [&text](std::string_view word) { return text.find(word) != std::string::npos; });
}

CompileStatus status_of(const ChildResult& run) {
  if (run.timed_out) {
    return CompileStatus::timeout;
  }
  if (run.exit_code == 0) {
    return CompileStatus::ok;
  }
  // What GCC and Clang print; both catch their own signals and exit with a code.
  if (mentions(run.error_output, {"out of memory", "virtual memory exhausted",
                                  "Cannot allocate memory", "bad_alloc"})) {
    return CompileStatus::out_of_memory;
  }
  if (run.signal != 0 ||
      mentions(run.error_output, {"internal compiler error", "PLEASE submit a bug report"})) {
    return CompileStatus::compiler_crash;
  }
  return CompileStatus::compile_error;
}

std::string tail_of(const ChildResult& run) {
  constexpr std::size_t kTail = 300;
  const auto& text = run.error_output;
  const auto tail = text.size() > kTail ? text.substr(text.size() - kTail) : text;
  if (!tail.empty()) {
    return printable(trim(tail), kTail);
  }
  return run.signal != 0 ? "ended by signal " + std::to_string(run.signal)
                         : "exit code " + std::to_string(run.exit_code.value_or(-1));
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

std::vector<HostCompiler> find_host_compilers(std::stop_token stop) {
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
  const auto run = run_child(command, std::move(stop), {});
  if (!run) {
    return run.error();
  }
  CompileResult result;
  result.status = status_of(*run);
  result.command_line = joined(command.argv);
  result.wall_seconds = run->wall_seconds;
  result.cpu_seconds = run->cpu_seconds;
  result.peak_rss_bytes = run->peak_rss_bytes;
  if (result.status == CompileStatus::ok) {
    describe_artefact(job.output, result);
  } else {
    result.why = result.status == CompileStatus::timeout ? "ran past its deadline" : tail_of(*run);
  }
  return result;
}

}  // namespace rackproof
