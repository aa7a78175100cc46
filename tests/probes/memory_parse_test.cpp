#include "probes/inventory/memory_parse.h"

#include <variant>

#include <catch2/catch.hpp>

namespace rackproof {
namespace {

TEST_CASE("memory: kB are KiB, of the node and of one NUMA node", "[probes][inventory]") {
  CHECK(std::get<std::int64_t>(inventory::parse_memory_total("MemTotal:  4 kB\n")) == 4096);
  CHECK(std::get<std::int64_t>(inventory::parse_memory_total("Node 1 MemTotal: 2 kB")) == 2048);
  CHECK(std::get<std::int64_t>(
            inventory::parse_memory_available("MemTotal: 9 kB\nMemAvailable: 1 kB")) == 1024);
}

TEST_CASE("memory: what is not there or not a number is a reason", "[probes][inventory]") {
  CHECK(std::get<Error>(inventory::parse_memory_total("MemFree: 4 kB")).kind == ErrorKind::absent);
  CHECK(std::get<Error>(inventory::parse_memory_total("MemTotal: x kB")).kind ==
        ErrorKind::malformed);
  CHECK(std::get<Error>(inventory::parse_memory_total("MemTotal: 9223372036854775807 kB")).kind ==
        ErrorKind::out_of_range);
  CHECK(std::get<Error>(inventory::parse_memory_total("MemTotal: 4 pages")).kind ==
        ErrorKind::absent);
}

TEST_CASE("memory: sectors are 512 bytes", "[probes][inventory]") {
  CHECK(std::get<std::int64_t>(inventory::parse_sectors("41943040")) == 21474836480);
  CHECK(std::get<Error>(inventory::parse_sectors("-1")).kind == ErrorKind::out_of_range);
}

}  // namespace
}  // namespace rackproof
