#include <map>
#include <string>
#include <utility>

#include "probes/attribute_reader.h"
#include "probes/factories.h"
#include "probes/hwmon/hwmon_parse.h"
#include "probes/survey.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

constexpr std::string_view kClassDir = "/sys/class/hwmon";

/// Where the files of one chip are, and what it is called.
struct Chip {
  std::string directory;    ///< Under the class directory, or its device/ for drivers of old style.
  std::string device_path;  ///< Canonical path of the device that carries it.
  std::string name;
};

class HwmonProbe final : public Probe {
 public:
  explicit HwmonProbe(const Host& host) : host_(host) {}

  [[nodiscard]] std::string_view name() const override { return "hwmon"; }

  Result<Discovery> discover() override {
    const auto entries = host_.files.list(kClassDir);
    if (!entries) {
      return entries.error().during("hwmon");
    }
    Survey survey(host_, name());
    for (const auto& entry : *entries) {
      add_chip(survey, chip_at(survey, std::string(kClassDir) + "/" + entry));
    }
    return attributes_.finish(survey);
  }

  Result<ProbeReading> read() override { return ProbeReading{attributes_.read(), {}}; }

 private:
  /// A driver of old style puts `name` and the channels into the device's own directory.
  static Chip chip_at(Survey& survey, const std::string& directory) {
    Chip chip{directory, {}, survey.text(directory + "/name")};
    if (chip.name.empty() && survey.files().exists(directory + "/device/name")) {
      chip.directory = directory + "/device";
      chip.name = survey.text(chip.directory + "/name");
    }
    auto path = survey.files().canonical(directory + "/device");
    if (!path) {
      path = survey.files().canonical(directory);
    }
    chip.device_path = path ? std::move(path).value() : std::string();
    return chip;
  }

  /// The amdgpu probe reads the chips of that driver at the accelerator that they measure: one
  /// sensor is one series. Without a card, and so without that probe, the chip is one like others.
  static bool is_read_at_its_card(Survey& survey, const Chip& chip) {
    return chip.name == "amdgpu" && survey.files().is_directory(chip.device_path + "/drm");
  }

  static void add_chip(Survey& survey, const Chip& chip) {
    if (is_read_at_its_card(survey, chip)) {
      return;
    }
    const auto place = hwmon::stable_place(chip.device_path);
    const auto pci = pci_address_in(chip.device_path);
    Device device;
    device.id = "node/hwmon:" + (chip.name.empty() ? "unnamed" : chip.name);
    if (!place.empty()) {
      device.id += "@" + place;
    }
    device.kind = DeviceKind::sensor_chip;
    device.parent = pci.empty() ? std::string(kNodeId) : "node/pci:" + pci;
    device.model = chip.name;
    device.attributes["device_path"] = chip.device_path;
    const auto files = survey.files().list(chip.directory);
    if (!files) {
      survey.note(chip.directory, files.error(), remedy_for(files.error().kind));
      return;
    }
    const auto handle = survey.add(std::move(device));
    Channels channels;
    for (const auto& file : *files) {
      add_file(survey, chip, handle, file, channels);
    }
  }

  /// "hwmon2", "port1": a name and a number, but no channel that the interface knows.
  static bool is_a_stranger(const hwmon::FileName& file) {
    return file.attribute.empty() && !hwmon::channel_kind(file.kind);
  }

  using Channels = std::map<std::string, DeviceHandle, std::less<>>;

  static void add_file(Survey& survey, const Chip& chip, DeviceHandle parent,
                       const std::string& file, Channels& channels) {
    const auto name = hwmon::split_file_name(file);
    if (!name || name->attribute == "label" || is_a_stranger(*name)) {
      return;
    }
    const auto path = chip.directory + "/" + file;
    const auto* row = hwmon::find_attribute(*name);
    if (row == nullptr) {
      survey.note(path, {ErrorKind::unsupported, "this release has no metric for it"}, "");
      return;
    }
    auto channel = channel_of(survey, chip, parent, *name, channels);
    if (!name->point.empty()) {
      channel = point_of(survey, channel, *name, channels);
    }
    survey.watch(channel, row->metric, path, row->parse);
  }

  static DeviceHandle channel_of(Survey& survey, const Chip& chip, DeviceHandle parent,
                                 const hwmon::FileName& name, Channels& channels) {
    const auto known = channels.find(name.channel);
    if (known != channels.end()) {
      return known->second;
    }
    const auto channel = std::string(name.channel);
    Device device;
    device.id = survey.device(parent).id + "/" + channel;
    device.kind = hwmon::channel_kind(name.kind).value_or(DeviceKind::sensor);
    device.parent = survey.device(parent).id;
    device.model = chip.name;
    device.position = survey.text(chip.directory + "/" + channel + "_label");
    device.attributes["channel"] = channel;
    const auto handle = survey.add(std::move(device));
    channels.emplace(channel, handle);
    return handle;
  }

  /// A point of a fan curve is a device below its output, so that no metric carries a number.
  static DeviceHandle point_of(Survey& survey, DeviceHandle output, const hwmon::FileName& name,
                               Channels& channels) {
    const auto key = std::string(name.channel) + "/" + std::string(name.point);
    const auto known = channels.find(key);
    if (known != channels.end()) {
      return known->second;
    }
    Device device;
    device.id = survey.device(output).id + "/" + std::string(name.point);
    device.kind = DeviceKind::sensor;
    device.parent = survey.device(output).id;
    device.attributes["channel"] = key;
    const auto handle = survey.add(std::move(device));
    channels.emplace(key, handle);
    return handle;
  }

  const Host& host_;
  KeptAttributes attributes_{host_};
};

}  // namespace

std::unique_ptr<Probe> make_hwmon_probe(const Host& host) {
  return std::make_unique<HwmonProbe>(host);
}

}  // namespace rackproof
