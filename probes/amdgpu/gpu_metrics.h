#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "probes/amdgpu/gpu_metrics_fields.h"
#include "schemas/result.h"
#include "schemas/sample.h"

/// The binary file device/gpu_metrics. Pure: bytes in, readings out.
namespace rackproof::amdgpu {

/// One number of a table, in the unit of field->metric, or why there is none.
struct FieldReading {
  const Field* field = nullptr;
  std::size_t instance = 0;  ///< Place in the array; 0 for a member that is none.
  Reading reading;
};

using FieldReadings = std::vector<FieldReading>;

/// One number as it stands in a table.
struct RawNumber {
  std::uint64_t bits = 0;
  std::size_t width = 0;  ///< In bytes: 1, 2, 4 or 8.
  bool is_signed = false;
};

/// The little-endian number of `width` bytes at `offset`; the caller has checked that it is there.
std::uint64_t little_endian(std::string_view bytes, std::size_t offset, std::size_t width);

/// All ones is the table's "not available": sentinel. So is 2 for a link's status. A share over
/// one, a temperature over 1000 degrees and a count over 63 bits are out_of_range.
Reading reading_of(const Field& field, const RawNumber& number);

/// Every member of the table that a reading is made of, in order. Layouts are told apart by size
/// and version together: another size, or a version that this release does not know, is
/// unsupported, with the numbers; a file that is not as long as its head says is malformed. From
/// 1.4 on a temperature of 0 is a sentinel: what some drivers write for one they do not have.
Result<FieldReadings> parse_gpu_metrics(std::string_view bytes);

}  // namespace rackproof::amdgpu
