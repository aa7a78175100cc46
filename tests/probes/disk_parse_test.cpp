#include "probes/inventory/disk_parse.h"

#include <variant>

#include <catch2/catch.hpp>

namespace rackproof {
namespace {

TEST_CASE("disks: sectors are 512 bytes, whatever the disk's own are", "[probes][inventory]") {
  CHECK(std::get<std::int64_t>(inventory::parse_sectors("41943040")) == 21474836480);
}

TEST_CASE("disks: a size that no disk has is a reason", "[probes][inventory]") {
  CHECK(std::get<Error>(inventory::parse_sectors("-1")).kind == ErrorKind::out_of_range);
  CHECK(std::get<Error>(inventory::parse_sectors("36028797018963968")).kind ==
        ErrorKind::out_of_range);
  CHECK(std::get<Error>(inventory::parse_sectors("")).kind == ErrorKind::malformed);
}

}  // namespace
}  // namespace rackproof
