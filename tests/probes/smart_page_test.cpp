#include "probes/nvme/smart_page.h"

#include <string>
#include <string_view>
#include <variant>

#include <catch2/catch.hpp>

namespace rackproof {
namespace {

/// A page of zeros with little-endian numbers put in.
class PageMaker {
 public:
  PageMaker& put(std::size_t offset, std::uint64_t value, std::size_t length) {
    for (std::size_t i = 0; i < length && i < sizeof(value); ++i) {
      page_[offset + i] = static_cast<char>((value >> (8 * i)) & 0xFFU);
    }
    return *this;
  }
  [[nodiscard]] const std::string& bytes() const { return page_; }

 private:
  std::string page_ = std::string(512, '\0');
};

Reading value_of(const nvme::SmartPage& page, std::string_view metric) {
  for (const auto& [row, reading] : page.values) {
    if (row->name == metric) {
      return reading;
    }
  }
  return Error{ErrorKind::absent, "the page has no such metric"};
}

TEST_CASE("smart_page: kelvin, per cent, data units, minutes and hours", "[probes][nvme]") {
  PageMaker maker;
  maker.put(0, 4, 1).put(1, 311, 2).put(3, 100, 1).put(4, 10, 1).put(5, 7, 1);
  maker.put(32, 1000, 16).put(96, 3, 16).put(128, 24, 16).put(144, 5, 16).put(160, 2, 16);
  maker.put(192, 1, 4).put(200, 300, 2).put(214, 320, 2);
  const auto page = nvme::parse_smart_page(maker.bytes());
  REQUIRE(page);
  CHECK(std::get<std::int64_t>(value_of(*page, "nvme_critical_warning")) == 4);
  CHECK(std::get<double>(value_of(*page, "nvme_composite_temperature_celsius")) == Approx(37.85));
  CHECK(std::get<double>(value_of(*page, "nvme_available_spare_ratio")) == 1.0);
  CHECK(std::get<std::int64_t>(value_of(*page, "nvme_data_read_bytes_total")) == 512000000);
  CHECK(std::get<std::int64_t>(value_of(*page, "nvme_controller_busy_seconds_total")) == 180);
  CHECK(std::get<std::int64_t>(value_of(*page, "nvme_power_on_seconds_total")) == 86400);
  CHECK(std::get<std::int64_t>(value_of(*page, "nvme_unsafe_shutdowns_total")) == 5);
  CHECK(std::get<std::int64_t>(value_of(*page, "nvme_media_errors_total")) == 2);
  REQUIRE(page->sensors_celsius.size() == 8);
  CHECK(page->sensors_celsius[0] == Approx(26.85));
  CHECK_FALSE(page->sensors_celsius[1]);
  CHECK(page->sensors_celsius[7] == Approx(46.85));
}

TEST_CASE("smart_page: the percentage used may pass 100", "[probes][nvme]") {
  const auto page = nvme::parse_smart_page(PageMaker().put(5, 255, 1).bytes());
  REQUIRE(page);
  CHECK(std::get<double>(value_of(*page, "nvme_percentage_used_ratio")) == 2.55);
}

TEST_CASE("smart_page: 0 K is no temperature, 128 bits are no count", "[probes][nvme]") {
  const auto page =
      nvme::parse_smart_page(PageMaker().put(40, 1, 8).put(55, 0x7F, 1).put(160, ~0ULL, 8).bytes());
  REQUIRE(page);
  const auto kind = [&page](std::string_view metric) {
    return std::get<Error>(value_of(*page, metric)).kind;
  };
  CHECK(kind("nvme_composite_temperature_celsius") == ErrorKind::sentinel);
  CHECK(kind("nvme_data_read_bytes_total") == ErrorKind::out_of_range);     // above 64 bits
  CHECK(kind("nvme_data_written_bytes_total") == ErrorKind::out_of_range);  // only in units of one
  CHECK(kind("nvme_media_errors_total") == ErrorKind::out_of_range);        // above 63 bits
}

TEST_CASE("smart_page: a page of another length is malformed", "[probes][nvme]") {
  CHECK(nvme::parse_smart_page(std::string(511, '\0')).error().kind == ErrorKind::malformed);
  CHECK(nvme::parse_smart_page(std::string(513, '\0')).error().kind == ErrorKind::malformed);
}

}  // namespace
}  // namespace rackproof
