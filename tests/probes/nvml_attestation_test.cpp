#include "probes/nvml/nvml_attestation.h"

#include <sstream>
#include <string>

#include <catch2/catch.hpp>

#include "schemas/encoding.h"
#include "tests/support/nvml_host.h"

using namespace rackproof;
using namespace rackproof::nvml;
using namespace rackproof::testing;
using Catch::Contains;

namespace {

const std::string kNonce(64, 'a');

GpuAttestations asked(const std::string& behaviour,
                      std::chrono::milliseconds patience = std::chrono::seconds(60)) {
  const NvmlHost host(behaviour);
  auto source = host.options.source;
  source.child = attestation_source().child;
  return ask_for_attestation(host.fixture.host().files, source, kNonce, patience);
}

std::string line_with(const std::string& report, const std::string& certificates) {
  return "{\"address\":\"0000:9b:00.0\",\"developerTools\":true,\"report\":\"" + to_base64(report) +
         "\",\"certificates\":\"" + to_base64(certificates) + "\"}";
}

}  // namespace

TEST_CASE("nvml attestation: where confidential computing is on each GPU gives its report",
          "[probes][nvml]") {
  for (const auto* behaviour : {"confidential", "confidential_protected"}) {
    INFO(behaviour);
    const auto found = asked(behaviour);
    CHECK_FALSE(found.why);
    REQUIRE(found.gpus.size() == 2);
    CHECK(found.gpus[0].address == "0000:9b:00.0");
    CHECK(found.gpus[1].address == "0000:db:00.0");
    CHECK(found.gpus[1].report ==
          std::string("\x11\xe0\x01\xff", 4) + std::string(32, '\xaa') + std::string("\0\x02", 2));
    CHECK(found.gpus[0].certificates == "chain of the attestation key\n");
    CHECK_FALSE(found.gpus[0].developer_tools);
  }
  CHECK(asked("confidential_tools").gpus.at(0).developer_tools);
}

TEST_CASE("nvml attestation: what is not available is a reason, and nothing is kept",
          "[probes][nvml]") {
  const auto reason = [](const std::string& behaviour) {
    const auto found = asked(behaviour);
    CHECK(found.gpus.empty());
    REQUIRE(found.why);
    return found.why->message;
  };
  CHECK(reason("healthy") == "confidential computing is off");
  CHECK(reason("old") == "this driver's library knows no confidential computing");
  CHECK_THAT(reason("no_driver"), Contains("the NVIDIA driver is not loaded"));
}

TEST_CASE("nvml attestation: one GPU that gives none costs the others nothing", "[probes][nvml]") {
  const auto found = asked("confidential_refused");
  CHECK_FALSE(found.why);
  REQUIRE(found.gpus.size() == 2);
  CHECK_FALSE(found.gpus[0].why);
  REQUIRE(found.gpus[1].why);
  CHECK(found.gpus[1].why->kind == ErrorKind::unsupported);
  CHECK(found.gpus[1].report.empty());
}

TEST_CASE("nvml attestation: a GPU that hangs is waited for no longer than was said",
          "[probes][nvml]") {
  const auto found = asked("confidential_hung", std::chrono::seconds(5));
  REQUIRE(found.gpus.size() == 1);
  CHECK(found.gpus[0].address == "0000:9b:00.0");
  REQUIRE(found.why);
  CHECK(found.why->message == "NVML did not answer within 5 s");
}

TEST_CASE("nvml attestation: a driver that wrote past the end is not believed", "[probes][nvml]") {
  const auto found = asked("confidential_long");
  REQUIRE(found.gpus.size() == 2);
  REQUIRE(found.gpus[0].why);
  CHECK_THAT(found.gpus[0].why->message, Contains("attestation report: a length of 8193 bytes"));
}

TEST_CASE("nvml attestation: a machine without an NVIDIA GPU is asked nothing", "[probes][nvml]") {
  const TempDir root;
  const FixtureHost fixture(root.path());
  const auto found = ask_for_attestation(fixture.host().files, attestation_source(), kNonce,
                                         std::chrono::seconds(1));
  CHECK(found.gpus.empty());
  CHECK_FALSE(found.why);
}

TEST_CASE("nvml attestation: the child's line is read as bytes from outside", "[probes][nvml]") {
  const auto good = parse_attestation_line(line_with("report", "chain"));
  REQUIRE(good);
  CHECK(good->report == "report");
  CHECK(good->certificates == "chain");
  CHECK(good->developer_tools);
  CHECK_FALSE(parse_attestation_line("{}"));
  CHECK_FALSE(parse_attestation_line("{\"address\":\"a\",\"report\":\"!\",\"certificates\":\"\"}"));
  CHECK_FALSE(parse_attestation_line(line_with("", "chain")));
  CHECK_FALSE(parse_attestation_line(line_with(std::string(0x2001, 'r'), "chain")));
  CHECK_FALSE(parse_attestation_line(line_with("report", std::string(0x1401, 'c'))));
  CHECK_FALSE(parse_attestation_line(line_with("report", "chain") + "x"));
  const auto why =
      parse_attestation_line("{\"address\":\"\",\"kind\":\"denied\",\"why\":\"\\u001bno\"}");
  REQUIRE(why);
  CHECK(why->why->kind == ErrorKind::denied);
  CHECK(why->why->message == "\\x1bno");
}

TEST_CASE("nvml attestation: a nonce that is none reaches no GPU", "[probes][nvml]") {
  std::ostringstream out;
  run_attestation_child(NVML_STAND_IN_LIBRARY, "abc", out);
  CHECK_THAT(out.str(), Contains("a nonce is 64 hex digits"));
}
