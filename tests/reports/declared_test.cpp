#include "reports/declared.h"

#include <catch2/catch.hpp>

using namespace rackproof;

namespace {

Architecture reference() {
  Architecture made;
  IdentityTerm by_architecture;
  by_architecture.architecture = "x86_64";
  IdentityTerm by_card;
  by_card.pci = "1d0f:7364";
  by_card.count = 16;
  made.identity = {by_architecture, by_card};
  Part cpu;
  cpu.kind = DeviceKind::cpu;
  cpu.count.min = 1;
  cpu.count.basis = Basis::derived;
  cpu.count.source = "a host that runs this has a processor";
  made.parts = {cpu};
  made.software.resize(2);
  return made;
}

}  // namespace

TEST_CASE("declared: verdicts without a criterion name what they rest on", "[reports]") {
  const auto ours = reference();
  CHECK(declared(ours, "identity") ==
        "the reference is for: architecture x86_64; or PCI function 1d0f:7364, times 16");
  CHECK(declared(ours, "software") == "one of 2 rows of versions must match as a whole");
  CHECK(declared(ours, "part-cpu") ==
        "the reference counts: \u2265\u00A0"
        "1 \u00B7 basis: derived \u00B7 source: a host that "
        "runs this has a processor");
}

TEST_CASE("declared: parts of parts and a topology are told in words", "[reports]") {
  auto ours = reference();
  ours.parts[0].in = DeviceKind::cpu_package;
  CHECK(declared(ours, "part-cpu").starts_with("the reference counts in each cpu_package: "));
  ours.parts[0].in.reset();
  ours.parts[0].model = "Trainium2";
  ours.parts[0].serial = true;
  CHECK(declared(ours, "part-cpu")
            .ends_with(" \u00B7 model: Trainium2 \u00B7 each with a serial number"));
  CHECK(declared(ours, "topology").empty());
  ours.topology_kind = "torus";
  ours.topology_shape = {4, 4};
  CHECK(declared(ours, "topology") == "the reference asks for: torus 4 x 4");
}

TEST_CASE("declared: what the reference does not declare has no sentence", "[reports]") {
  CHECK(declared(reference(), "part-memory").empty());
  CHECK(declared(reference(), "part-nonsense").empty());
  CHECK(declared(reference(), "mem-triad").empty());
  CHECK(declared(Architecture{}, "identity").empty());
  CHECK(declared(Architecture{}, "software").empty());
}
