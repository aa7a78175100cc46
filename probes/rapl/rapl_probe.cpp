#include <map>
#include <string>
#include <utility>

#include "probes/attribute_reader.h"
#include "probes/factories.h"
#include "probes/rapl/rapl_parse.h"
#include "probes/reading_parse.h"
#include "probes/survey.h"
#include "schemas/catalogue.h"

namespace rackproof {
namespace {

constexpr std::string_view kClassDir = "/sys/class/powercap";
constexpr auto kEnergy = metrics::named("rapl_energy_joules_total");
constexpr auto kEnabled = metrics::named("rapl_enabled");
constexpr auto kLimit = metrics::named("rapl_power_limit_watts");
constexpr auto kLimitMax = metrics::named("rapl_power_limit_max_watts");
constexpr auto kLimitWindow = metrics::named("rapl_power_limit_window_seconds");

/// Energy counters of the power capping framework (kernel: power/powercap). The counter wraps at
/// max_energy_range_uj, within minutes to an hour under load.
class RaplProbe final : public Probe {
 public:
  explicit RaplProbe(const Host& host) : host_(host) {}

  [[nodiscard]] std::string_view name() const override { return "rapl"; }

  Result<Discovery> discover() override {
    const auto entries = host_.files.list(kClassDir);
    if (!entries) {
      return entries.error().during("rapl");
    }
    Survey survey(host_, name());
    std::map<std::string, std::string> ids;
    for (const auto& entry : *entries) {  // sorted: a zone comes before the zones in it
      if (const auto zone = rapl::split_zone(entry)) {
        ids[entry] = add_zone(survey, entry, *zone, ids[zone->parent]);
      }
    }
    return attributes_.finish(survey);
  }

  Result<ProbeReading> read() override { return ProbeReading{attributes_.read(), {}}; }

 private:
  /// The id that the zone got. The same package may be there twice, under intel-rapl and
  /// intel-rapl-mmio: the control type stays in the id.
  static std::string add_zone(Survey& survey, const std::string& entry, const rapl::ZoneName& zone,
                              const std::string& parent) {
    const auto directory = std::string(kClassDir) + "/" + entry;
    const auto name = survey.text(directory + "/name");
    const auto shown = name.empty() ? "unnamed" : name;
    Device device;
    device.id =
        parent.empty() ? "node/powercap:" + zone.control_type + "/" + shown : parent + "/" + shown;
    device.kind = DeviceKind::power_domain;
    device.parent = parent.empty() ? std::string(kNodeId) : parent;
    device.model = zone.control_type;
    device.position = name;
    if (const auto package = rapl::package_of(name)) {
      device.attributes["package"] = std::to_string(*package);
    }
    note_range(survey, directory, device);
    const auto handle = survey.add(std::move(device));
    survey.watch(handle, kEnergy, directory + "/energy_uj", parse_million);
    survey.watch_if_present(handle, kEnabled, directory + "/enabled", parse_count);
    add_constraints(survey, handle, directory);
    return survey.device(handle).id;
  }

  static void note_range(Survey& survey, const std::string& directory, Device& device) {
    const auto path = directory + "/max_energy_range_uj";
    const auto text = survey.text(path);
    auto range = rapl::parse_range(text);
    if (range) {
      device.attributes["counter_range"] = std::move(range).value();
    } else if (!text.empty()) {
      survey.note(path, range.error(), "");
    }
  }

  static void add_constraints(Survey& survey, DeviceHandle zone, const std::string& directory) {
    for (int number = 0;; ++number) {
      const auto path = directory + "/constraint_" + std::to_string(number) + "_";
      if (!survey.files().exists(path + "power_limit_uw")) {
        return;
      }
      Device device;
      const auto name = survey.text(path + "name");
      device.id =
          survey.device(zone).id + "/limit:" + (name.empty() ? std::to_string(number) : name);
      device.kind = DeviceKind::power_domain;
      device.parent = survey.device(zone).id;
      device.position = name;
      const auto handle = survey.add(std::move(device));
      survey.watch(handle, kLimit, path + "power_limit_uw", parse_million);
      survey.watch_if_present(handle, kLimitMax, path + "max_power_uw", parse_million);
      survey.watch_if_present(handle, kLimitWindow, path + "time_window_us", parse_million);
    }
  }

  const Host& host_;
  KeptAttributes attributes_{host_};
};

}  // namespace

std::unique_ptr<Probe> make_rapl_probe(const Host& host) {
  return std::make_unique<RaplProbe>(host);
}

}  // namespace rackproof
