#include <algorithm>
#include <utility>

#include "probes/attribute_reader.h"
#include "probes/factories.h"
#include "probes/inventory/inventory_parts.h"
#include "probes/machine/cpu_list.h"
#include "schemas/catalogue.h"

namespace rackproof {
namespace {

constexpr auto kPresent = metrics::named("device_present");
constexpr std::string_view kOnline = "/sys/devices/system/cpu/online";

/// What the machine is made of, and on each pass whether it still is.
class InventoryProbe final : public Probe {
 public:
  explicit InventoryProbe(const Host& host) : host_(host) {}

  [[nodiscard]] std::string_view name() const override { return "inventory"; }

  Result<Discovery> discover() override {
    const auto text = host_.files.read_text("/proc/cpuinfo", FileTree::kBytesLimit);
    Survey survey(host_, name());
    if (!text) {
      survey.note("/proc/cpuinfo", text.error(), remedy_for(text.error().kind));
    }
    const auto cpus = inventory::parse_cpuinfo(text ? *text : "");
    inventory::survey_node(survey, cpus);
    processors_ = inventory::survey_processors(survey, cpus);
    inventory::survey_memory(survey);
    disks_ = inventory::survey_disks(survey);
    auto software = inventory::survey_software(survey, cpus);
    auto found = attributes_.finish(survey);
    found.software = std::move(software);
    return found;
  }

  Result<ProbeReading> read() override {
    auto samples = attributes_.read();
    read_processors(samples);
    for (const auto& disk : disks_) {
      const std::int64_t present = host_.files.exists(disk.path) ? 1 : 0;
      samples.push_back({disk.device, kPresent, host_.clock.now(), present});
    }
    return ProbeReading{std::move(samples), {}};
  }

 private:
  void read_processors(Samples& samples) {
    const auto now = host_.clock.now();
    const auto online = online_processors();
    for (const auto& processor : processors_) {
      Reading reading = online ? Reading(std::int64_t{0}) : Reading(online.error());
      if (online && std::ranges::find(*online, processor.number) != online->end()) {
        reading = std::int64_t{1};
      }
      samples.push_back({processor.device, kPresent, now, std::move(reading)});
    }
  }

  Result<std::vector<int>> online_processors() {
    const auto text = online_.text(kOnline);
    if (!text) {
      return text.error();
    }
    auto numbers = parse_cpu_list(*text);
    if (!numbers) {
      return std::move(numbers).error().during(kOnline);
    }
    return numbers;
  }

  const Host& host_;
  KeptAttributes attributes_{host_};
  KeptFiles online_{host_.files, 1};
  std::vector<inventory::ProcessorHandle> processors_;
  std::vector<inventory::Presence> disks_;
};

}  // namespace

std::unique_ptr<Probe> make_inventory_probe(const Host& host) {
  return std::make_unique<InventoryProbe>(host);
}

}  // namespace rackproof
