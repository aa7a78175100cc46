#include "probes/nvme/smart_page.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <string>

#include "schemas/catalogue.h"

namespace rackproof::nvme {
namespace {

constexpr std::size_t kPageBytes = 512;

enum class Field {
  count,        ///< Times `scale`.
  kelvin,       ///< As degrees Celsius.
  per_hundred,  ///< As a ratio.
};

struct Row {
  std::size_t offset;
  std::size_t length;
  Field field;
  std::int64_t scale;
  const Metric* metric;
};

constexpr std::int64_t kDataUnit = 512000;  // a thousand units of 512 bytes, rounded up
constexpr std::int64_t kMinute = 60;
constexpr std::int64_t kHour = 3600;

// clang-format off
constexpr std::array kRows{
    Row{0, 1, Field::count, 1, metrics::named("nvme_critical_warning")},
    Row{1, 2, Field::kelvin, 1, metrics::named("nvme_composite_temperature_celsius")},
    Row{3, 1, Field::per_hundred, 1, metrics::named("nvme_available_spare_ratio")},
    Row{4, 1, Field::per_hundred, 1, metrics::named("nvme_available_spare_threshold_ratio")},
    Row{5, 1, Field::per_hundred, 1, metrics::named("nvme_percentage_used_ratio")},
    Row{32, 16, Field::count, kDataUnit, metrics::named("nvme_data_read_bytes_total")},
    Row{48, 16, Field::count, kDataUnit, metrics::named("nvme_data_written_bytes_total")},
    Row{64, 16, Field::count, 1, metrics::named("nvme_host_read_commands_total")},
    Row{80, 16, Field::count, 1, metrics::named("nvme_host_write_commands_total")},
    Row{96, 16, Field::count, kMinute, metrics::named("nvme_controller_busy_seconds_total")},
    Row{112, 16, Field::count, 1, metrics::named("nvme_power_cycles_total")},
    Row{128, 16, Field::count, kHour, metrics::named("nvme_power_on_seconds_total")},
    Row{144, 16, Field::count, 1, metrics::named("nvme_unsafe_shutdowns_total")},
    Row{160, 16, Field::count, 1, metrics::named("nvme_media_errors_total")},
    Row{176, 16, Field::count, 1, metrics::named("nvme_error_log_entries_total")},
    Row{192, 4, Field::count, kMinute, metrics::named("nvme_warning_temperature_seconds_total")},
    Row{196, 4, Field::count, kMinute, metrics::named("nvme_critical_temperature_seconds_total")},
};
// clang-format on

constexpr std::size_t kSensorsOffset = 200;
constexpr std::size_t kSensors = 8;

/// Little endian; nothing when it needs more than 64 bits.
std::optional<std::uint64_t> number_at(std::string_view bytes, std::size_t offset,
                                       std::size_t length) {
  std::uint64_t value = 0;
  for (std::size_t i = length; i-- > 0;) {
    const auto byte = static_cast<unsigned char>(bytes[offset + i]);
    if (value > (std::numeric_limits<std::uint64_t>::max() >> 8U)) {
      return std::nullopt;
    }
    value = (value << 8U) | byte;
  }
  return value;
}

double celsius(std::uint64_t kelvin) {
  return (static_cast<double>(kelvin) * 100 - 27315) / 100;
}

Reading count_of(std::optional<std::uint64_t> value, std::int64_t scale) {
  const auto highest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (!value || *value > highest / static_cast<std::uint64_t>(scale)) {
    return Error{ErrorKind::out_of_range, "SMART log: a count that does not fit into 63 bits"};
  }
  return static_cast<std::int64_t>(*value) * scale;
}

Reading reading_of(std::string_view bytes, const Row& row) {
  const auto value = number_at(bytes, row.offset, row.length);
  if (row.field == Field::count) {
    return count_of(value, row.scale);
  }
  const auto number = value.value_or(0);
  if (row.field == Field::per_hundred) {
    return static_cast<double>(number) / 100;
  }
  if (number == 0) {
    return Error{ErrorKind::sentinel, "SMART log: a temperature of 0 K"};
  }
  return celsius(number);
}

}  // namespace

Result<SmartPage> parse_smart_page(std::string_view bytes) {
  if (bytes.size() != kPageBytes) {
    return Error{ErrorKind::malformed,
                 "SMART log: expected 512 bytes, got " + std::to_string(bytes.size())};
  }
  SmartPage page;
  for (const auto& row : kRows) {
    page.values.emplace_back(row.metric, reading_of(bytes, row));
  }
  for (std::size_t sensor = 0; sensor < kSensors; ++sensor) {
    const auto kelvin = number_at(bytes, kSensorsOffset + 2 * sensor, 2).value_or(0);
    page.sensors_celsius.push_back(kelvin == 0 ? std::nullopt : std::optional(celsius(kelvin)));
  }
  return page;
}

}  // namespace rackproof::nvme
