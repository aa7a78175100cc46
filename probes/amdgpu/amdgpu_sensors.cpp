#include "probes/amdgpu/amdgpu_sensors.h"

#include <array>
#include <optional>

#include "probes/amdgpu/amdgpu_parse.h"
#include "probes/hwmon/hwmon_parse.h"
#include "probes/reading_parse.h"

namespace rackproof::amdgpu {
namespace {

/// Where a channel measures: by the label that the driver gives it, else by its number.
struct ChannelPlace {
  std::string_view channel;
  std::string_view label;
  Place place;
};

// Channels and labels: kernel, amdgpu's hwmon interface (Documentation/gpu/amdgpu/thermal.rst).
// clang-format off
constexpr std::array kChannels{
    ChannelPlace{"temp1", "edge", thermometer("/temperature:edge")},
    ChannelPlace{"temp2", "junction", kSocket},
    ChannelPlace{"temp3", "mem", kMemory},
    ChannelPlace{"freq1", "sclk", kSocket},
    ChannelPlace{"freq2", "mclk", kMemory},
    ChannelPlace{"in0", "vddgfx", {DeviceKind::voltage_sensor, "/voltage:gfx"}},
    ChannelPlace{"in1", "vddnb", {DeviceKind::voltage_sensor, "/voltage:northbridge"}},
    ChannelPlace{"power1", "", kSocket},
    ChannelPlace{"fan1", "", {DeviceKind::fan, "/fan"}},
    ChannelPlace{"pwm1", "", {DeviceKind::fan, "/fan"}},
};

struct NumberRow {
  std::string_view file;
  Place place;
  const Metric* metric;
  ReadingParser parse;
};

constexpr std::array kNumbers{
    NumberRow{"gpu_busy_percent", kSocket, metrics::named("accelerator_utilization_ratio"), parse_percent},
    NumberRow{"mem_busy_percent", kMemory, metrics::named("hbm_utilization_ratio"), parse_percent},
    NumberRow{"mem_info_vram_total", kMemory, metrics::named("hbm_size_bytes"), parse_count},
    NumberRow{"mem_info_vram_used", kMemory, metrics::named("hbm_used_bytes"), parse_count},
    NumberRow{"pcie_replay_count", kSocket, metrics::named("pcie_replay_total"), parse_count},
};
// clang-format on

/// A channel of a kind that has labels is known by the label; its number is for chips without.
const Place* place_of(std::string_view channel, std::string_view label) {
  for (const auto& row : kChannels) {
    const bool named = !label.empty() && !row.label.empty();
    if (named ? row.label == label : row.channel == channel) {
      return &row.place;
    }
  }
  return nullptr;
}

DeviceHandle part_of(Parts& parts, const std::string& chip, const hwmon::FileName& name) {
  const std::string channel(name.channel);
  const auto label = parts.survey().text(chip + "/" + channel + "_label");
  if (const auto* place = place_of(channel, label)) {
    return parts.at(*place);
  }
  const auto kind = hwmon::channel_kind(name.kind).value_or(DeviceKind::sensor);
  return parts.at(kind, "/" + channel);
}

void add_file(Parts& parts, const std::string& chip, const std::string& file) {
  const auto name = hwmon::split_file_name(file);
  const bool a_channel = name && name->attribute != "label" && hwmon::channel_kind(name->kind);
  if (!a_channel) {
    return;
  }
  const auto path = chip + "/" + file;
  const auto* row = hwmon::find_attribute(*name);
  if (row == nullptr || !name->point.empty()) {
    parts.survey().note(path, {ErrorKind::unsupported, "this release has no metric for it"}, "");
    return;
  }
  parts.watch(part_of(parts, chip, *name), row->metric, path, row->parse);
}

}  // namespace

void add_sensors(Parts& parts, const std::string& directory) {
  const auto& files = parts.survey().files();
  const auto place = directory + "/hwmon";
  const auto chips = files.list(place);
  if (!chips) {
    parts.survey().note(place, chips.error(), remedy_for(chips.error().kind));
    return;
  }
  for (const auto& entry : *chips) {
    const auto chip = path_to(place, entry);
    const auto names = files.list(chip);
    if (!names || parts.survey().text(chip + "/name") != "amdgpu") {
      continue;
    }
    for (const auto& file : *names) {
      add_file(parts, chip, file);
    }
  }
}

void add_numbers(Parts& parts, const std::string& directory) {
  for (const auto& row : kNumbers) {
    const auto path = path_to(directory, row.file);
    if (parts.survey().files().exists(path)) {
      parts.watch(parts.at(row.place), row.metric, path, row.parse);
    }
  }
}

}  // namespace rackproof::amdgpu
