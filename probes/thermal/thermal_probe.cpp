#include <string>
#include <utility>

#include "probes/attribute_reader.h"
#include "probes/factories.h"
#include "probes/reading_parse.h"
#include "probes/survey.h"
#include "probes/thermal/thermal_parse.h"
#include "schemas/catalogue.h"

namespace rackproof {
namespace {

constexpr std::string_view kClassDir = "/sys/class/thermal";
constexpr auto kTemperature = metrics::named("temperature_celsius");
constexpr auto kTripTemperature = metrics::named("thermal_trip_temperature_celsius");
constexpr auto kTripHysteresis = metrics::named("thermal_trip_hysteresis_celsius");
constexpr auto kLevel = metrics::named("cooling_level_count");
constexpr auto kLevelMax = metrics::named("cooling_level_max_count");

/// Thermal zones and cooling devices. Both are named by type, which repeats (one Processor a CPU,
/// one x86_pkg_temp a socket): equals are told apart by the order in which the kernel made them.
class ThermalProbe final : public Probe {
 public:
  explicit ThermalProbe(const Host& host) : host_(host) {}

  [[nodiscard]] std::string_view name() const override { return "thermal"; }

  Result<Discovery> discover() override {
    const auto entries = host_.files.list(kClassDir);
    if (!entries) {
      return entries.error().during("thermal");
    }
    Survey survey(host_, name());
    for (const auto& entry : *entries) {
      const auto directory = std::string(kClassDir) + "/" + entry;
      if (entry.starts_with("thermal_zone")) {
        add_zone(survey, directory, entry);
      } else if (entry.starts_with("cooling_device")) {
        add_cooling(survey, directory, entry);
      }
    }
    return attributes_.finish(survey);
  }

  Result<ProbeReading> read() override { return ProbeReading{attributes_.read(), {}}; }

 private:
  static Device named_by_type(Survey& survey, const std::string& directory,
                              const std::string& entry, DeviceKind kind) {
    Device device;
    device.kind = kind;
    device.parent = kNodeId;
    device.model = survey.text(directory + "/type");
    const auto* what = kind == DeviceKind::thermal_zone ? "node/thermal_zone:" : "node/cooling:";
    device.id = what + (device.model.empty() ? "untyped" : device.model);
    device.attributes["sysfs_name"] = entry;
    return device;
  }

  static void add_zone(Survey& survey, const std::string& directory, const std::string& entry) {
    auto device = named_by_type(survey, directory, entry, DeviceKind::thermal_zone);
    for (const auto* fact : {"policy", "mode"}) {
      if (auto text = survey.text(directory + "/" + fact); !text.empty()) {
        device.attributes[fact] = std::move(text);
      }
    }
    const auto zone = survey.add(std::move(device));
    survey.watch(zone, kTemperature, directory + "/temp", parse_millidegrees);
    for (int trip = 0; survey.files().exists(trip_path(directory, trip) + "_temp"); ++trip) {
      add_trip(survey, zone, directory, trip);
    }
  }

  static std::string trip_path(const std::string& directory, int trip) {
    return directory + "/trip_point_" + std::to_string(trip);
  }

  static void add_trip(Survey& survey, DeviceHandle zone, const std::string& directory, int trip) {
    const auto path = trip_path(directory, trip);
    Device device;
    device.id = survey.device(zone).id + "/trip" + std::to_string(trip);
    device.kind = DeviceKind::sensor;
    device.parent = survey.device(zone).id;
    device.attributes["trip_type"] = survey.text(path + "_type");
    const auto handle = survey.add(std::move(device));
    survey.watch(handle, kTripTemperature, path + "_temp", parse_millidegrees);
    survey.watch_if_present(handle, kTripHysteresis, path + "_hyst", parse_thousand);
  }

  static void add_cooling(Survey& survey, const std::string& directory, const std::string& entry) {
    const auto handle =
        survey.add(named_by_type(survey, directory, entry, DeviceKind::cooling_device));
    survey.watch(handle, kLevel, directory + "/cur_state", thermal::parse_level);
    survey.watch(handle, kLevelMax, directory + "/max_state", thermal::parse_level);
  }

  const Host& host_;
  KeptAttributes attributes_{host_};
};

}  // namespace

std::unique_ptr<Probe> make_thermal_probe(const Host& host) {
  return std::make_unique<ThermalProbe>(host);
}

}  // namespace rackproof
