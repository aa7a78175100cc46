#include <map>
#include <string>
#include <utility>

#include "probes/attribute_reader.h"
#include "probes/cpu/cpu_parse.h"
#include "probes/factories.h"
#include "probes/reading_parse.h"
#include "probes/survey.h"
#include "schemas/catalogue.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

constexpr std::string_view kCpuDir = "/sys/devices/system/cpu";

constexpr auto kOnline = metrics::named("cpu_online_count");
constexpr auto kFrequency = metrics::named("cpu_frequency_hertz");
constexpr auto kCeiling = metrics::named("cpu_frequency_ceiling_hertz");
constexpr auto kCoreThrottles = metrics::named("cpu_core_throttle_total");
constexpr auto kCoreThrottled = metrics::named("cpu_core_throttle_seconds_total");
constexpr auto kPackageThrottles = metrics::named("cpu_package_throttle_total");
constexpr auto kPackageThrottled = metrics::named("cpu_package_throttle_seconds_total");

/// "cpu12" and nothing like "cpufreq" or "cpuidle".
bool names_a_processor(std::string_view name) {
  return name.starts_with("cpu") && parse_unsigned(name.substr(3)).has_value();
}

class CpuProbe final : public Probe {
 public:
  explicit CpuProbe(const Host& host) : host_(host) {}

  [[nodiscard]] std::string_view name() const override { return "cpu"; }

  Result<Discovery> discover() override {
    const auto entries = host_.files.list(kCpuDir);
    if (!entries) {
      return entries.error().during("cpu");
    }
    Survey survey(host_, name());
    const auto node = survey.add(the_node());
    survey.watch(node, kOnline, std::string(kCpuDir) + "/online", cpu::parse_cpu_count);
    Places places;
    for (const auto& entry : *entries) {
      if (names_a_processor(entry)) {
        add_processor(survey, entry, places);
      }
    }
    return attributes_.finish(survey);
  }

  Result<ProbeReading> read() override { return ProbeReading{attributes_.read(), {}}; }

 private:
  /// Cores and packages seen so far: sibling processors repeat the counts of both.
  using Places = std::map<std::string, DeviceHandle, std::less<>>;

  static void add_processor(Survey& survey, const std::string& entry, Places& places) {
    const auto directory = std::string(kCpuDir) + "/" + entry;
    auto device = device_of("node/cpu:" + entry.substr(3), DeviceKind::cpu);
    const auto package = survey.text(directory + "/topology/physical_package_id");
    const auto core = survey.text(directory + "/topology/core_id");
    device.parent = package.empty() ? std::string(kNodeId) : "node/package:" + package;
    const auto handle = survey.add(std::move(device));
    survey.watch_if_present(handle, kFrequency, directory + "/cpufreq/scaling_cur_freq",
                            cpu::parse_kilohertz);
    survey.watch_if_present(handle, kCeiling, directory + "/cpufreq/scaling_max_freq",
                            cpu::parse_kilohertz);
    const auto throttle = directory + "/thermal_throttle/";
    // Without topology every processor counts as a core of its own: told twice beats not told.
    const auto place = core.empty() ? entry : package + "/" + core;
    if (places.emplace(place, handle).second) {
      survey.watch_if_present(handle, kCoreThrottles, throttle + "core_throttle_count",
                              parse_count);
      survey.watch_if_present(handle, kCoreThrottled, throttle + "core_throttle_total_time_ms",
                              cpu::parse_milliseconds);
    }
    if (!package.empty() && !places.contains(package)) {
      places.emplace(package, add_package(survey, package, throttle));
    }
  }

  static DeviceHandle add_package(Survey& survey, const std::string& package,
                                  const std::string& throttle) {
    const auto handle = survey.add(
        device_of("node/package:" + package, DeviceKind::cpu_package, std::string(kNodeId)));
    survey.watch_if_present(handle, kPackageThrottles, throttle + "package_throttle_count",
                            parse_count);
    survey.watch_if_present(handle, kPackageThrottled, throttle + "package_throttle_total_time_ms",
                            cpu::parse_milliseconds);
    return handle;
  }

  const Host& host_;
  KeptAttributes attributes_{host_};
};

}  // namespace

std::unique_ptr<Probe> make_cpu_probe(const Host& host) {
  return std::make_unique<CpuProbe>(host);
}

}  // namespace rackproof
