#include "certsuite/workloads/corpus_bench.h"

#include <algorithm>

#include "certsuite/workloads/corpus_data.h"
#include "probes/machine/library.h"

namespace rackproof {
namespace {

constexpr auto kEntry = "rackproof_unit";
constexpr std::byte kUntouched{0xA5};  // what a unit does not write is not zero by chance

UnitAnswer unloadable(const Error& error) {
  return {CompileStatus::load_error, error.message, 0, {}, ""};
}

std::string short_digest(const Sha256Digest& digest) {
  constexpr std::size_t kShown = 16;
  return "sha256:" + to_hex(digest).substr(0, kShown);
}

}  // namespace

void CorpusBench::execute(const CorpusCase& one, Function function) {
  runs_.assign(static_cast<std::size_t>(team_.size()), Runs{});
  team_.run([&](int member) {
    auto& mine = runs_[static_cast<std::size_t>(member)];
    std::vector<std::byte> scratch(kCorpusScratch);
    CorpusBytes output(one.output_bytes);
    for (int repeat = 0; repeat < kRepeats; ++repeat) {
      std::ranges::fill(output, kUntouched);
      function(one.input.data(), output.data(), scratch.data());
      const auto digest = digest_of(output);
      if (mine.digests.empty() || mine.digests.back() != digest) {
        mine.outputs.push_back(output);
      }
      mine.digests.push_back(digest);
    }
  });
}

const std::string& CorpusBench::verdict_on(const CorpusUnit& unit, const CorpusCase& one,
                                           const Sha256Digest& digest, const CorpusBytes& output) {
  const auto key = std::pair(unit.name + "/" + one.name, digest);
  auto known = judged_.find(key);
  if (known == judged_.end()) {
    known = judged_.emplace(key, one.judge(output)).first;
  }
  return known->second;
}

std::map<Sha256Digest, CorpusBench::Seen> CorpusBench::judge_outputs(const CorpusUnit& unit,
                                                                     const CorpusCase& one) {
  std::map<Sha256Digest, Seen> seen;
  for (const auto& mine : runs_) {
    std::size_t output = 0;
    for (std::size_t i = 0; i < mine.digests.size(); ++i) {
      if (i > 0 && mine.digests[i] != mine.digests[i - 1]) {
        ++output;
      }
      auto& entry = seen[mine.digests[i]];
      ++entry.times;
      entry.trouble = verdict_on(unit, one, mine.digests[i], mine.outputs[output]);
    }
  }
  return seen;
}

void CorpusBench::judge_case(const CorpusUnit& unit, const CorpusCase& one, UnitAnswer& answer) {
  const auto seen = judge_outputs(unit, one);
  const auto usual = std::ranges::max_element(
      seen, [](const auto& a, const auto& b) { return a.second.times < b.second.times; });
  answer.digests += (answer.digests.empty() ? "" : "+") + to_hex(usual->first);
  for (int member = 0; member < team_.size(); ++member) {
    const auto& digests = runs_[static_cast<std::size_t>(member)].digests;
    for (std::size_t repeat = 0; repeat < digests.size(); ++repeat) {
      ++answer.executions;
      const auto& trouble = seen.at(digests[repeat]).trouble;
      if (trouble.empty() && digests[repeat] == usual->first) {
        continue;
      }
      const auto why = trouble.empty() ? "differs from the other executions" : trouble;
      if (answer.wrong.empty()) {
        answer.status =
            trouble.empty() ? CompileStatus::nondeterministic : CompileStatus::numeric_error;
        answer.why = one.name + ": " + why;
      }
      answer.wrong.push_back(
          {.device = "node/cpu:" + std::to_string(team_.processor(member)),
           .where = unit.name + ", " + one.name + ", repeat " + std::to_string(repeat + 1),
           .expected = short_digest(usual->first),
           .actual = short_digest(digests[repeat]) + ": " + why,
           .mask = ""});
    }
  }
}

UnitAnswer CorpusBench::run(const CorpusUnit& unit, const std::string& library) {
  const auto opened = Library::open(library);
  if (!opened) {
    return unloadable(opened.error());
  }
  const auto function = opened->symbol<Function>(kEntry);
  if (!function) {
    return unloadable(function.error());
  }
  UnitAnswer answer;
  for (const auto& one : unit.cases) {
    execute(one, *function);
    judge_case(unit, one, answer);
  }
  return answer;
}

}  // namespace rackproof
