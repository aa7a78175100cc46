#include "probes/sinks/gzip.h"

#include <optional>
#include <string>

#include <catch2/catch.hpp>

#include "probes/machine/child.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;

namespace {

/// What the gzip program makes of it; nothing where it refuses.
std::optional<std::string> unpacked(const std::string& packed) {
  const testing::TempDir place;
  ChildCommand command;
  command.argv = {"gzip", "-dc", place.write("packed.gz", packed)};
  command.environment = {"PATH=/usr/bin:/bin"};
  auto ended = run_child(command, {}, {});
  REQUIRE(ended);
  return ended->exit_code == 0 ? std::optional(ended->output) : std::nullopt;
}

}  // namespace

TEST_CASE("gzip: the gzip program gives back what went in", "[probes][sinks]") {
  std::string text;
  for (int i = 0; i < 40000; ++i) {
    text +=
        "rackproof_temperature_celsius{device=\"node/accelerator:" + std::to_string(i) + "\"}\n";
  }
  const auto packed = gzip(text);
  REQUIRE(packed);
  CHECK(packed->size() < text.size() / 5);
  CHECK((unpacked(*packed) == text));
}

TEST_CASE("gzip: nothing, and bytes of every value, come back too", "[probes][sinks]") {
  std::string bytes;
  for (int i = 0; i < 1000; ++i) {
    bytes += static_cast<char>((i * 167 + i / 7) % 256);
  }
  for (const auto& text : {std::string(), bytes}) {
    const auto packed = gzip(text);
    REQUIRE(packed);
    CHECK((unpacked(*packed) == text));
  }
}

TEST_CASE("gzip: one flipped bit would be seen", "[probes][sinks]") {
  auto packed = *gzip("rackproof_power_watts 1\n");
  packed[packed.size() - 6] ^= 1;
  CHECK_FALSE(unpacked(packed));
}
