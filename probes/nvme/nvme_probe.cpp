#include "probes/nvme/nvme_probe.h"

#include <string>
#include <utility>
#include <vector>

#include "probes/attribute_reader.h"
#include "probes/factories.h"
#include "probes/machine/nvme_admin.h"
#include "probes/nvme/nvme_parse.h"
#include "probes/nvme/smart_page.h"
#include "probes/reading_parse.h"
#include "probes/survey.h"
#include "schemas/catalogue.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

constexpr std::string_view kClassDir = "/sys/class/nvme";
constexpr std::int64_t kSector = 512;  // `size` of any block device (kernel sysfs-block ABI)

constexpr auto kState = metrics::named("nvme_controller_state");
constexpr auto kCapacity = metrics::named("nvme_namespace_capacity_bytes");
constexpr auto kUsed = metrics::named("nvme_namespace_used_bytes");
constexpr auto kBlock = metrics::named("nvme_namespace_block_bytes");
constexpr auto kAnaState = metrics::named("nvme_namespace_ana_state");
constexpr auto kSensorTemperature = metrics::named("nvme_sensor_temperature_celsius");
constexpr auto kCompositeTemperature = metrics::named("nvme_composite_temperature_celsius");

/// Where a controller's log page comes from, and where its numbers go.
struct Controller {
  DeviceHandle handle = 0;
  std::string device;                                         ///< "/dev/nvme0".
  std::vector<std::pair<std::size_t, DeviceHandle>> sensors;  ///< Index in the page, from 0.
};

struct Namespace {
  DeviceHandle handle = 0;
  std::string directory;
};

class NvmeProbe final : public Probe {
 public:
  NvmeProbe(const Host& host, SmartReader smart) : host_(host), smart_(std::move(smart)) {}

  [[nodiscard]] std::string_view name() const override { return "nvme"; }
  /// Half a dozen numbers that drift; each pass is an admin command to every drive.
  [[nodiscard]] std::chrono::milliseconds period() const override {
    return std::chrono::milliseconds(5000);
  }

  Result<Discovery> discover() override {
    const auto entries = host_.files.list(kClassDir);
    if (!entries) {
      return entries.error().during("nvme");
    }
    controllers_.clear();
    namespaces_.clear();
    Survey survey(host_, name());
    for (const auto& entry : *entries) {
      add_controller(survey, entry);
    }
    return attributes_.finish(survey);
  }

  Result<ProbeReading> read() override {
    auto samples = attributes_.read();
    for (const auto& space : namespaces_) {
      read_namespace(space, samples);
    }
    if (smart_) {
      for (const auto& controller : controllers_) {
        read_smart(controller, samples);
      }
    }
    return ProbeReading{std::move(samples), {}};
  }

 private:
  void add_controller(Survey& survey, const std::string& entry) {
    const auto directory = std::string(kClassDir) + "/" + entry;
    const auto pci = pci_of(survey, directory);
    Device device;
    device.kind = DeviceKind::nvme;
    device.parent = pci.empty() ? std::string(kNodeId) : "node/pci:" + pci;
    device.model = survey.text(directory + "/model");
    device.serial = survey.text(directory + "/serial");
    device.firmware = survey.text(directory + "/firmware_rev");
    device.attributes["controller"] = entry;
    device.attributes["controller_id"] = survey.text(directory + "/cntlid");
    const auto address = pci.empty() ? entry : pci;
    device.id = "node/nvme:" + (device.serial.empty() ? address : device.serial);
    Controller controller{survey.add(std::move(device)), "/dev/" + entry, {}};
    survey.watch(controller.handle, kState, directory + "/state", nvme::parse_controller_state);
    add_namespaces(survey, controller.handle, directory);
    add_sensors(survey, controller);
    controllers_.push_back(std::move(controller));
  }

  static std::string pci_of(Survey& survey, const std::string& directory) {
    const auto path = survey.files().canonical(directory);
    auto found = path ? pci_address_in(*path) : std::string();
    return found.empty() ? pci_address_in(survey.text(directory + "/address")) : found;
  }

  void add_namespaces(Survey& survey, DeviceHandle controller, const std::string& directory) {
    const auto entries = survey.files().list(directory);
    if (!entries) {
      return;
    }
    for (const auto& entry : *entries) {
      const auto number = nvme::namespace_in(entry);
      if (!number) {
        continue;
      }
      const auto parent = survey.device(controller).id;
      const auto place = path_to(directory, entry);
      const auto handle =
          survey.add(device_of(parent + "/ns:" + *number, DeviceKind::nvme_namespace, parent));
      survey.watch(handle, kBlock, place + "/queue/logical_block_size", parse_count);
      survey.watch_if_present(handle, kAnaState, place + "/ana_state", nvme::parse_ana_state);
      namespaces_.push_back({handle, place});
    }
  }

  /// Which of its eight sensors the drive has is known from the page alone.
  void add_sensors(Survey& survey, Controller& controller) const {
    if (!smart_) {
      survey.note(controller.device + ": SMART log",
                  {ErrorKind::not_observable, "no ioctl on a captured tree"},
                  "read on the machine itself");
      return;
    }
    const auto page = smart_page(controller);
    if (!page) {
      const bool denied = page.error().kind == ErrorKind::denied;
      survey.note(controller.device + ": SMART log", page.error(),
                  denied ? "run as root or grant CAP_SYS_ADMIN" : "");
      return;
    }
    for (std::size_t i = 0; i < page->sensors_celsius.size(); ++i) {
      if (!page->sensors_celsius[i]) {
        continue;
      }
      const auto parent = survey.device(controller.handle).id;
      const auto handle = survey.add(device_of(parent + "/temp:" + std::to_string(i + 1),
                                               DeviceKind::temperature_sensor, parent));
      controller.sensors.emplace_back(i, handle);
    }
  }

  Result<nvme::SmartPage> smart_page(const Controller& controller) const {
    const auto bytes = smart_(controller.device);
    if (!bytes) {
      return bytes.error();
    }
    auto page = nvme::parse_smart_page(*bytes);
    if (!page) {
      return page.error().during(controller.device);
    }
    return page;
  }

  void read_smart(const Controller& controller, Samples& samples) const {
    const auto now = host_.clock.now();
    const auto page = smart_page(controller);
    if (!page) {
      samples.push_back({controller.handle, kCompositeTemperature, now, page.error()});
      return;
    }
    for (const auto& [metric, reading] : page->values) {
      samples.push_back({controller.handle, metric, now, reading});
    }
    for (const auto& [index, handle] : controller.sensors) {
      const auto value = page->sensors_celsius[index];
      samples.push_back(
          {handle, kSensorTemperature, now,
           value ? Reading(*value) : Reading(Error{ErrorKind::sentinel, "the sensor shows 0 K"})});
    }
  }

  void read_namespace(const Namespace& space, Samples& samples) const {
    const auto now = host_.clock.now();
    samples.push_back({space.handle, kCapacity, now, blocks(space.directory + "/size", kSector)});
    const auto block = read_attribute(
        host_.files, {.path = space.directory + "/queue/logical_block_size", .parse = parse_count});
    const auto* bytes = std::get_if<std::int64_t>(&block);
    samples.push_back({space.handle, kUsed, now,
                       bytes != nullptr ? blocks(space.directory + "/nuse", *bytes) : block});
  }

  Reading blocks(const std::string& path, std::int64_t block_bytes) const {
    const auto text = host_.files.read_text(path);
    if (!text) {
      return text.error();
    }
    auto reading = nvme::parse_blocks(*text, block_bytes);
    if (const auto* why = std::get_if<Error>(&reading)) {
      return why->during(path);
    }
    return reading;
  }

  const Host& host_;
  SmartReader smart_;
  KeptAttributes attributes_{host_};
  std::vector<Controller> controllers_;
  std::vector<Namespace> namespaces_;
};

}  // namespace

std::unique_ptr<Probe> make_nvme_probe(const Host& host, SmartReader smart) {
  return std::make_unique<NvmeProbe>(host, std::move(smart));
}

std::unique_ptr<Probe> make_nvme_probe(const Host& host) {
  return make_nvme_probe(
      host, host.files.is_this_machine() ? SmartReader(read_nvme_smart_log) : SmartReader());
}

}  // namespace rackproof
