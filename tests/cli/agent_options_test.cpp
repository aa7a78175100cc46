#include "cli/agent_options.h"

#include <string>

#include <catch2/catch.hpp>

using namespace rackproof;

namespace {

std::string complaint(const AgentOptions& options) {
  const auto config = config_of(options);
  return config ? "" : config.error().message;
}

}  // namespace

TEST_CASE("agent options: what is typed is what a file would say", "[cli][agent]") {
  const auto config = config_of({.store = "/s/samples.db",
                                 .listen = "127.0.0.1:0",
                                 .push = "http://vm:8428/api/v1/write",
                                 .every = "5s"});
  REQUIRE(config);
  CHECK(config->store == "/s/samples.db");
  CHECK(config->listen == "127.0.0.1:0");
  CHECK(config->every == std::chrono::seconds(5));
  REQUIRE(config->pushes.size() == 1);
  CHECK(config->pushes.front().spool.directory == "/s/samples.db-push");
  const auto elsewhere =
      config_of({.push = "http://vm:8428/api/v1/write", .spool = "/var/spool/rackproof"});
  REQUIRE(elsewhere);
  CHECK(elsewhere->pushes.front().spool.directory == "/var/spool/rackproof");
}

TEST_CASE("agent options: what cannot be meant is said in the words of the command line",
          "[cli][agent]") {
  CHECK(complaint({}).find("goes nowhere") != std::string::npos);
  CHECK(complaint({.store = "s", .every = "0.1s"}).starts_with("--every is"));
  CHECK(complaint({.listen = "rack7:80"}).starts_with("--listen: "));
  CHECK(complaint({.push = "http://e/w"}).starts_with("--push needs --spool DIR"));
  CHECK(complaint({.push = "https://e/w", .spool = "s"}).starts_with("--push: https needs"));
}
