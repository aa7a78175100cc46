// Questions to a server of ours and to VictoriaMetrics, which hold the same data set, as a client
// sees them: telemetry_ask OURS THEIRS DIR [ROUNDS, 5] [QUESTION], with the origins of the two. The
// answers are compared value by value first; then they take turns, over connections that are kept,
// and a line (bench_line.h) tells each round's answers a second. Reading an answer is not timed.
// Ends with 1 where two answers differ.

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "probes/machine/http_session.h"
#include "schemas/text.h"
#include "tests/bench/bench_line.h"
#include "tests/bench/telemetry_questions.h"

namespace rackproof::bench {
namespace {

using Steady = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kRoundTime{300};  ///< Of each server.
constexpr int kLeastTimes = 2;

Result<std::string> ask_one(HttpSession& session, const std::string& target) {
  HttpRequest request;
  request.target = target;
  request.total = std::chrono::minutes(2);
  request.body_limit = std::size_t{1} << 30;
  auto answer = session.ask(request);
  if (!answer) {
    return std::move(answer).error().during(target);
  }
  if (answer->status != 200) {
    return Error{ErrorKind::io, target + ": status " + std::to_string(answer->status) + ": " +
                                    answer->body.substr(0, 300)};
  }
  return std::move(answer->body);
}

/// Answers a second; 0 where one failed, which the comparison before showed not to happen.
double answers_per_second(HttpSession& session, const std::vector<std::string>& targets) {
  int times = 0;
  const auto began = Steady::now();
  while (times < kLeastTimes || Steady::now() - began < kRoundTime) {
    for (const auto& target : targets) {
      if (const auto body = ask_one(session, target); !body) {
        std::cerr << body.error().message << "\n";
        return 0;
      }
    }
    ++times;
  }
  return times / std::chrono::duration<double>(Steady::now() - began).count();
}

Result<Answered> answered(HttpSession& session, const Asking& asking, std::size_t which) {
  const auto body = ask_one(session, asking.targets[which]);
  if (!body) {
    return body.error();
  }
  auto read = asking.read(*body);
  return read ? std::move(read) : std::move(read).error().during(asking.targets[which]);
}

/// Why the servers' answers are not the same; "" = they are.
std::string disagreement(const Question& question, HttpSession& ours, HttpSession& rival) {
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

bool put(const Question& question, HttpSession& ours, HttpSession& rival, int rounds) {
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
  auto ours = HttpSession::open({words[0], PeerProof::plain, ""});
  auto rival = HttpSession::open({words[1], PeerProof::plain, ""});
  if (!ours || !rival) {
    return fail(ours ? rival.error() : ours.error());
  }
  const auto set = read_telemetry_set(words[2]);
  const auto questions = set ? questions_about(*set) : set.error();
  if (!questions) {
    return fail(questions.error());
  }
  bool alike = true;
  for (const auto& question : *questions) {
    if (words.size() < 5 || question.name == words[4]) {
      alike = put(question, *ours, *rival, rounds) && alike;
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
