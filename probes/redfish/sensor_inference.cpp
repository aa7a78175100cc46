#include "probes/redfish/sensor_inference.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>
#include <vector>

#include "probes/redfish/redfish_members.h"
#include "schemas/encoding.h"

namespace rackproof::redfish {
namespace {

struct Hint {
  std::string_view word;
  std::string_view type;
};

/// Whole words of a name, in lower case.
constexpr std::array kHints{
    Hint{"temp", "Temperature"},    Hint{"temperature", "Temperature"},
    Hint{"tmp", "Temperature"},     Hint{"pkgtmp", "Temperature"},
    Hint{"ambient", "Temperature"}, Hint{"humidity", "Humidity"},
    Hint{"voltage", "Voltage"},     Hint{"volt", "Voltage"},
    Hint{"volts", "Voltage"},       Hint{"current", "Current"},
    Hint{"amps", "Current"},        Hint{"power", "Power"},
    Hint{"pwr", "Power"},           Hint{"watts", "Power"},
    Hint{"rpm", "Rotational"},      Hint{"tach", "Rotational"},
    Hint{"energy", "EnergyJoules"}, Hint{"frequency", "Frequency"},
    Hint{"freq", "Frequency"},
};

std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> found(1);
  char before = ' ';
  for (const char character : name) {
    const auto code = static_cast<unsigned char>(character);
    const bool letter = std::isalpha(code) != 0;
    const bool starts =
        std::isupper(code) != 0 && std::islower(static_cast<unsigned char>(before)) != 0;
    if ((!letter || starts) && !found.back().empty()) {
      found.emplace_back();
    }
    if (letter) {
      found.back() += static_cast<char>(std::tolower(code));
    }
    before = character;
  }
  return found;
}

/// The type that the words of the name tell, if all that tell agree. "Power supply" tells where the
/// sensor is, not what it measures.
const ReadingType* type_of_name(std::string_view name) {
  const auto found = words_of(name);
  const ReadingType* type = nullptr;
  for (std::size_t i = 0; i < found.size(); ++i) {
    const auto* const hint = std::ranges::find(kHints, found[i], &Hint::word);
    const bool place = i + 1 < found.size() && found[i + 1] == "supply";
    if (hint == kHints.end() || place) {
      continue;
    }
    const auto* told = reading_type(hint->type);
    if (type != nullptr && type != told) {
      return nullptr;
    }
    type = told;
  }
  return type;
}

/// iLO marks its temperature sensors, and leaves type and unit out of all of them.
bool is_ilo_temperature(const JsonValue& sensor) {
  const auto* mark = member_at(sensor, "Oem/Hpe/@odata.type");
  const auto* text = mark == nullptr ? nullptr : mark->if_string();
  return text != nullptr && text->starts_with("#HpeSeaOfSensors.");
}

Result<SensorMeaning> from_name(const JsonValue& sensor) {
  const bool ilo = is_ilo_temperature(sensor);
  const auto* type = ilo ? reading_type("Temperature") : type_of_name(text_at(sensor, "Name"));
  if (type == nullptr) {
    return Error{
        ErrorKind::unsupported,
        "neither ReadingType nor ReadingUnits, and the name does not tell what it measures"};
  }
  return SensorMeaning{type, sensor_unit(type->unit),
                       ilo ? "type and unit from the maker's mark" : "type and unit from the name"};
}

Result<SensorMeaning> from_unit(const JsonValue& sensor, std::string_view text) {
  const auto* unit = sensor_unit(text);
  if (unit == nullptr) {
    return Error{ErrorKind::unsupported, "unit '" + printable(text, 40) + "' is not known"};
  }
  const auto* type = type_of_unit(*unit);
  if (type == nullptr && unit->base == Unit::ratio) {
    const auto* told = type_of_name(text_at(sensor, "Name"));
    const bool humidity = told != nullptr && told->name == "Humidity";
    type = reading_type(humidity ? "Humidity" : "Percent");
  }
  if (type == nullptr) {
    return Error{ErrorKind::unsupported,
                 "no ReadingType, and '" + printable(text, 40) + "' is the unit of several"};
  }
  return SensorMeaning{type, unit, "type from the unit"};
}

/// An energy in a unit of power is that power for an hour: "kW" was seen where "kW.h" was meant.
const SensorUnit* with_hour(const ReadingType& type, const SensorUnit& unit) {
  const bool energy = type.metric->unit == Unit::joule && unit.base == Unit::watt;
  return energy ? sensor_unit(std::string(unit.text) + ".h") : nullptr;
}

Result<SensorMeaning> from_both(const ReadingType& type, std::string_view text) {
  const auto* unit = sensor_unit(text);
  if (unit == nullptr) {
    return Error{ErrorKind::malformed, std::string(type.name) + " in '" + printable(text, 40) +
                                           "': the unit is not known"};
  }
  if (unit->base == type.metric->unit) {
    return SensorMeaning{&type, unit,
                         unit->standard ? "" : "unit from '" + std::string(text) + "'"};
  }
  const auto* hourly = with_hour(type, *unit);
  if (hourly == nullptr) {
    return Error{ErrorKind::malformed, std::string(type.name) + " in '" + std::string(text) +
                                           "': type and unit exclude each other"};
  }
  return SensorMeaning{&type, hourly,
                       "unit " + std::string(hourly->text) + " from '" + std::string(text) + "'"};
}

}  // namespace

Result<SensorMeaning> meaning_of(const JsonValue& sensor) {
  const auto type_text = text_at(sensor, "ReadingType");
  const auto unit_text = text_at(sensor, "ReadingUnits");
  if (type_text.empty()) {
    return unit_text.empty() ? from_name(sensor) : from_unit(sensor, unit_text);
  }
  const auto* type = reading_type(type_text);
  if (type == nullptr) {
    return Error{ErrorKind::unsupported,
                 "ReadingType '" + printable(type_text, 40) + "' is not known"};
  }
  if (unit_text.empty()) {
    return SensorMeaning{type, sensor_unit(type->unit), "unit from the type"};
  }
  return from_both(*type, unit_text);
}

}  // namespace rackproof::redfish
