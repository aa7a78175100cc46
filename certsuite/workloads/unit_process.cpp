#include "certsuite/workloads/unit_process.h"

#include <optional>
#include <utility>
#include <variant>

#include "certsuite/workloads/child_protocol.h"
#include "certsuite/workloads/corpus_unit.h"
#include "probes/machine/child.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

/// "member processor case digest digest…"
Result<UnitStory::Ran> decode_ran(std::string_view text) {
  constexpr std::size_t kNumbers = 3;
  const auto words = split(text, ' ');
  if (words.size() != kNumbers + kUnitRepeats) {
    return Error{ErrorKind::malformed, "a run without all its digests"};
  }
  const auto processor = parse_unsigned(words[1]);
  const auto index = parse_unsigned(words[2]);
  if (!processor || !index) {
    return Error{ErrorKind::malformed, "a run without processor or case"};
  }
  return UnitStory::Ran{
      static_cast<int>(*processor), *index, {words.begin() + kNumbers, words.end()}};
}

Result<void> take_fact(const Fact& fact, UnitStory& story) {
  if (fact.name == kUnitCaseFact) {
    story.last_case = fact.value;
  }
  if (fact.name == kUnitRanFact) {
    auto ran = decode_ran(fact.value);
    if (!ran) {
      return std::move(ran).error();
    }
    story.ran.push_back(std::move(*ran));
  }
  return {};
}

Result<void> take_line(std::string_view line, UnitStory& story) {
  const auto message = decode_message(line);
  if (!message) {
    return message.error();
  }
  if (const auto* failed = std::get_if<Error>(&*message)) {
    return *failed;
  }
  if (const auto* outcome = std::get_if<WorkloadOutcome>(&*message)) {
    story.complete = true;
    story.unloadable = outcome->skipped;
  }
  const auto* fact = std::get_if<Fact>(&*message);
  return fact != nullptr ? take_fact(*fact, story) : Result<void>();
}

std::string end_of(const ChildResult& run) {
  if (run.timed_out || run.stopped) {
    return "did not end in time";
  }
  return run.signal != 0 ? "ended by signal " + std::to_string(run.signal)
                         : "ended with exit code " + std::to_string(run.exit_code.value_or(-1));
}

ChildCommand command_of(const UnitProgram& program, const std::string& directory,
                        std::chrono::nanoseconds deadline, int member) {
  ChildCommand command;
  command.argv = program.command;  // seed and seconds mean nothing to it
  command.argv.insert(command.argv.end(),
                      {"corpus_unit", "--seed", "1", "--seconds", "1", "--threads",
                       std::to_string(program.threads), "--directory", directory});
  if (member != kEveryMember) {
    command.argv.insert(command.argv.end(),
                        {"--parameter", std::string(kUnitMember) + "=" + std::to_string(member)});
  }
  command.environment = {"LC_ALL=C", "TMPDIR=" + directory, "HOME=" + directory};
  command.directory = directory;
  command.deadline = deadline;
  return command;
}

}  // namespace

Result<UnitStory> run_unit_process(const UnitProgram& program, const std::string& directory,
                                   std::chrono::nanoseconds deadline, int member) {
  UnitStory story;
  std::optional<Error> failure;
  const auto command = command_of(program, directory, deadline, member);
  const auto run = run_child(command, program.stop, [&](std::string_view line) {
    auto taken = take_line(line, story);
    if (!taken && !failure) {
      failure = std::move(taken).error();
    }
  });
  if (!run) {
    return run.error().during("a process for a unit");
  }
  story.timed_out = run->timed_out || run->stopped;
  story.ended = end_of(*run);
  story.complete = story.complete && run->exit_code == 0;
  if (failure) {
    return failure->during("a unit's process");
  }
  return story;
}

}  // namespace rackproof
