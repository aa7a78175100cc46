#include "probes/amdsmi/amdsmi_layouts.h"

#include <catch2/catch.hpp>

#include "probes/amdsmi/guarded_buffer.h"

using namespace rackproof;
using namespace rackproof::amdsmi;

namespace {

const Layouts* with_year(std::uint32_t year, std::uint32_t major, std::uint32_t minor) {
  return layouts_of({true, {year, major, minor, 0}});
}

const Layouts* without(std::uint32_t major, std::uint32_t minor, std::uint32_t release = 0) {
  return layouts_of({false, {major, minor, release, 0}});
}

void check_inside(const Place& place, std::size_t size) {
  CHECK(place.offset + place.length <= size);
}

}  // namespace

TEST_CASE("amdsmi layouts: a version that was not read is not known, nor is one between",
          "[probes][amdsmi]") {
  CHECK(with_year(24, 5, 3) == nullptr);  // its memory types had other numbers
  CHECK(with_year(25, 3, 0) == nullptr);
  CHECK(with_year(25, 25, 5) == nullptr);
  CHECK(without(26, 0) == nullptr);
  CHECK(without(26, 6) == nullptr);
  CHECK(without(27, 0) == nullptr);
  CHECK(without(24, 6) == nullptr);       // the number of a year is no major version
  CHECK(with_year(26, 1, 0) == nullptr);  // nor the other way round
}

TEST_CASE("amdsmi layouts: the structures that grew have the size of their version",
          "[probes][amdsmi]") {
  REQUIRE(with_year(24, 6, 3) != nullptr);
  CHECK(with_year(24, 6, 3)->vbios.size == 256);
  CHECK(with_year(24, 6, 3)->event.message.length == 64);
  CHECK(with_year(24, 6, 3)->memory.bit_width.length == 0);
  CHECK(with_year(24, 7, 0)->memory.bit_width.offset == 16);
  CHECK(with_year(25, 25, 3)->vbios.size == 1056);
  CHECK(with_year(25, 25, 3)->event.message.length == 96);
  CHECK(with_year(25, 25, 3)->vbios.boot_firmware.length == 0);
  CHECK(without(26, 1)->vbios.size == 1568);
  CHECK(without(26, 5)->event.message.length == 256);
  CHECK(without(26, 1, 7) == without(26, 1));  // releases of one version differ in no header
}

TEST_CASE("amdsmi layouts: of 24.7.1 there are two, and only what both have alike is read",
          "[probes][amdsmi]") {
  const auto* twofold = with_year(24, 7, 1);
  REQUIRE(twofold != nullptr);
  CHECK(twofold->vbios.size == 0);
  CHECK(twofold->event.message.length == 64);
  CHECK(twofold->event.size == 112);
  CHECK_FALSE(twofold->has_page_threshold);
}

TEST_CASE("amdsmi layouts: every place lies in its structure, and every structure in the buffer",
          "[probes][amdsmi]") {
  for (const auto& row : all_layouts()) {
    INFO(to_text(row.first));
    for (const auto& place :
         {row.vbios.name, row.vbios.build_date, row.vbios.version, row.vbios.boot_firmware}) {
      check_inside(place, row.vbios.size);
    }
    check_inside(row.memory.type, row.memory.size);
    check_inside(row.memory.bit_width, row.memory.size);
    check_inside(row.asic.market_name, row.asic.size);
    check_inside(row.event.message, row.event.size);
    for (const auto size : {row.vbios.size, row.memory.size, row.asic.size, row.event.size}) {
      GuardedBuffer buffer;
      static_cast<void>(buffer.ready(size));
      CHECK(buffer.bytes().size() == size);
    }
    CHECK(layouts_of(row.first) == &row);
    CHECK(layouts_of(row.last) == &row);
  }
}

TEST_CASE("amdsmi layouts: the versions that are known can be said", "[probes][amdsmi]") {
  CHECK(known_versions() ==
        "24.6.0 to 24.6.3, 24.6.4 to 24.7.0, 24.7.1, 24.7.2, 25.1.0 to 25.2.0, 25.25.2 to "
        "25.25.4, 26.1 to 26.5");
}

TEST_CASE("amdsmi guarded buffer: one byte behind the structure is seen, all of it is not",
          "[probes][amdsmi]") {
  GuardedBuffer buffer;
  auto* bytes = static_cast<char*>(buffer.ready(80));
  std::memset(bytes, 'x', 80);
  CHECK(buffer.held());
  bytes[80] = 'x';
  CHECK_FALSE(buffer.held());
  static_cast<void>(buffer.ready(80));
  CHECK(buffer.held());
  CHECK(buffer.bytes() == std::string_view(std::string(80, '\0')));
}
