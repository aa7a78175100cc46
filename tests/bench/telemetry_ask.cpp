// Questions to a server of ours and to VictoriaMetrics, which hold the same data set, as a client
// sees them: telemetry_ask OURS THEIRS DIR [ROUNDS, 5] [QUESTION], with the ports of the two on
// 127.0.0.1. The answers are compared value by value first; then they take turns, over connections
// that are kept, and a line (bench_line.h) tells each round's answers a second. Reading an answer
// is not timed. Ends with 1 where two answers differ.

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schemas/text.h"
#include "tests/bench/bench_line.h"
#include "tests/bench/plain_client.h"
#include "tests/bench/telemetry_questions.h"

namespace rackproof::bench {
namespace {

using Steady = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kRoundTime{300};  ///< Of each server.
constexpr int kLeastTimes = 2;

bool ask_each(PlainClient& server, const std::vector<std::string>& targets) {
  for (const auto& target : targets) {
    if (const auto asked = server.ask(target); !asked) {
      std::cerr << target << ": " << asked.error().message << "\n";
      return false;
    }
  }
  return true;
}

/// Answers a second; 0 where one failed, which the comparison before showed not to happen.
double answers_per_second(PlainClient& server, const std::vector<std::string>& targets) {
  int times = 0;
  const auto began = Steady::now();
  while (times < kLeastTimes || Steady::now() - began < kRoundTime) {
    if (!ask_each(server, targets)) {
      return 0;
    }
    ++times;
  }
  return times / std::chrono::duration<double>(Steady::now() - began).count();
}

Result<Answered> answered(PlainClient& server, const Asking& asking, std::size_t which) {
  if (auto asked = server.ask(asking.targets[which]); !asked) {
    return std::move(asked).error().during(asking.targets[which]);
  }
  auto read = asking.read(server.body());
  return read ? std::move(read) : std::move(read).error().during(asking.targets[which]);
}

/// Why the servers' answers are not the same; "" = they are.
std::string disagreement(const Question& question, PlainClient& ours, PlainClient& rival) {
  for (std::size_t i = 0; i < question.ours.targets.size(); ++i) {
    const auto mine = answered(ours, question.ours, i);
    const auto theirs = answered(rival, question.rival, i);
    if (!mine || !theirs) {
      return (mine ? theirs : mine).error().message;
    }
    if (auto found = difference(question, *mine, *theirs); !found.empty()) {
      return "the answers differ: " + found;
    }
  }
  return "";
}

/// What a line of JSON may hold without more ado.
std::string quotable(std::string text) {
  std::ranges::replace(text, '"', '\'');
  std::ranges::replace(text, '\\', '/');
  std::ranges::replace(text, '\n', ' ');
  return text;
}

bool put(const Question& question, PlainClient& ours, PlainClient& rival, int rounds) {
  const auto why = disagreement(question, ours, rival);
  if (!why.empty()) {
    std::cerr << question.name << ": " << why << "\n";
    tell_skipped(question.name, quotable(why));
    return false;
  }
  for (int round = 0; round < rounds; ++round) {
    Line line{question.name, 0, 0, "answers/s"};
    line.ours = answers_per_second(ours, question.ours.targets);
    line.rival = answers_per_second(rival, question.rival.targets);
    tell(line);
  }
  return true;
}

int fail(const Error& why) {
  std::cerr << "telemetry_ask: " << why.message << "\n";
  return EXIT_FAILURE;
}

int ask_all(std::span<const std::string> words, int rounds) {
  const auto our_port = parse_unsigned(words[0]);
  const auto their_port = parse_unsigned(words[1]);
  if (!our_port || !their_port) {
    return fail(our_port ? their_port.error() : our_port.error());
  }
  PlainClient ours(static_cast<std::uint16_t>(*our_port));
  PlainClient rival(static_cast<std::uint16_t>(*their_port));
  const auto set = read_telemetry_set(words[2]);
  const auto questions = set ? questions_about(*set) : set.error();
  if (!questions) {
    return fail(questions.error());
  }
  bool alike = true;
  for (const auto& question : *questions) {
    if (words.size() < 5 || question.name == words[4]) {
      alike = put(question, ours, rival, rounds) && alike;
    }
  }
  return alike ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace
}  // namespace rackproof::bench

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  const auto rounds = rackproof::parse_unsigned(words.size() > 3 ? words[3] : "5");
  if (words.size() < 3 || words.size() > 5 || !rounds || *rounds == 0) {
    std::cerr << "usage: telemetry_ask OURS THEIRS DIR [ROUNDS] [QUESTION]\n";
    return 2;
  }
  return rackproof::bench::ask_all(words, static_cast<int>(*rounds));
}
