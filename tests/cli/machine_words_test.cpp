#include "cli/machine_words.h"

#include <string>

#include <catch2/catch.hpp>

using namespace rackproof;

namespace {

OneReading named_machine() {
  OneReading reading;
  reading.inventory.hostname = "rack7";
  return reading;
}

}  // namespace

TEST_CASE("machine words: why_not gives path, reason and remedy", "[cli]") {
  auto reading = named_machine();
  CHECK(why_not(reading) == "Everything that was looked for could be read.\n");
  reading.inventory.unreadable.push_back(
      {"rapl", "/sys/x", {ErrorKind::denied, "/sys/x: no"}, "run as root"});
  const auto text = why_not(reading);
  CHECK(text.find("rapl: /sys/x\n") != std::string::npos);
  CHECK(text.find("denied: /sys/x: no") != std::string::npos);
  CHECK(text.find("to read it: run as root") != std::string::npos);
}

TEST_CASE("machine words: a captured tree is never passed off as this machine", "[cli]") {
  auto reading = named_machine();
  CHECK(headline(reading, "/").find("SIMULATED") == std::string::npos);
  reading.inventory.simulated = true;
  CHECK(headline(reading, "/tmp/tree").find("SIMULATED: read from /tmp/tree") != std::string::npos);
}
