#include "probes/nvml/xid_line.h"

#include <string>

#include <catch2/catch.hpp>

using namespace rackproof;
using namespace rackproof::nvml;

TEST_CASE("xid line: the PCI field with or without a function is one GPU", "[probes][nvml]") {
  const XidLine lost{"0000:9b:00.0", 79};
  CHECK(parse_xid_line("NVRM: Xid (PCI:0000:9b:00): 79, pid=1234, name=python, lost.") == lost);
  CHECK(parse_xid_line("NVRM: Xid (PCI:0000:9b:00.0): 79, pid=1234, name=python, lost.") == lost);
  CHECK(parse_xid_line("NVRM: Xid (0000:9b:00): 79, lost.") == lost);
}

TEST_CASE("xid line: a domain of four digits or of eight is one GPU", "[probes][nvml]") {
  CHECK(parse_xid_line("NVRM: Xid (PCI:00000000:9B:00): 31, pid=1")->address == "0000:9b:00.0");
  CHECK(parse_xid_line("NVRM: Xid (PCI:00010000:02:00): 31, pid=1")->address == "10000:02:00.0");
}

TEST_CASE("xid line: a pid that is a text, or none at all, costs nothing", "[probes][nvml]") {
  for (const auto* rest : {", pid='<unknown>', name=<unknown>, Ch 00000008", ", Ch 8", ""}) {
    CAPTURE(rest);
    const auto line = parse_xid_line(std::string("NVRM: Xid (PCI:0000:3b:00): 119") + rest);
    REQUIRE(line);
    CHECK(line->xid == 119);
  }
}

TEST_CASE("xid line: what is no Xid of a GPU is none", "[probes][nvml]") {
  for (const auto* line :
       {"", "NVRM: Xid (", "NVRM: Xid (PCI:0000:3b:00)", "NVRM: Xid (PCI:0000:3b:00): ",
        "NVRM: Xid (PCI:0000:3b:00): text", "NVRM: Xid (PCI:): 79", "NVRM: Xid (PCI:x:y:z): 79",
        "NVRM: Xid (PCI:0000:3b:00): 99999999999999999999", "NVRM: Xid (PCI:0000:3b:00): 12345",
        "NVRM: GPU at PCI:0000:3b:00: GPU-1", "see NVRM: Xid (PCI:0000:3b:00): 79"}) {
    CAPTURE(line);
    CHECK_FALSE(parse_xid_line(line));
  }
}
