#include "probes/redfish/redfish_fields.h"

#include <algorithm>
#include <string>

#include "probes/redfish/redfish_members.h"

namespace rackproof::redfish {
namespace {

constexpr std::string_view kReading = "/Reading";
constexpr std::string_view kSetPoint = "/SetPoint";

std::string_view without_end(std::string_view pointer, std::string_view end) {
  return pointer.substr(0, pointer.size() - end.size());
}

std::optional<Reading> read_bare(const JsonValue& document, const Field& field) {
  const auto* excerpt = member_at(document, without_end(field.pointer, kReading));
  if (excerpt == nullptr || excerpt->if_object() != nullptr || excerpt->if_array() != nullptr) {
    return std::nullopt;
  }
  return take_value(*excerpt, field.take);
}

}  // namespace

std::span<const Field> fields_of(std::string_view type) {
  for (const auto tables : {environment_fields(), facility_fields(), processor_fields(),
                            port_fields(), legacy_fields()}) {
    const auto table = std::ranges::find(tables, type, &FieldTable::type);
    if (table != tables.end()) {
      return table->fields;
    }
  }
  return {};
}

const Field* field_at(std::string_view type, std::string_view pointer) {
  for (const auto& field : fields_of(type)) {
    const bool excerpt =
        field.pointer.ends_with(kReading) && without_end(field.pointer, kReading) == pointer;
    if (field.pointer == pointer || excerpt) {
      return &field;
    }
  }
  return nullptr;
}

std::optional<Reading> read_field(const JsonValue& document, const Field& field) {
  const auto* value = member_at(document, field.pointer);
  if (value == nullptr) {
    return field.pointer.ends_with(kReading) ? read_bare(document, field) : std::nullopt;
  }
  if (field.pointer.ends_with(kSetPoint)) {
    const auto control = std::string(without_end(field.pointer, kSetPoint));
    if (text_at(document, control + "/ControlMode") == "Disabled") {
      return Error{ErrorKind::not_observable, "the limit is switched off"};
    }
  }
  return take_value(*value, field.take);
}

}  // namespace rackproof::redfish
