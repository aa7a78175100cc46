#include "certsuite/workloads/corpus_facts.h"

#include "schemas/text.h"

namespace rackproof {

void tell_compilers(const std::vector<HostCompiler>& compilers, WorkloadListener& listener) {
  for (const auto& compiler : compilers) {
    listener.fact({"compiler " + compiler.name, compiler.path + "; " + compiler.version, ""});
    listener.fact({"compiler " + compiler.name + " sha256", compiler.sha256, ""});
  }
  std::string flags;
  for (const auto flag : corpus_flags()) {
    flags += (flags.empty() ? "" : " ") + std::string(flag);
  }
  listener.fact({"flags", flags, ""});
  listener.fact({"environment of a compiler", compiler_environment(), ""});
}

std::string compiling_told(const CompileResult& result) {
  auto text = (result.ended.empty() ? "not begun" : result.ended) + "; " + result.command_line;
  if (!result.ended.empty()) {
    text += "; wall " + format_double(result.wall_seconds) + " s, cpu " +
            format_double(result.cpu_seconds) + " s, peak " +
            std::to_string(result.peak_rss_bytes) + " B";
  }
  if (!result.artefact_sha256.empty()) {
    text +=
        "; sha256 " + result.artefact_sha256 + ", " + std::to_string(result.artefact_bytes) + " B";
  }
  if (result.status == CompileStatus::ok && !result.log_tail.empty()) {
    text += "; said: " + result.log_tail;
  }
  return text;
}

std::string running_told(const UnitAnswer& answer, int processors) {
  if (answer.digests.empty()) {
    return "no output";
  }
  std::string digests;
  for (const auto& digest : answer.digests) {
    digests += (digests.empty() ? "" : "+") + digest;
  }
  const auto where = std::to_string(answer.executions) + " executions on " +
                     std::to_string(processors) + " processors";
  return "output " + digests +
         (answer.wrong.empty()
              ? ", equal in " + where
              : ", not right in " + std::to_string(answer.wrong.size()) + " of " + where);
}

}  // namespace rackproof
