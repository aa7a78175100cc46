#include "probes/survey.h"

#include <filesystem>

#include <catch2/catch.hpp>

#include "probes/reading_parse.h"
#include "schemas/catalogue.h"
#include "tests/support/fixture_host.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using rackproof::testing::FixtureHost;
using rackproof::testing::TempDir;

namespace {

constexpr auto kMetric = metrics::named("temperature_celsius");

Device named(const std::string& id) {
  Device device;
  device.id = id;
  return device;
}

}  // namespace

TEST_CASE("survey: equal parts get ordinals in the order they are found", "[probes][survey]") {
  const TempDir root;
  FixtureHost fixture(root.path());
  Survey survey(fixture.host(), "test");

  const auto first = survey.add(named("node/zone:a"));
  const auto second = survey.add(named("node/zone:a"));
  const auto third = survey.add(named("node/zone:a"));

  CHECK(survey.device(first).id == "node/zone:a");
  CHECK(survey.device(second).id == "node/zone:a#2");
  CHECK(survey.device(third).id == "node/zone:a#3");
}

TEST_CASE("survey: what cannot be read is known at discovery, with its reason",
          "[probes][survey]") {
  const TempDir root;
  root.write("sys/good", "47500\n");
  root.write("sys/bad", "N/A\n");
  FixtureHost fixture(root.path());
  Survey survey(fixture.host(), "test");
  const auto device = survey.add(named("node/x"));
  survey.watch(device, kMetric, "/sys/good", parse_thousand);
  survey.watch(device, kMetric, "/sys/bad", parse_thousand);
  survey.watch_if_present(device, kMetric, "/sys/missing", parse_thousand);

  Attributes attributes;
  const auto found = survey.finish(attributes);

  REQUIRE(attributes.size() == 2);
  REQUIRE(found.unreadable.size() == 1);
  CHECK(found.unreadable[0].probe == "test");
  CHECK(found.unreadable[0].what == "/sys/bad");
  CHECK(found.unreadable[0].why.message == "/sys/bad: expected an integer, got 'N/A'");
}

TEST_CASE("survey: a file that goes away is a sample with a reason", "[probes][survey]") {
  const TempDir root;
  root.write("sys/sensor", "47500\n");
  FixtureHost fixture(root.path());
  const Attributes attributes{{0, kMetric, "/sys/sensor", parse_thousand}};

  const auto before = read_attributes(fixture.host(), attributes);
  std::filesystem::remove(root.at("sys/sensor"));
  const auto after = read_attributes(fixture.host(), attributes);

  REQUIRE(before.size() == 1);
  CHECK(std::get<double>(before[0].reading) == 47.5);
  CHECK(before[0].taken_at == fixture.clock().now());
  REQUIRE(after.size() == 1);
  CHECK(std::get<Error>(after[0].reading).kind == ErrorKind::absent);
}

TEST_CASE("survey: an optional text that is not there is silence, not a note", "[probes][survey]") {
  const TempDir root;
  root.write("sys/label", "  CPU fan \n");
  FixtureHost fixture(root.path());
  Survey survey(fixture.host(), "test");

  CHECK(survey.text("/sys/label") == "CPU fan");
  CHECK(survey.text("/sys/nothing").empty());

  Attributes attributes;
  CHECK(survey.finish(attributes).unreadable.empty());
}

TEST_CASE("survey: a denied file says what would let it be read", "[probes][survey]") {
  CHECK(remedy_for(ErrorKind::denied) == "run as root or grant CAP_DAC_READ_SEARCH");
  CHECK(remedy_for(ErrorKind::malformed).empty());
}

TEST_CASE("survey: the last PCI address of a path is the function itself", "[probes][survey]") {
  CHECK(pci_address_in("/sys/devices/pci0000:00/0000:00:02.1/0000:01:00.0/nvme/nvme0") ==
        "0000:01:00.0");
  CHECK(pci_address_in("/sys/devices/pci10000:e0/10000:e1:00.0") == "10000:e1:00.0");
  CHECK(pci_address_in("/sys/devices/pci0000:00").empty());
  CHECK(pci_address_in("/sys/devices/pci0000:00/0000:00:02.1:pcie001").empty());
  CHECK(pci_address_in("/sys/devices/platform/coretemp.0").empty());
  CHECK(pci_address_in("").empty());
}
