#include "tests/support/otlp_reader.h"

#include <bit>
#include <cstring>

#include <catch2/catch.hpp>

#include "probes/sinks/protobuf.h"

namespace rackproof::testing {
namespace {

using protobuf::Field;

std::vector<Field> fields(std::string_view message) {
  std::vector<Field> all;
  while (auto field = protobuf::take_field(message)) {
    all.push_back(*field);
  }
  REQUIRE(message.empty());
  return all;
}

std::uint64_t eight(std::string_view bytes) {
  REQUIRE(bytes.size() == 8);
  std::uint64_t number = 0;
  std::memcpy(&number, bytes.data(), sizeof number);
  return number;
}

void read_attribute(std::string_view message, std::map<std::string, std::string>& into) {
  const auto pair = fields(message);
  REQUIRE(pair.size() == 2);
  const auto value = fields(pair[1].bytes);
  REQUIRE(value.size() == 1);
  REQUIRE(value[0].number == 1);
  CHECK(into.emplace(pair[0].bytes, value[0].bytes).second);  // each key once
}

void read_point_field(const Field& field, OtlpPoint& point) {
  switch (field.number) {
    case 2:
      point.start = eight(field.bytes);
      break;
    case 3:
      point.time = eight(field.bytes);
      break;
    case 4:
      point.value = std::bit_cast<double>(eight(field.bytes));
      break;
    case 6:
      point.value = static_cast<std::int64_t>(eight(field.bytes));
      break;
    case 7:
      read_attribute(field.bytes, point.attributes);
      break;
    case 8:
      point.flags = field.value;
      break;
    default:
      FAIL("a field of a point that is not used here");
  }
}

OtlpPoint read_point(std::string_view message) {
  OtlpPoint point;
  for (const auto& field : fields(message)) {
    read_point_field(field, point);
  }
  return point;
}

/// A Gauge or a Sum: its points, and in `common` what is told of all of them.
std::vector<OtlpPoint> read_data(std::string_view message, OtlpPoint& common) {
  std::vector<OtlpPoint> points;
  for (const auto& field : fields(message)) {
    if (field.number == 1) {
      points.push_back(read_point(field.bytes));
    }
    common.temporality = field.number == 2 ? field.value : common.temporality;
    common.is_monotonic = field.number == 3 ? field.value == 1 : common.is_monotonic;
  }
  return points;
}

/// The points of one Metric, with all that is told of it.
std::vector<OtlpPoint> read_metric(std::string_view message) {
  OtlpPoint common;
  std::vector<OtlpPoint> points;
  for (const auto& field : fields(message)) {
    if (field.number == 1) {
      common.metric = field.bytes;
    } else if (field.number == 3) {
      common.unit = field.bytes;
    } else {
      REQUIRE((field.number == 5 || field.number == 7));
      common.is_sum = field.number == 7;
      points = read_data(field.bytes, common);
    }
  }
  for (auto& point : points) {
    point.metric = common.metric;
    point.unit = common.unit;
    point.is_sum = common.is_sum;
    point.is_monotonic = common.is_monotonic;
    point.temporality = common.temporality;
  }
  return points;
}

std::map<std::string, std::string> read_resource(std::string_view message) {
  std::map<std::string, std::string> resource;
  for (const auto& attribute : fields(message)) {
    read_attribute(attribute.bytes, resource);
  }
  return resource;
}

void read_scope(std::string_view message, std::vector<OtlpPoint>& into) {
  for (const auto& field : fields(message)) {
    const auto points = field.number == 2 ? read_metric(field.bytes) : std::vector<OtlpPoint>();
    into.insert(into.end(), points.begin(), points.end());
  }
}

}  // namespace

double OtlpPoint::number() const {
  if (const auto* count = std::get_if<std::int64_t>(&value)) {
    return static_cast<double>(*count);
  }
  REQUIRE(std::holds_alternative<double>(value));
  return std::get<double>(value);
}

std::vector<OtlpPoint> read_otlp_request(std::string_view body) {
  const auto outer = fields(body);
  REQUIRE(outer.size() == 1);
  std::vector<OtlpPoint> all;
  std::map<std::string, std::string> resource;
  for (const auto& part : fields(outer[0].bytes)) {
    if (part.number == 1) {
      resource = read_resource(part.bytes);
    } else if (part.number == 2) {
      read_scope(part.bytes, all);
    } else {
      CHECK(part.bytes == "https://opentelemetry.io/schemas/1.44.0");
    }
  }
  for (auto& point : all) {
    point.resource = resource;
  }
  return all;
}

}  // namespace rackproof::testing
