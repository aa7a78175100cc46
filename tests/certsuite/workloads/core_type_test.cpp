#include "certsuite/workloads/core_type.h"

#include <filesystem>
#include <map>
#include <string>

#include <catch2/catch.hpp>

#include "certsuite/workloads/cpu_features.h"
#include "tests/support/temp_dir.h"

namespace rackproof {
namespace {

/// Answers from a table; "" is what the library takes by itself.
CoreTypeProbe from_table(std::map<std::string, Result<CoreTypeRate>> table) {
  return [table = std::move(table)](const std::string& core_type) { return table.at(core_type); };
}

std::string fact(const CoreTypeChoice& choice, std::string_view name) {
  for (const auto& each : choice.facts) {
    if (each.name == name) {
      return each.value;
    }
  }
  return "no such fact";
}

const std::vector<std::string> kTwo{"Haswell", "SkylakeX"};

TEST_CASE("core type: the fastest one is asked for and every rate is told", "[workloads]") {
  const auto choice =
      choose_core_type(kTwo, from_table({{"", CoreTypeRate{"Haswell", 60e9}},
                                         {"SkylakeX", CoreTypeRate{"SkylakeX", 103e9}}}));
  REQUIRE(choice);
  CHECK(choice->core_type == "SkylakeX");
  CHECK(choice->why == "SkylakeX asked for: clearly the fastest of those measured");
  CHECK(fact(*choice, "core_type_as_shipped") == "Haswell");
  CHECK(fact(*choice, "core_type_rate_Haswell") == "6e+10");
  CHECK(fact(*choice, "core_type_rate_SkylakeX") == "1.03e+11");
  CHECK(fact(*choice, "core_types_dropped") == "none");
}

TEST_CASE("core type: noise does not change what the library took by itself", "[workloads]") {
  const auto choice =
      choose_core_type(kTwo, from_table({{"", CoreTypeRate{"Cooperlake", 100e9}},
                                         {"Haswell", CoreTypeRate{"Haswell", 102e9}},
                                         {"SkylakeX", CoreTypeRate{"SkylakeX", 101e9}}}));
  REQUIRE(choice);
  CHECK(choice->core_type == "Cooperlake");
  CHECK(choice->why == "Cooperlake asked for: the library's own, and none is clearly faster");
}

TEST_CASE("core type: one that the library does not use, and one that crashes, are dropped",
          "[workloads]") {
  const auto choice = choose_core_type(
      kTwo, from_table({{"", CoreTypeRate{"Prescott", 10e9}},
                        {"Haswell", CoreTypeRate{"Prescott", 200e9}},
                        {"SkylakeX", Error{ErrorKind::io, "its process ended by signal 4"}}}));
  REQUIRE(choice);
  CHECK(choice->core_type == "Prescott");
  CHECK(fact(*choice, "core_types_dropped") ==
        "Haswell: the library uses Prescott instead; SkylakeX: its process ended by signal 4");
}

TEST_CASE("core type: a library that cannot be measured at all is an error", "[workloads]") {
  const auto choice = choose_core_type(kTwo, from_table({{"", Error{ErrorKind::absent, "gone"}}}));
  REQUIRE_FALSE(choice);
  CHECK(choice.error().kind == ErrorKind::absent);
}

TEST_CASE("core type: only those are tried whose instructions the processor has", "[workloads]") {
  for (const auto& name : core_type_candidates()) {
    CHECK((name != "SkylakeX" || cpu_has(SimdLevel::avx512)));
    CHECK((name != "Cooperlake" || cpu_has_avx512_bf16()));
    CHECK((name != "Haswell" || cpu_has(SimdLevel::avx2)));
  }
}

/// A program that plays the measuring child.
std::string program(const testing::TempDir& directory, const std::string& body) {
  const auto path = directory.write("child", "#!/bin/sh\n" + body);
  std::filesystem::permissions(path, std::filesystem::perms::owner_all);
  return path;
}

constexpr const char* kTellsItsCoreType =
    R"(echo '{"type":"fact","name":"kernel","value":"'"${OPENBLAS_CORETYPE:-none}"'","unit":""}'
echo '{"type":"fact","name":"fp64_rate","value":"5e9","unit":"FLOP/s"}'
)";

TEST_CASE("core type: the child gets the core type, and what it tells is the rate", "[workloads]") {
  const testing::TempDir directory;
  const auto probe = core_type_probe(program(directory, kTellsItsCoreType), 1);

  const auto asked = probe("Zen");
  REQUIRE(asked);
  CHECK(asked->core_type == "Zen");
  CHECK(asked->flops_per_second == 5e9);
  const auto shipped = probe("");
  REQUIRE(shipped);
  CHECK(shipped->core_type == "none");
}

TEST_CASE("core type: a child that crashes, fails, babbles or says nothing gives no rate",
          "[workloads]") {
  const testing::TempDir directory;
  const auto said_by = [&](const std::string& body) {
    return core_type_probe(program(directory, body), 1)("Zen");
  };
  const auto crashed = said_by(std::string(kTellsItsCoreType) + "kill -ILL $$\n");
  REQUIRE_FALSE(crashed);
  CHECK(crashed.error().message == "its process ended by signal 4");
  CHECK_FALSE(said_by(std::string(kTellsItsCoreType) + "exit 3\n"));
  CHECK_FALSE(said_by("echo hello\n"));
  const auto silent = said_by("exit 0\n");
  REQUIRE_FALSE(silent);
  CHECK(silent.error().message == "no rate was told");
}

}  // namespace
}  // namespace rackproof
