#include "probes/neuron/neuron_parse.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "schemas/encoding.h"
#include "schemas/text.h"

namespace rackproof::neuron {
namespace {

constexpr std::int64_t kStop = 65535;  ///< Where a 16-bit count ends.

Error expected(std::string_view what, std::string_view text) {
  return Error{ErrorKind::malformed,
               "expected " + std::string(what) + ", got '" + printable(text) + "'"};
}

Error at_its_stop(std::string_view text) {
  return Error{ErrorKind::saturated,
               printable(text) +
                   ": a 16-bit count may stand at its stop or have wrapped; which of "
                   "the two this device does is not public"};
}

bool is_hex_word(std::string_view text) {
  return text.size() == 16 &&
         text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

struct ServerMode {
  std::string_view number;
  std::string_view name;
};

constexpr std::array kServerModes{ServerMode{"1", "X4"}, ServerMode{"2", "X2H"},
                                  ServerMode{"3", "X2V"}, ServerMode{"4", "X1"}};

/// A per cent from 0 to 100 as a ratio.
Reading parse_percent(std::string_view text) {
  const auto percent = parse_double(text);
  if (!percent) {
    return percent.error();
  }
  if (*percent < 0 || *percent > 100) {
    return Error{ErrorKind::out_of_range, "expected 0 to 100 per cent, got " + printable(text)};
  }
  return *percent / 100;
}

Result<double> percent_at(const std::vector<std::string_view>& fields, std::size_t place) {
  auto share = parse_percent(fields[place]);
  if (auto* why = std::get_if<Error>(&share)) {
    return std::move(*why);
  }
  return std::get<double>(share);
}

/// The reason that a word of the election stands for; nothing for any other text.
const char* election_word(std::string_view text) {
  if (text == "busy") {
    return "busy: the election of the UltraServer still runs";
  }
  if (text == "invalid") {
    return "invalid: the election of the UltraServer found no such group";
  }
  return nullptr;
}

Error election_error(std::string_view text, const char* words) {
  return Error{text == "busy" ? ErrorKind::stale : ErrorKind::sentinel, words};
}

}  // namespace

Reading parse_counter(std::string_view text) {
  const auto count = parse_unsigned(text);
  if (!count) {
    return count.error();
  }
  if (*count > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
    return Error{ErrorKind::out_of_range, "expected at most 63 bits, got " + printable(text)};
  }
  return static_cast<std::int64_t>(*count);
}

Reading parse_filled_counter(std::string_view text) {
  auto reading = parse_counter(text);
  const auto* count = std::get_if<std::int64_t>(&reading);
  if (count != nullptr && *count == 0) {
    return Error{ErrorKind::unsupported,
                 "0: what the runtime leaves there when it does not fill this counter"};
  }
  return reading;
}

Reading parse_filled_microseconds(std::string_view text) {
  constexpr double kMicroseconds = 1e6;
  auto reading = parse_filled_counter(text);
  if (const auto* count = std::get_if<std::int64_t>(&reading)) {
    return static_cast<double>(*count) / kMicroseconds;
  }
  return reading;
}

Reading parse_sram_ecc(std::string_view text) {
  auto reading = parse_counter(text);
  const auto* count = std::get_if<std::int64_t>(&reading);
  if (count != nullptr && *count > kStop) {
    return Error{ErrorKind::out_of_range, "expected 16 bits, got " + printable(text)};
  }
  if (count != nullptr && *count == kStop) {
    return at_its_stop(text);
  }
  return reading;
}

Reading parse_hbm_ecc(std::string_view text) {
  auto reading = parse_counter(text);
  const auto* count = std::get_if<std::int64_t>(&reading);
  if (count != nullptr && *count >= kStop) {
    return at_its_stop(text);
  }
  return reading;
}

Result<std::string> parse_serial(std::string_view text) {
  if (text.empty()) {
    return Error{ErrorKind::io, "empty: the driver cannot read the device's registers"};
  }
  if (!is_hex_word(text)) {
    return expected("16 hexadecimal digits", text);
  }
  if (text == "0000000000000000" || text.ends_with("deadbeef")) {
    return Error{ErrorKind::sentinel, std::string(text) + ": no serial number"};
  }
  return std::string(text);
}

Result<PowerMinute> parse_power(std::string_view text) {
  const auto fields = split(text, ',');
  const auto status = fields.front();
  if (status == "POWER_STATUS_NO_DATA" || status == "POWER_STATUS_INVALID" ||
      status == "POWER_STATUS_MAX") {
    return Error{ErrorKind::sentinel, std::string(status)};
  }
  if (status != "POWER_STATUS_VALID" || fields.size() != 5) {
    return expected("a power status and four numbers", text);
  }
  const auto epoch = parse_integer(fields[1]);
  const auto min = percent_at(fields, 2);
  const auto max = percent_at(fields, 3);
  const auto mean = percent_at(fields, 4);
  for (const auto* share : {&min, &max, &mean}) {
    if (!*share) {
      return share->error();
    }
  }
  constexpr std::int64_t kLatest = 253402300799;  // the year 9999
  if (!epoch || *epoch <= 0 || *epoch > kLatest || *min > *max) {
    return expected("a time and shares in order", text);
  }
  return PowerMinute{*epoch, *min, *max, *mean};
}

Result<std::vector<DiePower>> parse_die_power(std::string_view text) {
  std::vector<DiePower> dies;
  for (const auto line : lines(text)) {
    const auto fields = split(line, ',');
    const auto die = parse_unsigned(trim(fields.front()));
    constexpr std::uint64_t kDies = 64;
    if (fields.size() != 2 || !die || *die >= kDies) {
      return expected("a die and its share", line);
    }
    const auto value = trim(fields[1]);
    DiePower power{static_cast<std::int64_t>(*die), Error{ErrorKind::unsupported, "unavailable"}};
    if (value.starts_with("bogus(")) {
      power.share = Error{ErrorKind::sentinel, printable(value)};
    } else if (value != "unavailable") {
      power.share = parse_percent(value);
    }
    dies.push_back(std::move(power));
  }
  if (dies.empty()) {
    return expected("a line for each die", text);
  }
  return dies;
}

Result<std::vector<std::int64_t>> parse_connected(std::string_view bytes) {
  if (bytes.empty()) {
    return Error{ErrorKind::sentinel, "no byte: the list outgrew the driver's buffer"};
  }
  std::vector<std::int64_t> devices;
  if (trim(bytes).empty()) {
    return devices;
  }
  for (const auto part : split(trim(bytes), ',')) {
    const auto number = parse_unsigned(trim(part));
    constexpr std::uint64_t kDevices = 1024;
    if (!number || *number >= kDevices) {
      return expected("device numbers", bytes);
    }
    const auto device = static_cast<std::int64_t>(*number);
    if (std::ranges::find(devices, device) == devices.end()) {
      devices.push_back(device);
    }
  }
  return devices;
}

Reading parse_group_id(std::string_view text) {
  if (text == "-1") {
    return Error{ErrorKind::unsupported, "-1: not in an UltraServer"};
  }
  if (const auto* words = election_word(text)) {
    return election_error(text, words);
  }
  return parse_counter(text);
}

Result<std::string> parse_server_id(std::string_view text) {
  if (const auto* words = election_word(text)) {
    return election_error(text, words);
  }
  if (!is_hex_word(text)) {
    return expected("16 hexadecimal digits", text);
  }
  if (text == "0000000000000000") {
    return Error{ErrorKind::sentinel, "all zeros: no UltraServer"};
  }
  return std::string(text);
}

Result<std::string> parse_ultraserver_mode(std::string_view text) {
  if (const auto* words = election_word(text)) {
    return election_error(text, words);
  }
  std::string modes;
  for (const auto part : split(text, ',')) {
    const auto number = trim(part);
    if (number.empty()) {
      continue;
    }
    const auto mode = std::ranges::find(kServerModes, number, &ServerMode::number);
    if (mode == kServerModes.end()) {
      return expected("UltraServer modes 1 to 4", text);
    }
    modes += modes.empty() ? "" : ", ";
    modes += mode->name;
  }
  return modes;
}

Result<std::vector<std::string>> parse_unhealthy(std::string_view text) {
  std::vector<std::string> components;
  if (trim(text).empty()) {
    return components;
  }
  for (const auto part : split(text, ',')) {
    const auto name = trim(part);
    if (name.empty() ||
        name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") != std::string_view::npos) {
      return expected("names of components", text);
    }
    components.emplace_back(name);
  }
  return components;
}

DriverVersion parse_driver_version(std::string_view text) {
  const auto parts = split(text, '.');
  const auto number = [&parts](std::size_t place) {
    const auto value =
        place < parts.size() ? parse_unsigned(parts[place]) : Result<std::uint64_t>(0);
    constexpr std::uint64_t kHighest = 100000;
    return value && *value < kHighest ? static_cast<std::int64_t>(*value) : std::int64_t{0};
  };
  return DriverVersion{number(0), number(1)};
}

}  // namespace rackproof::neuron
