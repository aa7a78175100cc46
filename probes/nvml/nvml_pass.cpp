#include "probes/nvml/nvml_pass.h"

#include <algorithm>
#include <array>
#include <limits>
#include <vector>

#include "schemas/catalogue.h"
#include "schemas/encoding.h"
#include "schemas/pci_address.h"

namespace rackproof::nvml {
namespace {

constexpr auto kAnswers = metrics::named("nvidia_gpu_answers");

std::string hex_id(std::uint32_t id) {
  const std::array<char, 2> bytes{static_cast<char>(id >> 8U), static_cast<char>(id & 0xFFU)};
  return to_hex({bytes.data(), bytes.size()});
}

/// "10de:2330"; NVML keeps the device in the high half.
std::string ids(std::uint32_t both) {
  return hex_id(both & 0xFFFFU) + ":" + hex_id(both >> 16U);
}

template <std::size_t N>
std::string_view bytes_of(const std::array<unsigned char, N>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// A text in a field of fixed length.
template <std::size_t N>
std::string text_in(const std::array<unsigned char, N>& bytes) {
  const auto text = bytes_of(bytes);
  return printable(text.substr(0, text.find('\0')));
}

void set(Facts& facts, const char* name, std::string value) {
  if (!value.empty()) {
    facts[name] = std::move(value);
  }
}

/// Rack position: what the platform's firmware told the GPU.
void read_platform(DevicePass& pass) {
  PlatformInfo info;
  info.version = version_word<PlatformInfo>(2);
  if (!pass.call.ask("nvmlDeviceGetPlatformInfo", pass.api.platform, &info)) {
    return;
  }
  auto& facts = pass.reply.attributes;
  set(facts, "chassis_serial", text_in(info.chassis_serial));
  facts["platform_guid"] = to_hex(bytes_of(info.ib_guid));
  facts["platform_slot"] = std::to_string(info.slot);
  facts["platform_tray"] = std::to_string(info.tray);
  facts["platform_host"] = std::to_string(info.host);
  facts["platform_module"] = std::to_string(info.module);
  pass.reply.position = "slot " + std::to_string(info.slot) + ", tray " +
                        std::to_string(info.tray) + ", module " + std::to_string(info.module);
}

}  // namespace

void DevicePass::put(std::string_view at, const Metric* metric, Reading reading) {
  reply.readings.push_back({std::string(at), metric, std::move(reading)});
}

void DevicePass::put(std::string_view at, const Metric* metric, const Result<void>& asked,
                     std::uint64_t raw, Scale scale) {
  put(at, metric,
      asked ? scaled_reading(*metric, raw, scale.times, scale.parts) : Reading(asked.error()));
}

void DevicePass::put_short(std::string_view at, const Metric* metric, const Result<void>& asked,
                           std::uint32_t raw, Scale scale) {
  if (asked && raw == std::numeric_limits<std::uint32_t>::max()) {
    put(at, metric, Error{ErrorKind::sentinel, "NVML stands in all ones for no value"});
  } else {
    put(at, metric, asked, raw, scale);
  }
}

Reading* DevicePass::unsupported(std::string_view at, const Metric* metric) {
  const auto found = std::ranges::find_if(reply.readings, [&](const PlacedReading& placed) {
    return placed.at == at && placed.metric == metric;
  });
  if (found == reply.readings.end()) {
    return nullptr;
  }
  const auto* why = std::get_if<Error>(&found->reading);
  return why != nullptr && why->kind == ErrorKind::unsupported ? &found->reading : nullptr;
}

std::string DevicePass::text(std::string_view what, Api::Text function) {
  std::array<char, 128> buffer{};
  if (!call.ask(what, function, buffer.data(), static_cast<unsigned>(buffer.size() - 1))) {
    return {};
  }
  const std::string text = buffer.data();
  return text == "N/A" ? std::string() : printable(text);
}

/// "" for what is no place on a bus.
std::string address_of(const PciInfo& info) {
  if (info.bus > 0xFF || info.device > 0x1F) {
    return {};
  }
  return to_string(PciAddress{info.domain, static_cast<std::uint8_t>(info.bus),
                              static_cast<std::uint8_t>(info.device), 0});
}

void read_identity(DevicePass& pass) {
  auto& reply = pass.reply;
  PciInfo info;
  if (pass.call.ask("nvmlDeviceGetPciInfo_v3", pass.api.pci, &info)) {
    reply.address = address_of(info);
    reply.attributes["pci_id"] = ids(info.device_id);
    reply.attributes["pci_subsystem_id"] = ids(info.subsystem_id);
  }
  reply.model = pass.text("nvmlDeviceGetName", pass.api.name);
  reply.serial = pass.text("nvmlDeviceGetSerial", pass.api.serial);
  reply.firmware = pass.text("nvmlDeviceGetVbiosVersion", pass.api.vbios);
  auto& facts = reply.attributes;
  set(facts, "uuid", pass.text("nvmlDeviceGetUUID", pass.api.uuid));
  set(facts, "part_number", pass.text("nvmlDeviceGetBoardPartNumber", pass.api.part_number));
  set(facts, "inforom", pass.text("nvmlDeviceGetInforomImageVersion", pass.api.inforom));
  read_platform(pass);
}

void read_fabric(DevicePass& pass) {
  constexpr auto kState = metrics::named("nvidia_fabric_state");
  constexpr auto kHealth = metrics::named("nvidia_fabric_health");
  constexpr std::uint32_t kVersion2 = 0x02000024;  // without `health`
  FabricInfo info;
  info.version = version_word<FabricInfo>(3);
  auto asked = pass.call.ask("nvmlDeviceGetGpuFabricInfoV", pass.api.fabric, &info);
  const bool again = !asked && !pass.call.gone();
  if (again) {
    info = FabricInfo{};
    info.version = kVersion2;
    asked = pass.call.ask("nvmlDeviceGetGpuFabricInfoV", pass.api.fabric, &info);
  }
  if (asked && info.state == 0) {
    asked = Error{ErrorKind::unsupported, "nvmlDeviceGetGpuFabricInfoV: no fabric"};
  }
  if (asked && info.status != code::kOk) {
    asked = pass.call.answer("the fabric's registration", info.status);
  }
  pass.put("", kState, asked, info.state);
  if (asked && info.health == 0) {
    asked = Error{ErrorKind::unsupported, "nvmlDeviceGetGpuFabricInfoV: tells no health"};
  }
  pass.put("", kHealth, asked, info.health);
  if (info.state != 0) {
    pass.reply.attributes["fabric_cluster"] = to_hex(bytes_of(info.cluster_uuid));
    pass.reply.attributes["fabric_clique"] = std::to_string(info.clique);
  }
}

void read_fields_of(DevicePass& pass, std::span<const FieldRow> rows, const std::string& at,
                    std::uint32_t scope) {
  std::vector<FieldValue> values(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    values[i].id = rows[i].id;
    values[i].scope = scope;
    values[i].code = code::kNoData;  // what the library leaves alone was not answered
  }
  const auto asked = pass.call.ask("nvmlDeviceGetFieldValues", pass.api.field_values,
                                   static_cast<int>(values.size()), values.data());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto place = at + std::string(rows[i].at);
    if (asked) {
      static_cast<void>(pass.call.answer("NVML field", values[i].code));
      pass.put(place, rows[i].metric, field_reading(rows[i], values[i]));
    } else {
      pass.put(place, rows[i].metric, asked.error());
    }
  }
}

void read_fields(DevicePass& pass) {
  read_fields_of(pass, device_fields(), "", 0);
}

void read_device(DevicePass& pass) {
  pass.reply.parts.push_back({"/hbm", DeviceKind::hbm, {}});
  read_identity(pass);
  read_fields(pass);
  read_temperatures(pass);
  read_power(pass);
  read_clocks(pass);
  read_load(pass);
  read_memory_errors(pass);
  read_links(pass);
  read_partitions(pass);
  read_fabric(pass);
  pass.put("", kAnswers, std::int64_t{pass.call.gone() ? 0 : 1});
}

}  // namespace rackproof::nvml
