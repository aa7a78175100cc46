#include "probes/amdgpu/gpu_metrics_attributes.h"

#include <array>
#include <optional>
#include <string>
#include <utility>

namespace rackproof::amdgpu {
namespace {

constexpr std::size_t kHead = 4;   // u16 size, u8 format, u8 content
constexpr std::size_t kFirst = 8;  // after the number of attributes
constexpr std::size_t kNewCode = 8;
constexpr std::size_t kEarlyCode = 4;

// Ids: kernel, enum amdgpu_metrics_attr_id. From 49 on a later kernel put one in between, so that
// what they mean depends on the kernel; 40 to 47 are of partitions; 22 and 23 have no sure unit.
// clang-format off
struct AttributeField {
  std::uint32_t id;
  const Field* field;
};

constexpr std::array kAttributes{
    AttributeField{0, field("temperature_hotspot")},
    AttributeField{1, field("temperature_mem")},
    AttributeField{2, field("temperature_vrsoc")},
    AttributeField{3, field("curr_socket_power")},
    AttributeField{4, field("average_gfx_activity")},
    AttributeField{5, field("average_umc_activity")},
    AttributeField{6, field("mem_max_bandwidth")},
    AttributeField{7, field("energy_accumulator")},
    AttributeField{8, field("system_clock_counter")},
    AttributeField{9, field("accumulation_counter")},
    AttributeField{10, field("prochot_residency_acc")},
    AttributeField{11, field("ppt_residency_acc")},
    AttributeField{12, field("socket_thm_residency_acc")},
    AttributeField{13, field("vr_thm_residency_acc")},
    AttributeField{14, field("hbm_thm_residency_acc")},
    AttributeField{15, field("gfxclk_lock_status")},
    AttributeField{16, field("pcie_link_width")},
    AttributeField{17, field("pcie_link_speed")},
    AttributeField{18, field("xgmi_link_width")},
    AttributeField{19, field("xgmi_link_speed")},
    AttributeField{20, field("gfx_activity_acc")},
    AttributeField{21, field("mem_activity_acc")},
    AttributeField{24, field("pcie_l0_to_recov_count_acc")},
    AttributeField{25, field("pcie_replay_count_acc")},
    AttributeField{26, field("pcie_replay_rover_count_acc")},
    AttributeField{27, field("pcie_nak_sent_count_acc")},
    AttributeField{28, field("pcie_nak_rcvd_count_acc")},
    AttributeField{29, field("xgmi_read_data_acc[]")},
    AttributeField{30, field("xgmi_write_data_acc[]")},
    AttributeField{31, field("xgmi_link_status[]")},
    AttributeField{32, field("firmware_timestamp")},
    AttributeField{33, field("current_gfxclk[]")},
    AttributeField{34, field("current_socclk[]")},
    AttributeField{35, field("current_vclk0[]")},
    AttributeField{36, field("current_dclk0[]")},
    AttributeField{37, field("current_uclk")},
    AttributeField{38, field("num_partition")},
    AttributeField{39, field("pcie_lc_perf_other_end_recovery")},
    AttributeField{48, field("temperature_hbm[]")},
};

/// Kernel, enum amdgpu_metrics_attr_unit; 0 is "none": the field's own scale stands.
struct AttributeUnit {
  Unit base;
  std::int64_t times;
  std::int64_t per;
};

constexpr std::array kUnits{
    AttributeUnit{Unit::one, 1, 1},
    AttributeUnit{Unit::hertz, 1000000, 1},
    AttributeUnit{Unit::celsius, 1, 1},
    AttributeUnit{Unit::watt, 1, 1},
    AttributeUnit{Unit::second, 1, 1000000000},
    AttributeUnit{Unit::second, 1, 100000000},
    AttributeUnit{Unit::transfer_per_second, 1000000000, 1},
    AttributeUnit{Unit::transfer_per_second, 100000000, 1},
    AttributeUnit{Unit::byte_per_second, 1000000000, 1},
    AttributeUnit{Unit::byte, 1024, 1},
    AttributeUnit{Unit::ratio, 1, 100},
};
// clang-format on

struct Code {
  std::uint64_t count;
  std::uint64_t id;
  std::uint64_t type;
  std::uint64_t unit;
  bool spare;  ///< Bits above the unit, which nothing has written yet.
};

Code split_code(std::uint64_t bits) {
  return {bits & 0x3FF, (bits >> 10) & 0x3FF, (bits >> 20) & 0xF, (bits >> 24) & 0xFF,
          (bits >> 32) != 0};
}

/// u8 s8 u16 s16 u32 s32 u64 s64.
constexpr std::size_t kTypes = 8;
std::size_t width_of(const Code& code) {
  return std::size_t{1} << (code.type / 2);
}

const Field* field_of(const Code& code) {
  for (const auto& row : kAttributes) {
    if (row.id == code.id) {
      return row.field;
    }
  }
  return nullptr;
}

/// The field with the scale that the code's unit asks for; nothing when the unit does not fit. A
/// plain number keeps the field's own scale: accumulated per cent are a number, not a share.
std::optional<Field> in_unit_of(const Code& code, const Field& field) {
  if (code.unit == 0 || field.metric->unit == Unit::one) {
    return field;
  }
  if (code.unit >= kUnits.size() || kUnits.at(code.unit).base != field.metric->unit) {
    return std::nullopt;
  }
  auto scaled = field;
  scaled.times = kUnits.at(code.unit).times;
  scaled.per = kUnits.at(code.unit).per;
  return scaled;
}

Reading value_of(const Code& code, const Field& field, std::uint64_t bits) {
  const auto scaled = in_unit_of(code, field);
  if (!scaled) {
    return Error{ErrorKind::unsupported, std::string(field.name) + ": unit code " +
                                             std::to_string(code.unit) + " does not fit"};
  }
  return reading_of(*scaled, {bits, width_of(code), code.type % 2 == 1});
}

/// The numbers of one attribute, which stand from `at` on; one without a field is passed over.
void add_values(std::string_view bytes, std::size_t at, const Code& code, FieldReadings& readings) {
  const auto* field = field_of(code);
  if (field == nullptr) {
    return;
  }
  const auto step = width_of(code);
  for (std::size_t k = 0; k < code.count; ++k, at += step) {
    readings.push_back({field, k, value_of(code, *field, little_endian(bytes, at, step))});
  }
}

/// Walks `attributes` codes of `width` bytes; nothing unless they end where the file ends.
std::optional<FieldReadings> walk(std::string_view bytes, std::int64_t attributes,
                                  std::size_t width) {
  FieldReadings readings;
  std::size_t at = kFirst;
  for (std::int64_t i = 0; i < attributes; ++i) {
    if (bytes.size() - at < width) {
      return std::nullopt;
    }
    const auto code = split_code(little_endian(bytes, at, width));
    at += width;
    const auto step = width_of(code);
    if (code.spare || code.type >= kTypes || code.count == 0 ||
        (bytes.size() - at) / step < code.count) {
      return std::nullopt;
    }
    add_values(bytes, at, code, readings);
    at += code.count * step;
  }
  return at == bytes.size() ? std::optional(std::move(readings)) : std::nullopt;
}

}  // namespace

Result<FieldReadings> parse_attributes(std::string_view bytes) {
  const auto attributes =
      bytes.size() < kFirst
          ? std::int64_t{-1}
          : std::int64_t{static_cast<std::int32_t>(little_endian(bytes, kHead, 4))};
  if (attributes <= 0) {
    return Error{ErrorKind::malformed, "gpu_metrics 1.9 without attributes"};
  }
  for (const auto width : {kNewCode, kEarlyCode}) {
    if (auto readings = walk(bytes, attributes, width)) {
      return std::move(*readings);
    }
  }
  return Error{ErrorKind::malformed, "gpu_metrics 1.9: " + std::to_string(attributes) +
                                         " attributes do not end where its " +
                                         std::to_string(bytes.size()) + " bytes end"};
}

}  // namespace rackproof::amdgpu
