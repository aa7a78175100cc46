#include "tests/bench/node_exporter.h"

#include <algorithm>
#include <chrono>
#include <thread>

#include "probes/machine/child.h"
#include "probes/machine/http_session.h"
#include "schemas/text.h"

namespace rackproof::bench {
namespace {

constexpr const char* kProgram = "prometheus-node-exporter";
constexpr const char* kAddress = "127.0.0.1:19117";

std::int64_t values_in(std::string_view page) {
  const auto all = lines(page);
  return std::ranges::count_if(
      all, [](std::string_view line) { return !line.empty() && line.front() != '#'; });
}

Result<std::string> scrape(HttpSession& session) {
  HttpRequest request;
  request.target = "/metrics";
  auto answer = session.ask(request);
  if (!answer) {
    return std::move(answer).error();
  }
  return answer->status == 200 ? Result<std::string>(std::move(answer->body))
                               : Error{ErrorKind::io, "status " + std::to_string(answer->status)};
}

/// The first scrapes wait for its start and are not counted.
Result<std::string> first_scrape(HttpSession& session) {
  constexpr int kMostTries = 50;
  auto page = scrape(session);
  for (int i = 0; i < kMostTries && !page; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    page = scrape(session);
  }
  return page;
}

Result<ExporterRun> ask(int seconds) {
  const auto machine = FileTree::open("/");
  auto session = HttpSession::open({"http://" + std::string(kAddress), PeerProof::plain, ""});
  if (!machine || !session) {
    return !machine ? machine.error() : std::move(session).error();
  }
  const auto warm = first_scrape(*session);
  const auto process = child_named(*machine, kProgram);
  const auto before = process ? cost_of(*machine, *process) : Result<ProcessCost>(process.error());
  if (!warm || !before) {
    return !warm ? warm.error() : before.error();
  }
  ExporterRun run;
  run.page = *warm;
  for (int second = 0; second < seconds; ++second) {
    std::this_thread::sleep_for(std::chrono::seconds(1));
    auto page = scrape(*session);
    if (!page) {
      return std::move(page).error();
    }
    run.values += values_in(*page);
    run.page = *std::move(page);
  }
  const auto after = cost_of(*machine, *process);
  if (!after) {
    return after.error();
  }
  run.cost = after->since(*before);
  return run;
}

}  // namespace

Result<ExporterRun> run_exporter(const std::vector<std::string>& further, int seconds) {
  const auto program = find_program(kProgram);
  if (!program) {
    return Error{ErrorKind::absent, std::string(kProgram) + " is not installed (Debian package)"};
  }
  ChildCommand command;
  command.argv = {*program, "--web.listen-address=" + std::string(kAddress), "--log.level=error"};
  command.argv.insert(command.argv.end(), further.begin(), further.end());
  command.deadline = std::chrono::minutes(10);
  const std::jthread exporter(
      [&command](std::stop_token stop) { static_cast<void>(run_child(command, stop, {})); });
  return ask(seconds);
}

std::set<std::string> series_in(std::string_view page, std::string_view prefix) {
  std::set<std::string> series;
  for (const auto line : lines(page)) {
    if (line.starts_with(prefix)) {
      series.emplace(line.substr(0, line.rfind(' ')));
    }
  }
  return series;
}

}  // namespace rackproof::bench
