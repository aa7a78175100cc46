#include "tests/support/agent_process.h"

#include <fstream>
#include <iterator>
#include <thread>
#include <utility>

#include <catch2/catch.hpp>
#include <poll.h>
#include <sys/wait.h>

namespace rackproof::testing {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds kPatience = 60s;  ///< Of a machine with a lot to do.

ChildProcess started(const ChildCommand& command) {
  auto process = ChildProcess::start(command);
  REQUIRE(process);
  return *std::move(process);
}

}  // namespace

AgentProcess::AgentProcess(std::vector<std::string> arguments, const std::string& watchdog,
                           const std::string& subcommand)
    : manager_(directory_.at("notify")),
      process_(started(command(std::move(arguments), watchdog, subcommand))) {}

ChildCommand AgentProcess::command(std::vector<std::string> arguments, const std::string& watchdog,
                                   const std::string& subcommand) const {
  ChildCommand command;
  command.argv = {RACKPROOF_PROGRAM, subcommand};
  command.argv.insert(command.argv.end(), arguments.begin(), arguments.end());
  command.environment = {"PATH=/usr/bin:/bin", "NOTIFY_SOCKET=" + manager_.name()};
  if (!watchdog.empty()) {
    command.environment.push_back("WATCHDOG_USEC=" + watchdog);
  }
  command.stderr_path = directory_.at("stderr");
  return command;
}

std::string AgentProcess::ready() {
  constexpr std::string_view kServed = "served at ";
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (std::chrono::steady_clock::now() < deadline) {
    const auto message = manager_.next(1s);
    if (!message.starts_with("READY=1")) {
      continue;
    }
    const auto at = message.find(kServed);
    return at == std::string::npos
               ? ""
               : message.substr(at + kServed.size(),
                                message.find_first_of(";,\n", at) - at - kServed.size());
  }
  FAIL("the agent did not get ready; it said: " + said());
  return "";
}

int AgentProcess::end() {
  pollfd waiting{process_.ended().get(), POLLIN, 0};
  if (::poll(&waiting, 1, static_cast<int>(kPatience.count())) != 1) {
    FAIL("the agent did not end; it said: " + said());
  }
  const auto end = process_.reap();
  REQUIRE(end);
  return WIFEXITED(end->status) ? WEXITSTATUS(end->status) : -WTERMSIG(end->status);
}

std::string AgentProcess::said() const {
  std::ifstream file(directory_.at("stderr"));
  return {std::istreambuf_iterator<char>(file), {}};
}

bool AgentProcess::says(const std::string& words) const {
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (std::chrono::steady_clock::now() < deadline) {
    if (said().find(words) != std::string::npos) {
      return true;
    }
    std::this_thread::sleep_for(10ms);
  }
  return false;
}

}  // namespace rackproof::testing
