#include "probes/nvml/nvml_fields.h"

#include <array>
#include <cmath>
#include <cstring>
#include <limits>
#include <string>
#include <variant>

#include "schemas/catalogue.h"

namespace rackproof::nvml {
namespace {

using metrics::named;

// Numbers, units and meanings: NVML API version 13, "Field Value Enums".
// clang-format off
constexpr std::array kDeviceFields{
    FieldRow{1, "", named("accelerator_ecc_enabled")},
    FieldRow{2, "", named("accelerator_ecc_enabled_pending")},
    FieldRow{3, "", named("accelerator_ecc_correctable_total")},
    FieldRow{4, "", named("accelerator_ecc_uncorrectable_total")},
    FieldRow{5, "", named("accelerator_ecc_correctable_lifetime_total")},
    FieldRow{6, "", named("accelerator_ecc_uncorrectable_lifetime_total")},
    FieldRow{29, "/hbm", named("nvidia_pages_retired_single_bit_count")},
    FieldRow{30, "/hbm", named("nvidia_pages_retired_double_bit_count")},
    FieldRow{31, "/hbm", named("nvidia_page_retirement_pending")},
    FieldRow{74, "", named("nvidia_throttled_power_seconds_total"), 1, 1000000000},
    FieldRow{75, "", named("nvidia_throttled_thermal_seconds_total"), 1, 1000000000},
    FieldRow{76, "", named("nvidia_throttled_sync_boost_seconds_total"), 1, 1000000000},
    FieldRow{77, "", named("nvidia_throttled_board_limit_seconds_total"), 1, 1000000000},
    FieldRow{78, "", named("nvidia_throttled_low_utilization_seconds_total"), 1, 1000000000},
    FieldRow{79, "", named("nvidia_throttled_reliability_seconds_total"), 1, 1000000000},
    FieldRow{80, "", named("nvidia_throttled_application_clocks_seconds_total"), 1, 1000000000},
    FieldRow{81, "", named("nvidia_throttled_base_clocks_seconds_total"), 1, 1000000000},
    FieldRow{82, "/hbm", named("temperature_celsius")},
    FieldRow{83, "", named("accelerator_energy_joules_total"), 1, 1000},
    FieldRow{94, "", named("pcie_replay_total")},
    FieldRow{95, "", named("pcie_replay_rollover_total")},
    FieldRow{142, "/hbm", named("hbm_rows_remapped_correctable_count")},
    FieldRow{143, "/hbm", named("hbm_rows_remapped_uncorrectable_count")},
    FieldRow{144, "/hbm", named("hbm_row_remap_pending")},
    FieldRow{145, "/hbm", named("hbm_row_remap_failed")},
    FieldRow{169, "", named("pcie_recovery_total")},
    FieldRow{173, "", named("nvidia_pcie_correctable_total")},
    FieldRow{174, "", named("pcie_nak_received_total")},
    FieldRow{175, "", named("nvidia_pcie_receiver_error_total")},
    FieldRow{176, "", named("nvidia_pcie_bad_tlp_total")},
    FieldRow{177, "", named("pcie_nak_sent_total")},
    FieldRow{178, "", named("nvidia_pcie_bad_dllp_total")},
    FieldRow{179, "", named("nvidia_pcie_nonfatal_total")},
    FieldRow{180, "", named("nvidia_pcie_fatal_total")},
    FieldRow{181, "", named("nvidia_pcie_unsupported_request_total")},
    FieldRow{182, "", named("nvidia_pcie_lcrc_error_total")},
    FieldRow{183, "", named("nvidia_pcie_lane_error_total")},
    FieldRow{185, "", named("power_average_watts"), 1, 1000},
    FieldRow{186, "", named("power_watts"), 1, 1000},
    FieldRow{187, "", named("power_cap_min_watts"), 1, 1000},
    FieldRow{188, "", named("power_cap_max_watts"), 1, 1000},
    FieldRow{189, "", named("power_cap_default_watts"), 1, 1000},
    FieldRow{190, "", named("power_cap_watts"), 1, 1000},
    FieldRow{192, "", named("power_cap_requested_watts"), 1, 1000},
    FieldRow{193, "", named("temperature_margin_shutdown_celsius")},
    FieldRow{194, "", named("temperature_margin_slowdown_celsius")},
    FieldRow{195, "/hbm", named("temperature_margin_max_celsius")},
    FieldRow{196, "", named("temperature_margin_max_celsius")},
    FieldRow{197, "", named("accelerator_pcie_sent_bytes_total")},
    FieldRow{198, "", named("accelerator_pcie_received_bytes_total")},
    FieldRow{230, "", named("nvidia_recovery_action")},
    FieldRow{269, "", named("nvidia_throttled_software_thermal_seconds_total"), 1, 1000000000},
    FieldRow{270, "", named("nvidia_throttled_hardware_thermal_seconds_total"), 1, 1000000000},
    FieldRow{271, "", named("nvidia_throttled_power_brake_seconds_total"), 1, 1000000000},
};

constexpr std::array kLinkFields{
    FieldRow{138, "", named("accelerator_link_sent_bytes_total"), 1024},
    FieldRow{139, "", named("accelerator_link_received_bytes_total"), 1024},
    FieldRow{140, "", named("nvidia_nvlink_raw_sent_bytes_total"), 1024},
    FieldRow{141, "", named("nvidia_nvlink_raw_received_bytes_total"), 1024},
    FieldRow{161, "", named("nvidia_nvlink_replay_total")},
    FieldRow{162, "", named("nvidia_nvlink_recovery_total")},
    FieldRow{163, "", named("nvidia_nvlink_crc_error_total")},
    FieldRow{164, "", named("accelerator_link_speed_bytes_per_second"), 1000000},
    FieldRow{166, "", named("nvidia_nvlink_version")},
    FieldRow{201, "", named("nvidia_nvlink_sent_packets_total")},
    FieldRow{202, "", named("nvidia_nvlink_sent_bytes_total")},
    FieldRow{203, "", named("nvidia_nvlink_received_packets_total")},
    FieldRow{204, "", named("nvidia_nvlink_received_bytes_total")},
    FieldRow{206, "", named("nvidia_nvlink_malformed_packet_total")},
    FieldRow{207, "", named("nvidia_nvlink_buffer_overrun_total")},
    FieldRow{208, "", named("nvidia_nvlink_receive_error_total")},
    FieldRow{209, "", named("nvidia_nvlink_remote_error_total")},
    FieldRow{210, "", named("nvidia_nvlink_general_error_total")},
    FieldRow{211, "", named("nvidia_nvlink_integrity_error_total")},
    FieldRow{212, "", named("nvidia_nvlink_send_discard_total")},
    FieldRow{213, "", named("nvidia_nvlink_recovery_success_total")},
    FieldRow{214, "", named("nvidia_nvlink_recovery_failure_total")},
    FieldRow{215, "", named("nvidia_nvlink_recovery_event_total")},
    FieldRow{219, "", named("nvidia_nvlink_effective_error_total")},
    FieldRow{220, "", named("nvidia_nvlink_effective_bit_error_ratio"), 1, 1, FieldForm::error_rate},
    FieldRow{221, "", named("nvidia_nvlink_symbol_error_total")},
    FieldRow{222, "", named("nvidia_nvlink_symbol_bit_error_ratio"), 1, 1, FieldForm::error_rate},
};
// clang-format on

template <typename T>
T bits_as(const FieldValue& value) {
  T number{};
  static_assert(sizeof(number) <= sizeof(value.bytes));
  std::memcpy(&number, value.bytes.data(), sizeof(number));
  return number;
}

/// The value as it came: a count, a count that may be below zero, or a number.
using Raw = std::variant<std::uint64_t, std::int64_t, double, Error>;

Error sentinel(const std::string& shown) {
  return Error{ErrorKind::sentinel, "NVML stands in " + shown + " for no value"};
}

template <typename T>
Raw unsigned_raw(const FieldValue& value) {
  const auto number = bits_as<T>(value);
  if (number == std::numeric_limits<T>::max()) {
    return sentinel("all ones");
  }
  return std::uint64_t{number};
}

template <typename T>
Raw signed_raw(const FieldValue& value) {
  const auto number = bits_as<T>(value);
  if (number == std::numeric_limits<T>::max() || number == std::numeric_limits<T>::min()) {
    return sentinel(std::to_string(number));
  }
  return std::int64_t{number};
}

Raw raw_of(const FieldValue& value) {
  switch (value.type) {
    case 0:
      return bits_as<double>(value);
    case 1:
      return unsigned_raw<std::uint32_t>(value);
    case 2:  // unsigned long: eight bytes on 64-bit Linux
    case 3:
      return unsigned_raw<std::uint64_t>(value);
    case 4:
      return signed_raw<std::int64_t>(value);
    case 5:
      return signed_raw<std::int32_t>(value);
    case 6:
      return unsigned_raw<std::uint16_t>(value);
    default:
      return Error{ErrorKind::malformed, "a value of unknown type " + std::to_string(value.type)};
  }
}

bool is_count(const Metric& metric) {
  return metric.unit == Unit::one || metric.unit == Unit::byte;
}

double scaled(double number, std::int64_t times, std::int64_t parts) {
  return number * static_cast<double>(times) / static_cast<double>(parts);
}

Reading of_double(const FieldRow& row, double number) {
  if (!std::isfinite(number)) {
    return Error{ErrorKind::malformed, "a value that is no number"};
  }
  if (is_count(*row.metric)) {
    return Error{ErrorKind::malformed, "a count that is no whole number"};
  }
  const double value = scaled(number, row.times, row.parts);
  const bool can_be = std::isfinite(value) && (value >= 0 || row.metric->unit == Unit::celsius) &&
                      (value <= 1 || row.metric->unit != Unit::ratio);
  return can_be ? Reading(value)
                : Reading(Error{ErrorKind::out_of_range, "a value that cannot be"});
}

Reading error_rate(std::uint64_t bits) {
  constexpr std::uint64_t kKnownBits = 0xFFF;
  if (bits > kKnownBits) {
    return Error{ErrorKind::malformed, "a bit error rate in more bits than it has"};
  }
  const auto mantissa = static_cast<double>(bits >> 8U);
  const auto exponent = static_cast<double>(bits & 0xFFU);
  const double rate = mantissa * std::pow(10.0, -exponent);
  if (rate > 1) {
    return Error{ErrorKind::out_of_range, "a bit error rate above 1"};
  }
  return rate;
}

Reading of_unsigned(const FieldRow& row, std::uint64_t number) {
  return row.form == FieldForm::error_rate
             ? error_rate(number)
             : scaled_reading(*row.metric, number, row.times, row.parts);
}

Reading of_signed(const FieldRow& row, std::int64_t number) {
  if (number >= 0) {
    return of_unsigned(row, static_cast<std::uint64_t>(number));
  }
  if (row.metric->unit != Unit::celsius) {
    return Error{ErrorKind::out_of_range, "expected no less than 0, got " + std::to_string(number)};
  }
  return scaled(static_cast<double>(number), row.times, row.parts);
}

}  // namespace

std::span<const FieldRow> device_fields() {
  return kDeviceFields;
}

std::span<const FieldRow> link_fields() {
  return kLinkFields;
}

Reading scaled_reading(const Metric& metric, std::uint64_t raw, std::int64_t times,
                       std::int64_t parts) {
  // DCGM and the tools beside it put 0x7ffffffffffffff0 and above for "blank".
  constexpr std::uint64_t kFirstBlank = 0x7ffffffffffffff0U;
  if (raw >= kFirstBlank) {
    return raw <= std::uint64_t{std::numeric_limits<std::int64_t>::max()} ||
                   raw == std::numeric_limits<std::uint64_t>::max()
               ? sentinel(std::to_string(raw))
               : Error{ErrorKind::out_of_range, "a count beyond 63 bits"};
  }
  if (!is_count(metric)) {
    return scaled(static_cast<double>(raw), times, parts);
  }
  const auto count = static_cast<std::int64_t>(raw);
  if (count > std::numeric_limits<std::int64_t>::max() / times) {
    return Error{ErrorKind::out_of_range, "a count beyond 63 bits"};
  }
  return count * times / parts;
}

Reading field_reading(const FieldRow& row, const FieldValue& value) {
  if (value.code != code::kOk) {
    return error_of(value.code, "NVML field " + std::to_string(row.id));
  }
  const auto raw = raw_of(value);
  Reading reading = Error{};
  if (const auto* why = std::get_if<Error>(&raw)) {
    reading = *why;
  } else if (const auto* number = std::get_if<double>(&raw)) {
    reading = of_double(row, *number);
  } else if (const auto* below = std::get_if<std::int64_t>(&raw)) {
    reading = of_signed(row, *below);
  } else {
    reading = of_unsigned(row, std::get<std::uint64_t>(raw));
  }
  if (auto* why = std::get_if<Error>(&reading)) {
    *why = why->during("NVML field " + std::to_string(row.id));
  }
  return reading;
}

}  // namespace rackproof::nvml
