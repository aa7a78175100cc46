#include "probes/machine/meminfo.h"

#include <variant>

#include <catch2/catch.hpp>

namespace rackproof {
namespace {

TEST_CASE("meminfo: kB are KiB, of the node and of one NUMA node", "[machine]") {
  CHECK(std::get<std::int64_t>(meminfo::parse_total("MemTotal:  4 kB\n")) == 4096);
  CHECK(std::get<std::int64_t>(meminfo::parse_total("Node 1 MemTotal: 2 kB")) == 2048);
  CHECK(std::get<std::int64_t>(meminfo::parse_available("MemTotal: 9 kB\nMemAvailable: 1 kB")) ==
        1024);
}

TEST_CASE("meminfo: a node has left what is free and what holds page cache", "[machine]") {
  CHECK(meminfo::left_on_node("Node 0 MemTotal: 900 kB\nNode 0 MemFree: 4 kB\n"
                              "Node 0 Active(anon): 50 kB\nNode 0 Active(file): 2 kB\n"
                              "Node 0 Inactive(file): 1 kB\n") == 7 * 1024);
  CHECK(meminfo::left_on_node("Node 0 MemTotal: 900 kB\n") == 0);
}

TEST_CASE("meminfo: what is not there or not a number is a reason", "[machine]") {
  CHECK(std::get<Error>(meminfo::parse_total("MemFree: 4 kB")).kind == ErrorKind::absent);
  CHECK(std::get<Error>(meminfo::parse_total("MemTotal: x kB")).kind == ErrorKind::malformed);
  CHECK(std::get<Error>(meminfo::parse_total("MemTotal: 9223372036854775807 kB")).kind ==
        ErrorKind::out_of_range);
  CHECK(std::get<Error>(meminfo::parse_total("MemTotal: 4 pages")).kind == ErrorKind::absent);
}

}  // namespace
}  // namespace rackproof
