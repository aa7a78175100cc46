// Whatever the Neuron driver's files, its tools or a kernel log line hold, their parsers give a
// number in the range that the quantity can have, or a reason in printable words.

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "probes/neuron/monitor_parse.h"
#include "probes/neuron/neuron_layout.h"
#include "probes/neuron/neuron_log.h"
#include "probes/neuron/neuron_ls.h"
#include "probes/neuron/neuron_parse.h"
#include "probes/survey.h"
#include "schemas/encoding.h"
#include "schemas/text.h"

using namespace rackproof;
using namespace rackproof::neuron;

namespace {

void require(bool condition) {
  if (!condition) {
    std::abort();
  }
}

void require_words(const Error& why) {
  require(!why.message.empty());
  require(printable(why.message, why.message.size() * 4) == why.message);
}

void require_reading(const Reading& reading, double most) {
  if (const auto* why = std::get_if<Error>(&reading)) {
    return require_words(*why);
  }
  const double value = as_double(reading);
  require(std::isfinite(value) && value >= 0 && value <= most);
}

template <typename T>
bool told(const Result<T>& result) {
  if (!result) {
    require_words(result.error());
  }
  return result.has_value();
}

void files(std::string_view text) {
  constexpr double kCount = 9.3e18;  // 63 bits
  for (const ReadingParser parse :
       {parse_counter, parse_filled_counter, parse_filled_microseconds, parse_group_id}) {
    require_reading(parse(text), kCount);
  }
  require_reading(parse_sram_ecc(text), 65534);
  require_reading(parse_hbm_ecc(text), 65534);
  if (const auto minute = parse_power(text); told(minute)) {
    require(minute->epoch > 0 && minute->min >= 0 && minute->max <= 1 && minute->mean <= 1);
  }
  if (const auto dies = parse_die_power(text); told(dies)) {
    for (const auto& die : *dies) {
      require(die.die >= 0 && die.die < 64);
      require_reading(die.share, 1);
    }
  }
  if (const auto serial = parse_serial(text); told(serial)) {
    require(serial->size() == 16);
  }
  static_cast<void>(told(parse_connected(text)));
  static_cast<void>(told(parse_server_id(text)));
  static_cast<void>(told(parse_ultraserver_mode(text)));
  static_cast<void>(told(parse_unhealthy(text)));
  require(parse_driver_version(text).major >= 0);
  require(text.ends_with(tail_of(text)));
}

void tools(std::string_view text) {
  if (const auto devices = parse_neuron_ls(text); told(devices)) {
    for (const auto& device : *devices) {
      require(device.number >= 0 && device.cores >= 0 && device.memory_bytes >= 0);
    }
  }
  const auto report = parse_monitor_line(text);
  if (told(report)) {
    require(report->left_out.size() <= report->numbers);
    for (const auto& reading : report->readings) {
      require(reading.metric != nullptr);
      require_reading(reading.reading, 1e308);
    }
  }
  if (const auto error = parse_hardware_error(text)) {
    require(!error->kind.empty() && error->kind.size() <= 64);
    require(error->serial.empty() || error->serial.size() == 16);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {  // NOLINT
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  files(trim(text));
  tools(text);
  return 0;
}
