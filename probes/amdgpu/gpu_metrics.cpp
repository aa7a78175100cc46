#include "probes/amdgpu/gpu_metrics.h"

#include <limits>
#include <string>
#include <utility>

#include "probes/amdgpu/gpu_metrics_attributes.h"
#include "probes/amdgpu/gpu_metrics_layouts.h"

namespace rackproof::amdgpu {
namespace {

constexpr std::size_t kHeadSize = 4;  // u16 size, u8 format, u8 content
constexpr double kHottest = 1000;     // degrees; as for every other sensor

struct Head {
  std::size_t size;
  std::uint8_t format;
  std::uint8_t content;
};

Head head_of(std::string_view bytes) {
  return {little_endian(bytes, 0, 2), static_cast<std::uint8_t>(bytes[2]),
          static_cast<std::uint8_t>(bytes[3])};
}

std::string spelled(const Head& head) {
  return "gpu_metrics " + std::to_string(head.format) + "." + std::to_string(head.content) +
         " of " + std::to_string(head.size) + " bytes";
}

std::uint64_t all_ones(std::size_t width) {
  return width < sizeof(std::uint64_t) ? (std::uint64_t{1} << (8 * width)) - 1
                                       : std::numeric_limits<std::uint64_t>::max();
}

/// Two's complement of `width` bytes, as a double.
double value_of(const RawNumber& number) {
  const auto top = std::uint64_t{1} << (8 * number.width - 1);
  if (number.is_signed && (number.bits & top) != 0) {
    return -static_cast<double>((~number.bits & all_ones(number.width)) + 1);
  }
  return static_cast<double>(number.bits);
}

/// Counts and codes stay whole: a counter is subtracted as an integer.
Reading whole(const Field& field, std::uint64_t bits) {
  std::int64_t value = 0;
  if (__builtin_mul_overflow(bits, field.times, &value)) {
    return Error{ErrorKind::out_of_range,
                 std::string(field.name) + ": " + std::to_string(bits) + " is over 63 bits"};
  }
  return value;
}

bool is_whole(const Field& field) {
  return field.metric->kind != MetricKind::gauge && field.per == 1;
}

Reading scaled(const Field& field, double value) {
  const auto in_unit = value * static_cast<double>(field.times) / static_cast<double>(field.per);
  const bool over_one = field.metric->unit == Unit::ratio && (in_unit > 1 || in_unit < 0);
  const bool too_hot = field.metric->unit == Unit::celsius && in_unit > kHottest;
  if (over_one || too_hot) {
    return Error{ErrorKind::out_of_range, std::string(field.name) + ": " +
                                              std::to_string(static_cast<std::int64_t>(value)) +
                                              " is more than there can be"};
  }
  return in_unit;
}

/// amdgpu_xgmi_link_status: 0 inactive, 1 active, 2 not available.
Reading link_status(const Field& field, std::uint64_t code) {
  constexpr std::uint64_t kNotAvailable = 2;
  if (code < kNotAvailable) {
    return static_cast<std::int64_t>(code);
  }
  const auto kind = code == kNotAvailable ? ErrorKind::sentinel : ErrorKind::out_of_range;
  return Error{kind, std::string(field.name) + ": status " + std::to_string(code)};
}

/// ROCm and some drivers write 0 for a temperature that the chip does not have, from 1.4 on.
void refuse_zero_degrees(FieldReading& entry) {
  if (entry.field->metric->unit == Unit::celsius && has_value(entry.reading) &&
      as_double(entry.reading) == 0) {
    entry.reading = Error{ErrorKind::sentinel,
                          std::string(entry.field->name) + ": 0 stands for a sensor not there"};
  }
}

FieldReadings decode(std::string_view bytes, const Layout& layout) {
  FieldReadings readings;
  for (const auto& row : layout.rows) {
    for (std::size_t i = 0; i < row.count; ++i) {
      const auto bits = little_endian(bytes, row.offset + i * row.width, row.width);
      readings.push_back({row.field, i, reading_of(*row.field, {bits, row.width})});
    }
  }
  return readings;
}

}  // namespace

std::uint64_t little_endian(std::string_view bytes, std::size_t offset, std::size_t width) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < width; ++i) {
    value |= std::uint64_t{static_cast<unsigned char>(bytes[offset + i])} << (8 * i);
  }
  return value;
}

Reading reading_of(const Field& field, const RawNumber& number) {
  if (number.bits == all_ones(number.width)) {
    return Error{ErrorKind::sentinel, std::string(field.name) + ": all ones, not available"};
  }
  if (field.metric == metrics::named("accelerator_link_active")) {
    return link_status(field, number.bits);
  }
  const auto value = value_of(number);
  if (!is_whole(field)) {
    return scaled(field, value);
  }
  if (value < 0) {
    return Error{ErrorKind::out_of_range, std::string(field.name) + ": a negative count"};
  }
  return whole(field, number.bits);
}

Result<FieldReadings> parse_gpu_metrics(std::string_view bytes) {
  if (bytes.size() < kHeadSize) {
    return Error{ErrorKind::malformed,
                 "gpu_metrics of " + std::to_string(bytes.size()) + " bytes has no head"};
  }
  const auto head = head_of(bytes);
  if (head.size != bytes.size()) {
    return Error{ErrorKind::malformed,
                 spelled(head) + ": the file has " + std::to_string(bytes.size())};
  }
  const bool self_describing = head.format == 1 && head.content == 9;
  const auto* layout = find_layout(head.format, head.content, head.size);
  if (layout == nullptr && !self_describing) {
    return Error{ErrorKind::unsupported, spelled(head) + ": this release does not know it"};
  }
  auto readings = self_describing ? parse_attributes(bytes) : decode(bytes, *layout);
  if (readings && head.format == 1 && head.content >= 4) {
    for (auto& entry : *readings) {
      refuse_zero_degrees(entry);
    }
  }
  return readings;
}

}  // namespace rackproof::amdgpu
