#include <set>
#include <string>
#include <utility>

#include "probes/attribute_reader.h"
#include "probes/edac/edac_parse.h"
#include "probes/factories.h"
#include "probes/reading_parse.h"
#include "probes/survey.h"
#include "schemas/catalogue.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

constexpr std::string_view kEdacDir = "/sys/devices/system/edac/mc";
constexpr auto kCorrectable = metrics::named("memory_ecc_correctable_total");
constexpr auto kUncorrectable = metrics::named("memory_ecc_uncorrectable_total");
constexpr auto kCorrectableUnlocated = metrics::named("memory_ecc_correctable_unlocated_total");
constexpr auto kUncorrectableUnlocated = metrics::named("memory_ecc_uncorrectable_unlocated_total");
constexpr auto kCounting = metrics::named("memory_ecc_counting_seconds");
constexpr auto kScrubRate = metrics::named("memory_scrub_rate_bytes_per_second");
constexpr auto kSize = metrics::named("memory_size_bytes");

/// Memory controllers, DIMMs, chip-select rows and their channels (kernel: EDAC). The same error
/// counts on every level: sum over one kind of device, never over all. mcN and dimmN are given by
/// the driver from socket and slot, so they hold over boots. reset_counters is never touched.
class EdacProbe final : public Probe {
 public:
  explicit EdacProbe(const Host& host) : host_(host) {}

  [[nodiscard]] std::string_view name() const override { return "edac"; }
  [[nodiscard]] std::chrono::milliseconds period() const override {
    return std::chrono::seconds(2);
  }

  Result<Discovery> discover() override {
    const auto entries = host_.files.list(kEdacDir);
    if (!entries) {
      return entries.error().during("edac");
    }
    Survey survey(host_, name());
    bool any = false;
    for (const auto& entry : *entries) {
      if (entry.starts_with("mc") && parse_unsigned(entry.substr(2))) {
        add_controller(survey, entry);
        any = true;
      }
    }
    if (!any) {
      survey.note(std::string(kEdacDir), {ErrorKind::absent, "no memory controller is registered"},
                  "load the EDAC driver of this platform; firmware-first platforms report to the "
                  "BMC instead");
    }
    return attributes_.finish(survey);
  }

  Result<ProbeReading> read() override { return ProbeReading{attributes_.read(), {}}; }

 private:
  static void add_controller(Survey& survey, const std::string& entry) {
    const auto directory = std::string(kEdacDir) + "/" + entry;
    Device device;
    device.id = "node/edac:" + entry;
    device.kind = DeviceKind::memory_controller;
    device.parent = kNodeId;
    device.model = survey.text(directory + "/mc_name");
    device.position = entry;
    const auto handle = survey.add(std::move(device));
    survey.watch(handle, kCorrectable, directory + "/ce_count", parse_count);
    survey.watch(handle, kUncorrectable, directory + "/ue_count", parse_count);
    survey.watch(handle, kCorrectableUnlocated, directory + "/ce_noinfo_count", parse_count);
    survey.watch(handle, kUncorrectableUnlocated, directory + "/ue_noinfo_count", parse_count);
    survey.watch_if_present(handle, kCounting, directory + "/seconds_since_reset", parse_count);
    survey.watch_if_present(handle, kScrubRate, directory + "/sdram_scrub_rate",
                            edac::parse_scrub_rate);
    survey.watch_if_present(handle, kSize, directory + "/size_mb", edac::parse_mebibytes);
    add_parts(survey, handle, directory);
  }

  static void add_parts(Survey& survey, DeviceHandle controller, const std::string& directory) {
    const auto entries = survey.files().list(directory);
    if (!entries) {
      survey.note(directory, entries.error(), remedy_for(entries.error().kind));
      return;
    }
    for (const auto& entry : *entries) {
      const auto kind = edac::part_kind(entry);
      if (kind == DeviceKind::dimm) {
        add_dimm(survey, controller, path_to(directory, entry), entry);
      } else if (kind == DeviceKind::csrow) {
        add_row(survey, controller, path_to(directory, entry), entry);
      }
    }
  }

  static Device part_of(const Survey& survey, DeviceHandle parent, const std::string& name,
                        DeviceKind kind) {
    Device device;
    device.id = survey.device(parent).id + "/" + name;
    device.kind = kind;
    device.parent = survey.device(parent).id;
    return device;
  }

  static void add_dimm(Survey& survey, DeviceHandle controller, const std::string& directory,
                       const std::string& entry) {
    auto device = part_of(survey, controller, entry, DeviceKind::dimm);
    device.position = survey.text(directory + "/dimm_label");
    device.model = survey.text(directory + "/dimm_mem_type");
    for (const auto* fact : {"dimm_location", "dimm_dev_type", "dimm_edac_mode"}) {
      if (auto text = survey.text(directory + "/" + fact); !text.empty()) {
        device.attributes[fact] = std::move(text);
      }
    }
    const auto handle = survey.add(std::move(device));
    survey.watch(handle, kCorrectable, directory + "/dimm_ce_count", parse_count);
    survey.watch(handle, kUncorrectable, directory + "/dimm_ue_count", parse_count);
    survey.watch_if_present(handle, kSize, directory + "/size", edac::parse_mebibytes);
  }

  static void add_row(Survey& survey, DeviceHandle controller, const std::string& directory,
                      const std::string& entry) {
    const auto row = survey.add(part_of(survey, controller, entry, DeviceKind::csrow));
    survey.watch(row, kCorrectable, directory + "/ce_count", parse_count);
    survey.watch(row, kUncorrectable, directory + "/ue_count", parse_count);
    survey.watch_if_present(row, kSize, directory + "/size_mb", edac::parse_mebibytes);
    const auto files = survey.files().list(directory);
    if (!files) {
      survey.note(directory, files.error(), remedy_for(files.error().kind));
      return;
    }
    std::set<std::string> channels;
    for (const auto& file : *files) {
      if (auto channel = edac::channel_of(file)) {
        channels.insert(std::move(*channel));
      }
    }
    for (const auto& channel : channels) {
      add_channel(survey, row, path_to(directory, channel), channel);
    }
  }

  static void add_channel(Survey& survey, DeviceHandle row, const std::string& stem,
                          const std::string& channel) {
    auto device = part_of(survey, row, channel, DeviceKind::memory_channel);
    device.position = survey.text(stem + "_dimm_label");
    const auto handle = survey.add(std::move(device));
    survey.watch_if_present(handle, kCorrectable, stem + "_ce_count", parse_count);
    survey.watch_if_present(handle, kUncorrectable, stem + "_ue_count", parse_count);
  }

  const Host& host_;
  KeptAttributes attributes_{host_};
};

}  // namespace

std::unique_ptr<Probe> make_edac_probe(const Host& host) {
  return std::make_unique<EdacProbe>(host);
}

}  // namespace rackproof
