#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>
#include <poll.h>

#include "probes/machine/child.h"
#include "probes/machine/child_process.h"
#include "probes/machine/listening_socket.h"
#include "schemas/text.h"
#include "tests/support/raw_http.h"
#include "tests/support/source_dir.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using namespace rackproof::testing;
using namespace std::chrono_literals;

namespace {

std::string text_of(const std::string& file) {
  std::ifstream stream(rackproof::testing::source_dir() + "/" + file);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// The block of docs/fleet.md that is typed in, command by command.
std::vector<std::string> commands() {
  const auto page = text_of("docs/fleet.md");
  const std::string fence = "```sh\n";
  const auto from = page.find(fence) + fence.size();
  const auto block = page.substr(from, page.find("```", from) - from);
  std::vector<std::string> found;
  for (const auto line : lines(block)) {
    found.emplace_back(line);
  }
  return found;
}

std::string free_port() {
  const auto socket = listen_at("127.0.0.1:0");
  REQUIRE(socket);
  return socket->address.substr(socket->address.rfind(':') + 1);
}

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

/// Runs the page in a directory of its own, on ports that are free.
class Recipe {
 public:
  Recipe() { directory_.write("agent.toml", moved(text_of("tests/examples/fleet/agent.toml"))); }
  ~Recipe() {
    for (auto child = started_.rbegin(); child != started_.rend(); ++child) {
      (*child)->signal_group(SIGKILL);
      pollfd ended{(*child)->ended().get(), POLLIN, 0};
      static_cast<void>(::poll(&ended, 1, 10'000));
      static_cast<void>((*child)->reap());
    }
  }
  Recipe(const Recipe&) = delete;
  Recipe& operator=(const Recipe&) = delete;
  Recipe(Recipe&&) = delete;
  Recipe& operator=(Recipe&&) = delete;

  void start(const std::string& line) {
    auto child = ChildProcess::start(shell("exec " + line.substr(0, line.rfind('&'))));
    REQUIRE(child);
    started_.push_back(std::make_unique<ChildProcess>(*std::move(child)));
  }
  [[nodiscard]] ChildResult run(const std::string& line) const {
    const auto result = run_child(shell(line), {}, {});
    REQUIRE(result);
    return *result;
  }
  [[nodiscard]] std::string engine() const { return "127.0.0.1:" + engine_port_; }
  [[nodiscard]] std::string page() const { return "127.0.0.1:" + page_port_; }

 private:
  [[nodiscard]] std::string moved(std::string text) const {
    replace_all(text, ":8428", ":" + engine_port_);
    replace_all(text, ":9842", ":" + page_port_);
    return text;
  }
  [[nodiscard]] ChildCommand shell(const std::string& line) const {
    const auto program = std::filesystem::path(RACKPROOF_PROGRAM).parent_path().string();
    ChildCommand command;
    command.argv = {"/bin/sh", "-c", "cd " + directory_.path().string() + " && " + moved(line)};
    command.environment = {"PATH=" + program + ":/usr/local/bin:/usr/bin:/bin"};
    command.stderr_path = directory_.at("stderr");
    return command;
  }

  TempDir directory_;
  std::string engine_port_ = free_port();
  std::string page_port_ = free_port();
  std::vector<std::unique_ptr<ChildProcess>> started_;
};

template <typename Condition>
bool comes_true(const Condition& condition) {
  const auto deadline = std::chrono::steady_clock::now() + 90s;
  while (!condition() && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(100ms);
  }
  return condition();
}

}  // namespace

TEST_CASE("docs/fleet.md: its five commands show a fleet", "[cli][docs]") {
  const auto typed = commands();
  REQUIRE(typed.size() == 5);
  CHECK(typed[0] == "sudo apt-get install -y victoria-metrics");
  Recipe recipe;
  recipe.start(typed[1]);
  REQUIRE(comes_true([&] { return status_of(raw_get(recipe.engine(), "/health")) == 200; }));
  recipe.start(typed[2]);
  REQUIRE(comes_true([&] { return recipe.run(typed[3]).exit_code == 0; }));
  CHECK(recipe.run(typed[3]).output.find("fra1/r7/") != std::string::npos);
  recipe.start(typed[4]);
  REQUIRE(comes_true([&] { return status_of(raw_get(recipe.page(), "/")) == 200; }));
  CHECK(raw_get(recipe.page(), "/").find("fra1/r7/") != std::string::npos);
  CHECK(status_of(raw_get(recipe.page(), "/api/v1/devices")) == 200);
}
