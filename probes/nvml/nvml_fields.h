#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "probes/nvml/nvml_api.h"
#include "schemas/sample.h"

/// Values that NVML gives by number (nvmlDeviceGetFieldValues). Pure.
namespace rackproof::nvml {

/// How the bits of a field make a number.
enum class FieldForm {
  plain,
  error_rate,  ///< Mantissa in bits 8 to 11, exponent in bits 0 to 7: m * 10^-e.
};

struct FieldRow {
  std::uint32_t id = 0;
  std::string_view at;  ///< Part of the GPU: "" itself, "/hbm".
  const Metric* metric = nullptr;
  std::int64_t times = 1;  ///< One of the field's units is `times` / `parts` of the metric's.
  std::int64_t parts = 1;
  FieldForm form = FieldForm::plain;
};

/// Fields of a whole GPU.
std::span<const FieldRow> device_fields();
/// Fields of one NVLink; FieldValue::scope is its number.
std::span<const FieldRow> link_fields();

/// A count stays a count; everything else becomes a double. All ones of the value's type, and the
/// blanks near the end of 64 bits that NVIDIA's tools use, are sentinels.
Reading field_reading(const FieldRow& row, const FieldValue& value);

/// `raw` of a row's units in the metric's unit; out_of_range beyond 63 bits.
Reading scaled_reading(const Metric& metric, std::uint64_t raw, std::int64_t times,
                       std::int64_t parts);

}  // namespace rackproof::nvml
