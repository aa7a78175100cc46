#include <string>
#include <utility>

#include <catch2/catch.hpp>

#include "probes/machine/child.h"
#include "tests/support/exposition_parts.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using testing::ExpositionScene;

namespace {

/// What `promtool check metrics` (Debian package prometheus) says; exit status 0 is "nothing".
ChildResult linted(const std::string& exposition) {
  const testing::TempDir place;
  const auto path = place.write("metrics.txt", exposition);
  ChildCommand command;
  command.argv = {"sh", "-c", "exec promtool check metrics <" + path};
  command.environment = {"PATH=/usr/bin:/bin"};
  auto ended = run_child(command, {}, {});
  REQUIRE(ended);
  return std::move(*ended);
}

/// An exposition that has a line of every kind.
std::string everything(const ExpositionConfig& config) {
  ExpositionScene scene(config);
  scene.read_all();
  scene.read(0, "temperature_celsius", Error{ErrorKind::denied, "no"});
  scene.append(Events{{"node", scene.clock.now(), "kmsg", "oom", Severity::error, "text", 1}});
  SinkState sink;
  sink.name = "store";
  return scene.exposition->text(ExpositionFormat::prometheus, {sink});
}

}  // namespace

TEST_CASE("promtool: the exposition of every metric of the catalogue leaves it nothing to say",
          "[probes][sinks]") {
  const auto said = linted(everything({.every_series = true, .labels = {{"site", "a"}}}));
  CAPTURE(said.output, said.error_output);
  CHECK(said.exit_code == 0);
  CHECK(said.output.empty());
  CHECK(said.error_output.empty());
}

TEST_CASE("promtool: it would have said something", "[probes][sinks]") {
  const auto fault = [](const std::string& line) {
    return linted(everything({}) + "# HELP " + line + " X.\n# TYPE " + line + " gauge\n" + line +
                  " 1\n");
  };
  CHECK(fault("rackproof_link_bits_per_second").exit_code == 3);
  CHECK(fault("rackproof_rows_count").exit_code == 3);
  CHECK(fault("rackproof_rows_total").exit_code == 3);
  CHECK(linted(everything({}) + "torn{").exit_code == 1);
}

TEST_CASE("promtool: names of other exporters break no format", "[probes][sinks]") {
  const auto said =
      linted(everything({.compat = {CompatSet::node_exporter, CompatSet::dcgm_exporter}}));
  CAPTURE(said.output, said.error_output);
  CHECK((said.exit_code == 0 || said.exit_code == 3));
  CHECK(said.error_output.find("rackproof_") == std::string::npos);
}
