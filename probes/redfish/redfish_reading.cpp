#include "probes/redfish/redfish_reading.h"

#include <utility>

#include "probes/redfish/energy_balance.h"
#include "probes/redfish/redfish_fields.h"
#include "probes/redfish/redfish_members.h"
#include "probes/redfish/redfish_time.h"
#include "schemas/catalogue.h"

namespace rackproof::redfish {
namespace {

constexpr auto kComputedHeat = metrics::named("coolant_heat_computed_watts");
constexpr auto kDisagreement = metrics::named("coolant_heat_disagreement_ratio");

/// A limit that is null is no limit, and no news.
bool is_missing_limit(const Field& field, const Reading& reading) {
  return field.pointer.find("Threshold") != std::string_view::npos && !has_value(reading);
}

/// Gathers the readings of one document.
class Gatherer {
 public:
  Gatherer(const Place& place, std::string_view uri, const JsonValue& document)
      : place_(place),
        uri_(uri),
        document_(document),
        forbidden_(state_forbids(text_at(document, "Status/State"))) {
    const auto time = parse_offset_time(text_at(document, "ReadingTime"));
    if (time) {
      measured_at_ = *time;
    }
  }

  RedfishReadings gather() {
    if (place_.sensor) {
      add(place_.sensor->metric, "Reading", read_sensor(*place_.sensor, document_));
      for (auto& [metric, reading] : read_limits(*place_.sensor, document_)) {
        add(metric, "Thresholds", std::move(reading));
      }
    }
    for (const auto& field : fields_of(place_.type)) {
      auto reading = read_field(document_, field);
      if (reading && !is_missing_limit(field, *reading)) {
        add(field.metric, field.pointer, forbidden_ ? Reading(*forbidden_) : *reading);
      }
    }
    if (place_.type == "CoolantConnector" && !forbidden_) {
      add_balance();
    }
    return std::move(readings_);
  }

 private:
  void add(const Metric* metric, std::string_view pointer, Reading reading) {
    const auto* const joint = uri_.find('#') == std::string_view::npos ? "#/" : "/";
    auto source = std::string(uri_) + joint + std::string(pointer);
    if (auto* why = std::get_if<Error>(&reading)) {
      *why = why->during(source);
    }
    readings_.push_back(
        {place_.device, metric, std::move(reading), measured_at_, std::move(source)});
  }

  void add_balance() {
    auto balance = energy_balance(document_);
    if (balance) {
      add(kComputedHeat, "FlowLitersPerMinute", std::move(balance->computed_watts));
      add(kDisagreement, "HeatRemovedkW", std::move(balance->disagreement));
    }
  }

  const Place& place_;
  std::string_view uri_;
  const JsonValue& document_;
  std::optional<Error> forbidden_;
  std::optional<UtcTime> measured_at_;
  RedfishReadings readings_;
};

}  // namespace

RedfishReadings read_document(const Place& place, std::string_view uri, const JsonValue& document) {
  return Gatherer(place, uri, document).gather();
}

std::optional<RedfishReading> read_property(const Place& place, std::string_view pointer,
                                            std::string_view text) {
  if (place.sensor && (pointer.empty() || pointer == "Reading")) {
    auto reading = take_sensor_value(*place.sensor, JsonValue(std::string(text)));
    return RedfishReading{place.device, place.sensor->metric, std::move(reading), {}, {}};
  }
  const auto* field = field_at(place.type, pointer);
  if (field == nullptr) {
    return std::nullopt;
  }
  return RedfishReading{place.device, field->metric, take_text(text, field->take), {}, {}};
}

}  // namespace rackproof::redfish
