#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "schemas/result.h"
#include "schemas/sample.h"

/// Texts of the AWS Neuron driver under /sys (driver source 2.24 to 2.25, release notes after
/// that). Pure.
namespace rackproof::neuron {

/// An unsigned 64-bit count; above 63 bits out_of_range.
Reading parse_counter(std::string_view text);

/// A count that many drivers never fill: 0 is `unsupported`, for it says nothing of idleness.
/// (On an inf2 with driver 2.26 these stayed 0 through 88,154 executions.)
Reading parse_filled_counter(std::string_view text);
Reading parse_filled_microseconds(std::string_view text);  ///< The same, in seconds.

/// The low half of a 32-bit register. What it does at 65,535 is not public: saturated.
Reading parse_sram_ecc(std::string_view text);
/// A sum of 16-bit counts: from 65,535 on one of them may stand at its stop, or have wrapped.
Reading parse_hbm_ecc(std::string_view text);

/// 16 hexadecimal digits. An empty line is what the driver prints when it cannot read the device's
/// registers: Error{io}. All zeros and repetitions of deadbeef are sentinel.
Result<std::string> parse_serial(std::string_view text);

/// One minute of power, each a share of the device's maximum.
struct PowerMinute {
  std::int64_t epoch = 0;  ///< Seconds since 1970 at which the minute ended.
  double min = 0;
  double max = 0;
  double mean = 0;

  bool operator==(const PowerMinute&) const = default;
};

/// "POWER_STATUS_VALID,epoch,min,max,avg" in per cent. Any other status word is a sentinel: the
/// numbers behind it are none. The word is compared whole: INVALID contains VALID.
Result<PowerMinute> parse_power(std::string_view text);

/// A line of utilization_raw. What the driver says of that die instead of a number is its reason.
struct DiePower {
  std::int64_t die = 0;
  Reading share;

  bool operator==(const DiePower&) const = default;
};

/// One line a die: "0,12.34", "0,unavailable", "0,bogus(7)".
Result<std::vector<DiePower>> parse_die_power(std::string_view text);

/// Numbers of the devices at the other ends of the links; none for "\n". Takes the bytes as they
/// are: no byte at all is what the driver gives when the list outgrows its 20-character buffer.
Result<std::vector<std::int64_t>> parse_connected(std::string_view bytes);

/// node_id_2, node_id_4: "-1" is unsupported (no UltraServer), "busy" is stale (the election still
/// runs), "invalid" is sentinel (it found no group).
Reading parse_group_id(std::string_view text);
/// server_id_2, server_id_4: 16 hexadecimal digits; the same reasons, all zeros is sentinel.
Result<std::string> parse_server_id(std::string_view text);
/// ultraserver_mode: "1,2" -> "X4, X2H"; "" on a standard instance.
Result<std::string> parse_ultraserver_mode(std::string_view text);

/// unhealthy_components: the words of a comma list, none for an empty line.
Result<std::vector<std::string>> parse_unhealthy(std::string_view text);

/// /sys/module/neuron/version: "2.31.12.0". A version that cannot be read is 0.0.
struct DriverVersion {
  std::int64_t major = 0;
  std::int64_t minor = 0;

  auto operator<=>(const DriverVersion& other) const {
    return std::tie(major, minor) <=> std::tie(other.major, other.minor);
  }
  bool operator==(const DriverVersion&) const = default;
  [[nodiscard]] bool known() const { return major != 0; }
};

DriverVersion parse_driver_version(std::string_view text);

}  // namespace rackproof::neuron
