// Makes OTLP requests of random samples, one line of base64 each on the first file, and tells on
// the second, point by point, what somebody else's decoder must find in them: requests OUT EXPECTED
// [SEED]. tests/long/otlp_decode/run has it decoded and compares.

#include <algorithm>
#include <bit>
#include <fstream>
#include <iostream>
#include <map>
#include <string>

#include "probes/sinks/otlp_request_maker.h"
#include "schemas/catalogue.h"
#include "schemas/encoding.h"
#include "schemas/text.h"
#include "tests/support/sample_maker.h"

namespace rackproof {
namespace {

constexpr std::size_t kDevices = 6;

Devices devices_of_all_kinds() {
  auto devices = testing::some_devices(kDevices);
  for (std::size_t i = 0; i < devices.size(); ++i) {
    devices[i].kind = kDeviceKinds[i * 7 % kDeviceKinds.size()].value;
    devices[i].parent = i == 0 ? "" : "node";
    devices[i].serial = "S\"" + std::to_string(i) + "\xc3\xa9";
  }
  return devices;
}

std::string bits_of(double value) {
  std::string text = std::to_string(std::bit_cast<std::uint64_t>(value));
  return "double:" + text;
}

std::string told_value(const Reading& reading, const OtlpName& name, const OtlpState* state) {
  if (state != nullptr) {
    const auto number = as_double(reading);
    const bool holds =
        std::ranges::any_of(state->codes, [number](int code) { return number == code; });
    return holds ? "int:1" : "int:0";
  }
  const auto* count = std::get_if<std::int64_t>(&reading);
  return count != nullptr && name.factor == 1 ? "int:" + std::to_string(*count)
                                              : bits_of(as_double(reading) * name.factor);
}

/// name|unit|gauge or sum|monotonic|time|value|flags|key=value,... sorted by key
std::string line_of(const OtlpName& name, const Sample& sample, const OtlpState* state) {
  std::map<std::string, std::string> attributes;
  for (const auto& attribute : name.attributes) {
    attributes[attribute.key] = attribute.value;
  }
  if (state != nullptr && !state->name.empty()) {
    attributes["hw.state"] = state->name;
  }
  const bool is_sum = name.instrument != OtlpInstrument::gauge;
  std::string line = name.name + "|" + name.unit + "|" + (is_sum ? "sum" : "gauge") + "|" +
                     (name.instrument == OtlpInstrument::counter ? "true" : "false") + "|" +
                     std::to_string(sample.taken_at.time_since_epoch().count()) + "|" +
                     told_value(sample.reading, name, state) + "|0|";
  for (const auto& [key, value] : attributes) {
    line += key + "=" + value + ",";
  }
  return line;
}

void tell(std::ostream& out, const Devices& devices, const Sample& sample) {
  const auto name = otlp_name(*sample.metric, devices[sample.device]);
  if (name.states.empty()) {
    out << line_of(name, sample, nullptr) << "\n";
  }
  for (const auto& state : name.states) {
    out << line_of(name, sample, &state) << "\n";
  }
}

/// A reading of every metric of the catalogue on a device of its own each time.
Samples readings(testing::SampleMaker& dice, int second) {
  Samples samples;
  for (const auto& table : metrics::kTables) {
    for (const auto& metric : table) {
      const auto device = static_cast<DeviceHandle>(dice.below(kDevices));
      auto reading = dice.reading();
      while (!has_value(reading)) {
        reading = dice.reading();
      }
      samples.push_back({device, &metric, testing::at_second(second), std::move(reading)});
    }
  }
  return samples;
}

int make(const std::string& requests_path, const std::string& expected_path, std::uint64_t seed) {
  std::ofstream requests(requests_path);
  std::ofstream expected(expected_path);
  testing::SampleMaker dice(seed);
  const auto devices = devices_of_all_kinds();
  OtlpRequestMaker maker({{"host.name", "n7"}}, 500);
  std::size_t count = 0;
  for (int second = 0; second < 20; ++second) {
    const auto samples = readings(dice, second);
    count += samples.size();
    maker.add(devices, samples);
    for (const auto& sample : samples) {
      tell(expected, devices, sample);
    }
  }
  maker.seal();
  for (const auto& request : maker.take()) {
    requests << to_base64(request.body) << "\n";
  }
  std::cout << count << " samples\n";
  return requests && expected ? 0 : 1;
}

}  // namespace
}  // namespace rackproof

int main(int argc, char** argv) {
  if (argc < 3) {
    std::cerr << "requests OUT EXPECTED [SEED]\n";
    return 2;
  }
  const auto seed =
      argc > 3 ? rackproof::parse_unsigned(argv[3]) : rackproof::Result<std::uint64_t>(1);
  return seed ? rackproof::make(argv[1], argv[2], *seed) : 2;
}
