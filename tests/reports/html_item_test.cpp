#include <catch2/catch.hpp>

#include "reports/html_sections.h"
#include "tests/reports/example_report.h"
#include "tests/reports/html_sections_probe.h"

using namespace rackproof;
using testing::says;

TEST_CASE("html item: who it is, how that is known, and every part", "[reports][html]") {
  testing::ExampleReport example;
  const auto page = html_sections::item(example.view());
  CHECK(says(page, "rack7-node3"));
  CHECK(says(page, "virtual machine under kvm"));
  CHECK(says(page, "self-reported (DMI)"));
  CHECK(says(page, "pci:0000:3b:00.0"));
  CHECK(says(page, "module:nvme"));
  CHECK(says(page, "Example Processor 9000"));
  CHECK(says(page, "accelerator:0123, expected by inventory of 2026-11-20T05:17:00Z"));
  CHECK(says(page, "GONE, 1 of 2 readings missing"));
}

TEST_CASE("html item: processors and sensors are counted, not listed", "[reports][html]") {
  testing::ExampleReport example;
  const auto page = html_sections::item(example.view());
  CHECK(says(page, ">16</td>"));
  CHECK_FALSE(says(page, "cpu:7"));
  example.inventory = Inventory{};
  CHECK(says(html_sections::item(example.view()), "The inventory lists no part."));
}

TEST_CASE("html item: an identity that no part proved is said to be self-reported",
          "[reports][html][attestation]") {
  testing::ExampleReport example;
  example.record.attestations.clear();
  const auto without = html_sections::item(example.view());
  CHECK(says(without, "identity: self-reported"));
  example.record.attestations = {{AttestationKind::nvidia_spdm, "node", "attestations/<b>", "",
                                  std::string(64, 'a'), "measurements"}};
  const auto page = html_sections::item(example.view());
  CHECK_FALSE(says(page, "identity: self-reported"));
  CHECK(says(page, "nvidia_spdm of "));
  CHECK(says(page, "attestations/&lt;b&gt;, measurements"));
}
