#pragma once

#include <string>
#include <string_view>

#include "reports/report_view.h"
#include "schemas/json/json_value.h"

/// What several artifacts of an OCP Test & Validation output are made of.
namespace rackproof::ocptv {

/// softwareInfoId of rackproof itself: the errors that it tells are its own.
inline constexpr std::string_view kOwnSoftwareId = "rackproof";

/// The device under test: every device of the inventory with its id as hardwareInfoId, and what
/// runs on it.
[[nodiscard]] JsonValue dut_info(const ReportView& view);

/// Says which part an artifact is about: by hardwareInfoId where the inventory holds it, as a
/// subcomponent of that name where it does not (an empty slot); not at all for "".
void name_part(const std::string& device, const ReportView& view, JsonObject& artifact);

/// An error artifact of rackproof.
[[nodiscard]] JsonValue own_error(std::string_view symptom, const std::string& message);

/// "wrong answer" as a symptom or verdict: lower case, '-' between words.
[[nodiscard]] std::string in_kebab_case(std::string_view words);

}  // namespace rackproof::ocptv
