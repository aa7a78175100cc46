#include "tests/support/captures.h"

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>

#include <catch2/catch.hpp>

#include "probes/machine/child.h"
#include "tests/support/source_dir.h"

namespace rackproof::testing {
namespace {

std::string environment(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): tests set no variables
  return value == nullptr ? std::string() : std::string(value);
}

}  // namespace

std::optional<std::filesystem::path> capture(std::string_view relative) {
  const auto named = environment("RACKPROOF_CAPTURES");
  const auto base = named.empty()
                        ? std::filesystem::path(source_dir()) / ".." / "shared" / "captures"
                        : std::filesystem::path(named);
  auto path = base / relative;
  if (std::filesystem::exists(path)) {
    return path;
  }
  if (environment("RACKPROOF_REQUIRE_CAPTURES") == "1") {
    FAIL("captures absent: " << path.string());
  }
  std::cout << "SKIPPED: captures absent (" << path.string() << ")\n";
  return std::nullopt;
}

void unpack(const std::filesystem::path& archive, const std::filesystem::path& into) {
  std::filesystem::create_directories(into);
  ChildCommand command;
  command.argv = {"tar", "-xzf", archive.string(), "-C", into.string(), "--no-same-owner"};
  command.environment = {"PATH=/usr/bin:/bin"};
  auto ended = run_child(command, {}, {});
  REQUIRE(ended.has_value());
  INFO(ended->error_output);
  REQUIRE(ended->exit_code == 0);
}

}  // namespace rackproof::testing
