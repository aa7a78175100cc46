#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "probes/redfish/redfish_value.h"
#include "schemas/json/json_value.h"
#include "schemas/metric.h"

/// Which member of which document is which metric. docs/redfish-mapping.md is the same table for
/// people. Pure.
namespace rackproof::redfish {

struct Field {
  std::string_view pointer;  ///< Members and array indices, '/' between: "PowerWatts/Reading".
  const Metric* metric = nullptr;
  Take take = Take::number;
};

/// Fields of one document type, the exacter source of a metric before the coarser one.
struct FieldTable {
  std::string_view type;  ///< "PortMetrics"; items of old documents as "Thermal.Temperatures".
  std::span<const Field> fields;
};

std::span<const FieldTable> environment_fields();
std::span<const FieldTable> facility_fields();
std::span<const FieldTable> processor_fields();
std::span<const FieldTable> port_fields();
std::span<const FieldTable> legacy_fields();

/// Empty for a type that gives no readings.
std::span<const Field> fields_of(std::string_view type);

/// The field of `type` at `pointer` as a MetricReport names it, or nullptr. An excerpt may be named
/// with its "/Reading" or without.
const Field* field_at(std::string_view type, std::string_view pointer);

/// Nothing where the document lacks the member. An excerpt may be a bare number, as early versions
/// have it; a set point of a control that is switched off is a reason.
std::optional<Reading> read_field(const JsonValue& document, const Field& field);

}  // namespace rackproof::redfish
