#include "certsuite/workloads/corpus_bench.h"

#include <algorithm>

#include "certsuite/workloads/corpus_data.h"
#include "certsuite/workloads/team.h"
#include "probes/machine/output_file.h"
#include "schemas/device.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

constexpr int kLocated = 4;  // of the first crashes every processor is asked by itself

std::string short_digest(const std::string& digest) {
  constexpr std::size_t kShown = 16;
  return "sha256:" + digest.substr(0, kShown);
}

std::string key_of(const CorpusUnit& unit, const CorpusCase& one) {
  return unit.name + "/" + one.name;
}

std::string device_of(int processor) {
  return "node/cpu:" + std::to_string(processor);
}

/// The case that was under way, as far as it is known.
std::string place_of(const CorpusUnit& unit, const UnitStory& story) {
  const auto index = parse_unsigned(story.last_case);
  return unit.name + ", " +
         (index && *index < unit.cases.size() ? unit.cases[*index].name : "being loaded");
}

Mismatch without_output(std::string device, const std::string& where, const std::string& how) {
  return {.device = std::move(device),
          .where = where,
          .expected = "an output",
          .actual = how,
          .mask = ""};
}

std::vector<UnitStory::Ran> of_case(const UnitStory& story, std::size_t index) {
  std::vector<UnitStory::Ran> ran;
  std::ranges::copy_if(story.ran, std::back_inserter(ran),
                       [index](const UnitStory::Ran& each) { return each.index == index; });
  return ran;
}

/// One execution that its judge or its neighbours did not agree with.
struct WrongExecution {
  const std::string& where;  ///< Unit and case.
  int processor;
  std::size_t repeat;
  const std::string& usual;    ///< Digest of what most executions gave.
  const std::string& digest;   ///< Of what this one gave.
  const std::string& trouble;  ///< The judge's words; "" where it only differs.
};

void add_wrong(const WrongExecution& one, UnitAnswer& answer) {
  const bool differs = one.trouble.empty();
  const std::string why = differs ? "differs from the other executions" : one.trouble;
  if (answer.wrong.empty()) {
    answer.status = differs ? CompileStatus::nondeterministic : CompileStatus::numeric_error;
    answer.why = one.where + ": " + why;
  }
  answer.wrong.push_back({.device = device_of(one.processor),
                          .where = one.where + ", repeat " + std::to_string(one.repeat + 1),
                          .expected = short_digest(one.usual),
                          .actual = short_digest(one.digest) + ": " + why,
                          .mask = ""});
}

/// One processor's executions of a case.
template <typename SeenOutputs>
void count_wrong_of(const UnitStory::Ran& mine, const std::string& where, const SeenOutputs& seen,
                    const std::string& usual, UnitAnswer& answer) {
  for (std::size_t repeat = 0; repeat < mine.digests.size(); ++repeat) {
    const auto& digest = mine.digests[repeat];
    const auto& trouble = seen.at(digest).trouble;
    ++answer.executions;
    if (!trouble.empty() || digest != usual) {
      add_wrong({where, mine.processor, repeat, usual, digest, trouble}, answer);
    }
  }
}

/// One case's executions against what the judge said and against each other.
template <typename SeenOutputs>
void count_wrong(const std::string& where, const SeenOutputs& seen,
                 const std::vector<UnitStory::Ran>& ran, UnitAnswer& answer) {
  const auto usual = std::ranges::max_element(
      seen, [](const auto& a, const auto& b) { return a.second.times < b.second.times; });
  answer.digests.push_back(usual->first);
  for (const auto& mine : ran) {
    count_wrong_of(mine, where, seen, usual->first, answer);
  }
}

}  // namespace

int CorpusBench::size() const {
  return program_.threads > 0 ? program_.threads : static_cast<int>(allowed_processors().size());
}

Result<void> CorpusBench::lay_job(const CorpusUnit& unit, const BenchArtefact& artefact) {
  auto& inputs = inputs_[unit.name];
  for (std::size_t i = inputs.size(); i < unit.cases.size(); ++i) {
    const auto& bytes = unit.cases[i].input;
    auto path = directory_ + "/" + unit.name + "." + std::to_string(i);
    auto laid = create_file(path, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    if (!laid) {
      return laid;
    }
    inputs.push_back({std::move(path), unit.cases[i].output_bytes});
  }
  UnitJob job{artefact.library, inputs, {}};
  for (const auto& [key, trouble] : judged_) {
    if (key.first.starts_with(unit.name + "/")) {
      job.known.push_back(key.second);
    }
  }
  return create_file(artefact.directory + "/" + std::string(kUnitJobFile), encode_unit_job(job));
}

Result<UnitAnswer> CorpusBench::run(const CorpusUnit& unit, const BenchArtefact& artefact) {
  if (auto laid = lay_job(unit, artefact); !laid) {
    return std::move(laid).error();
  }
  const auto story = run_unit_process(program_, artefact.directory, artefact.deadline);
  if (!story) {
    return story.error();
  }
  if (!story->unloadable.empty()) {
    return UnitAnswer{CompileStatus::load_error, story->unloadable, 0, {}, {}};
  }
  return story->complete ? judged(unit, artefact, *story) : broken(unit, artefact, *story);
}

Result<UnitAnswer> CorpusBench::broken(const CorpusUnit& unit, const BenchArtefact& artefact,
                                       const UnitStory& story) {
  const auto where = place_of(unit, story);
  UnitAnswer answer;
  answer.status = story.timed_out ? CompileStatus::timeout : CompileStatus::exec_error;
  answer.why = where + ": " + story.ended;
  answer.executions = 1;
  const bool asked = !story.timed_out && located_ < kLocated;
  located_ += asked ? 1 : 0;
  const auto processors = allowed_processors();
  for (int member = 0; asked && member < size(); ++member) {
    const auto alone = run_unit_process(program_, artefact.directory, artefact.deadline, member);
    if (!alone) {
      return alone.error();
    }
    if (!alone->complete) {
      const auto place = static_cast<std::size_t>(member) % processors.size();
      answer.wrong.push_back(
          without_output(device_of(processors[place]), place_of(unit, *alone), alone->ended));
    }
  }
  if (answer.wrong.empty()) {
    const auto how = asked ? story.ended + ", but on no processor by itself" : story.ended;
    answer.wrong.push_back(without_output(std::string(kNodeId), where, how));
  }
  return answer;
}

Result<std::string> CorpusBench::verdict_on(const CorpusUnit& unit, const CorpusCase& one,
                                            const std::string& digest,
                                            const std::string& directory) {
  const auto key = std::pair(key_of(unit, one), digest);
  if (const auto known = judged_.find(key); known != judged_.end()) {
    return known->second;
  }
  const auto text = read_file(directory + "/" + digest + ".out", one.output_bytes);
  if (!text) {
    return text.error();
  }
  if (text->size() != one.output_bytes || sha256_hex(*text) != digest) {
    return Error{ErrorKind::malformed, digest + ".out does not hold what its name says"};
  }
  const std::span bytes(reinterpret_cast<const std::byte*>(text->data()), text->size());
  return judged_.emplace(key, one.judge(bytes)).first->second;
}

Result<CorpusBench::SeenOutputs> CorpusBench::outputs_of(const CorpusUnit& unit,
                                                         const CorpusCase& one,
                                                         const BenchArtefact& artefact,
                                                         const std::vector<UnitStory::Ran>& ran) {
  SeenOutputs seen;
  for (const auto& mine : ran) {
    for (const auto& digest : mine.digests) {
      ++seen[digest].times;
    }
  }
  for (auto& [digest, entry] : seen) {
    auto trouble = verdict_on(unit, one, digest, artefact.directory);
    if (!trouble) {
      return std::move(trouble).error();
    }
    entry.trouble = std::move(*trouble);
  }
  return seen;
}

Result<UnitAnswer> CorpusBench::judged(const CorpusUnit& unit, const BenchArtefact& artefact,
                                       const UnitStory& story) {
  UnitAnswer answer;
  for (std::size_t index = 0; index < unit.cases.size(); ++index) {
    const auto ran = of_case(story, index);
    if (ran.size() != static_cast<std::size_t>(size())) {
      return Error{ErrorKind::malformed, unit.name + ": not every processor told its outputs"};
    }
    const auto seen = outputs_of(unit, unit.cases[index], artefact, ran);
    if (!seen) {
      return seen.error().during("outputs of " + unit.name);
    }
    count_wrong(unit.name + ", " + unit.cases[index].name, *seen, ran, answer);
  }
  return answer;
}

}  // namespace rackproof
