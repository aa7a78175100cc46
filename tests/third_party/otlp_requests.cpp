// Makes OTLP requests of random samples, one line of base64 each on the first file, and tells on
// the second, point by point, what somebody else's decoder must find in them: requests OUT EXPECTED
// [SEED]. check_otlp has it decoded and compares.

#include <algorithm>
#include <bit>
#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include <utility>

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

/// Of a reading as it is told: by a state's codes, or by itself.
std::string told_value(const Reading& reading, const OtlpName& name, const OtlpState* state) {
  if (!has_value(reading)) {
    return "none";
  }
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

/// name|unit|gauge or sum|monotonic|time|value|flags|key=value,... sorted by key. A reading without
/// a value is the end of the series.
std::string line_of(const OtlpName& name, UtcTime at, const Reading& reading,
                    const OtlpState* state) {
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
                     std::to_string(at.time_since_epoch().count()) + "|" +
                     told_value(reading, name, state) + "|" + (has_value(reading) ? "0" : "1") +
                     "|";
  for (const auto& [key, value] : attributes) {
    line += key + "=" + value + ",";
  }
  return line;
}

/// What is to be found, by the rules of docs/pushing.md.
class Expected {
 public:
  explicit Expected(const std::string& path) : out_(path) {}

  void tell(const Device& device, const Sample& sample) {
    auto& state = states_[{sample.device, sample.metric}];
    const auto name = otlp_name(*sample.metric, device);
    const bool is_value = has_value(sample.reading);
    if (is_value || state.is_readable) {
      tell_series(name, sample);
    }
    state.is_readable = is_value;
    const auto reason =
        is_value ? "" : std::string(to_string(std::get<Error>(sample.reading).kind));
    const Reading none = Error{};
    const Reading one = std::int64_t{1};
    if (!state.reason.empty() && state.reason != reason) {
      out_ << line_of(missing(device, sample, state.reason), sample.taken_at, none, nullptr)
           << "\n";
    }
    if (!reason.empty()) {
      out_ << line_of(missing(device, sample, reason), sample.taken_at, one, nullptr) << "\n";
    }
    state.reason = reason;
  }

  [[nodiscard]] bool is_well() const { return static_cast<bool>(out_); }

 private:
  struct State {
    bool is_readable = false;
    std::string reason;
  };

  static OtlpName missing(const Device& device, const Sample& sample, const std::string& reason) {
    OtlpName name;
    name.name = "rackproof.reading_missing";
    name.unit = "1";
    name.attributes = {{"hw.id", device.id},
                       {"rackproof.metric", std::string(sample.metric->name)},
                       {"rackproof.reason", reason}};
    return name;
  }

  void tell_series(const OtlpName& name, const Sample& sample) {
    if (name.states.empty()) {
      out_ << line_of(name, sample.taken_at, sample.reading, nullptr) << "\n";
    }
    for (const auto& state : name.states) {
      out_ << line_of(name, sample.taken_at, sample.reading, &state) << "\n";
    }
  }

  std::ofstream out_;
  std::map<std::pair<DeviceHandle, const Metric*>, State> states_;
};

/// A reading of every metric of the catalogue, on any of the devices.
Samples readings(testing::SampleMaker& dice, int second) {
  Samples samples;
  for (const auto& table : metrics::kTables) {
    for (const auto& metric : table) {
      const auto device = static_cast<DeviceHandle>(dice.below(kDevices));
      samples.push_back({device, &metric, testing::at_second(second), dice.reading()});
    }
  }
  return samples;
}

int make(const std::string& requests_path, const std::string& expected_path, std::uint64_t seed) {
  std::ofstream requests(requests_path);
  Expected expected(expected_path);
  testing::SampleMaker dice(seed);
  const auto devices = devices_of_all_kinds();
  OtlpRequestMaker maker({{"host.name", "n7"}}, 500);
  std::size_t count = 0;
  for (int second = 0; second < 60; ++second) {
    const auto samples = readings(dice, second);
    count += samples.size();
    maker.add(devices, samples);
    for (const auto& sample : samples) {
      expected.tell(devices[sample.device], sample);
    }
  }
  maker.seal();
  for (const auto& request : maker.take()) {
    requests << to_base64(request.body) << "\n";
  }
  std::cout << count << " samples\n";
  return requests && expected.is_well() ? 0 : 1;
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
