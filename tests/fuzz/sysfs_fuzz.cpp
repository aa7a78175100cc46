// Whatever a file under /sys holds, its parser gives a finite number in the range that the quantity
// can have, or a reason in printable words; never anything else.

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "probes/edac/edac_parse.h"
#include "probes/hwmon/hwmon_attributes.h"
#include "probes/hwmon/hwmon_parse.h"
#include "probes/infiniband/infiniband_counters.h"
#include "probes/infiniband/infiniband_parse.h"
#include "probes/nvme/nvme_parse.h"
#include "probes/pcie/aer_parse.h"
#include "probes/pcie/pcie_parse.h"
#include "probes/pressure/pressure_parse.h"
#include "probes/rapl/rapl_parse.h"
#include "probes/reading_parse.h"
#include "probes/thermal/thermal_parse.h"
#include "schemas/encoding.h"
#include "schemas/pci_address.h"
#include "schemas/text.h"

using namespace rackproof;

namespace {

void require(bool condition) {
  if (!condition) {
    std::abort();
  }
}

struct Bounds {
  ReadingParser parse;
  double least;
  double most;
};

constexpr double kCount = 9.3e18;  // 63 bits

constexpr std::array kParsers{
    Bounds{parse_count, -kCount, kCount},
    Bounds{parse_thousand, -kCount, kCount},
    Bounds{parse_million, -kCount, kCount},
    Bounds{parse_millidegrees, -273.15, 1000},
    Bounds{hwmon::parse_duty, 0, 1},
    Bounds{hwmon::parse_humidity, -kCount, kCount},
    Bounds{thermal::parse_level, 0, kCount},
    Bounds{edac::parse_mebibytes, 0, kCount},
    Bounds{edac::parse_scrub_rate, 0, kCount},
    Bounds{pcie::parse_link_speed, 0, 1e300},
    Bounds{pcie::parse_link_width, 1, 32},
    Bounds{pcie::parse_power_state, 0, 4},
    Bounds{pcie::parse_small_count, 0, 2147483647},
    Bounds{infiniband::parse_state, -kCount, kCount},
    Bounds{infiniband::parse_rate, 0, 1e300},
    Bounds{infiniband::parse_lanes, 1, 16},
    Bounds{infiniband::parse_counter, 0, kCount},
    Bounds{infiniband::parse_words, 0, kCount},
    Bounds{nvme::parse_controller_state, 0, 16},
    Bounds{nvme::parse_ana_state, 0, 16},
    Bounds{pressure::parse_waiting, 0, kCount},
    Bounds{pressure::parse_stalled, 0, kCount},
};

void require_words(const Error& why) {
  require(!why.message.empty());
  require(printable(why.message, why.message.size() * 4) == why.message);
}

void readings(std::string_view text) {
  for (const auto& parser : kParsers) {
    const auto reading = parser.parse(text);
    if (const auto* why = std::get_if<Error>(&reading)) {
      require_words(*why);
      continue;
    }
    const double value = as_double(reading);
    require(std::isfinite(value) && value >= parser.least && value <= parser.most);
  }
}

void aer(std::string_view text) {
  for (const auto severity :
       {pcie::AerSeverity::correctable, pcie::AerSeverity::nonfatal, pcie::AerSeverity::fatal}) {
    const auto counts = pcie::parse_aer(text, severity);
    if (!counts) {
      require_words(counts.error());
      continue;
    }
    require(!counts->empty() && counts->size() <= lines(text).size() + 1);
    for (const auto& [metric, count] : *counts) {
      require(metric != nullptr && count >= 0);
    }
  }
}

/// File and directory names come from the machine too.
void names(std::string_view text) {
  if (const auto file = hwmon::split_file_name(text)) {
    require(text.starts_with(file->channel) && file->channel.starts_with(file->kind));
    require(text.ends_with(file->attribute));
    static_cast<void>(hwmon::find_attribute(*file));
  }
  require(hwmon::stable_place(text).size() <= text.size() + 1);
  require(pci_address_in(text).size() <= text.size());
  if (const auto address = parse_pci_address(text)) {
    const auto again = parse_pci_address(to_string(*address));
    require(again && *again == *address);
  }
  static_cast<void>(rapl::split_zone(text));
  static_cast<void>(rapl::package_of(text));
  static_cast<void>(edac::part_kind(text));
  static_cast<void>(edac::channel_of(text));
  static_cast<void>(nvme::namespace_in(text));
  if (const auto range = rapl::parse_range(text)) {
    require(parse_double(*range) && *parse_double(*range) > 0);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {  // NOLINT
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  readings(trim(text));
  aer(text);
  names(text);
  return 0;
}
