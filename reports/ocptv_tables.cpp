#include "reports/ocptv_tables.h"

#include <array>

namespace rackproof::ocptv {
namespace {

constexpr auto kRequired = Need::required;
constexpr auto kOptional = Need::optional;
constexpr auto kAlternative = Need::alternative;

// The files of json_spec/output at version 2.0 (opencomputeproject/ocp-diag-core), row by row.
// clang-format off
constexpr std::array<std::string_view, 3> kStatuses{"COMPLETE", "ERROR", "SKIP"};
constexpr std::array<std::string_view, 3> kResults{"NOT_APPLICABLE", "PASS", "FAIL"};
constexpr std::array<std::string_view, 3> kDiagnoses{"PASS", "FAIL", "UNKNOWN"};
constexpr std::array<std::string_view, 5> kSeverities{"INFO", "DEBUG", "WARNING", "ERROR", "FATAL"};
constexpr std::array<std::string_view, 4> kSoftware{"UNSPECIFIED", "FIRMWARE", "SYSTEM", "APPLICATION"};
constexpr std::array<std::string_view, 6> kComponents{
    "UNSPECIFIED", "ASIC", "ASIC-SUBSYSTEM", "BUS", "FUNCTION", "CONNECTOR"};
constexpr std::array<std::string_view, 10> kComparisons{
    "EQUAL", "NOT_EQUAL", "LESS_THAN", "LESS_THAN_OR_EQUAL", "GREATER_THAN",
    "GREATER_THAN_OR_EQUAL", "REGEX_MATCH", "REGEX_NO_MATCH", "IN_SET", "NOT_IN_SET"};

constexpr std::array kSourceFields{
    Field{"file", kRequired}, Field{"line", kRequired, Kind::number}};
constexpr Shape kSource{kSourceFields};
constexpr std::array kPlatformFields{Field{"info", kRequired}};
constexpr Shape kPlatform{kPlatformFields};
constexpr std::array kSoftwareFields{
    Field{"name", kRequired}, Field{"softwareInfoId", kRequired}, Field{"version"},
    Field{"revision"}, Field{"softwareType", kOptional, Kind::word, nullptr, kSoftware},
    Field{"computerSystem"}};
constexpr Shape kSoftwareShape{kSoftwareFields};
constexpr std::array kHardwareFields{
    Field{"name", kRequired}, Field{"hardwareInfoId", kRequired}, Field{"version"},
    Field{"revision"}, Field{"location"}, Field{"serialNumber"}, Field{"partNumber"},
    Field{"partType"}, Field{"manufacturer"}, Field{"manufacturerPartNumber"}, Field{"odataId"},
    Field{"computerSystem"}, Field{"manager"}};
constexpr Shape kHardware{kHardwareFields};
constexpr std::array kDutFields{
    Field{"dutInfoId", kRequired}, Field{"name"},
    Field{"platformInfos", kOptional, Kind::objects, &kPlatform},
    Field{"softwareInfos", kOptional, Kind::objects, &kSoftwareShape},
    Field{"hardwareInfos", kOptional, Kind::objects, &kHardware},
    Field{"metadata", kOptional, Kind::free_object}};
constexpr Shape kDut{kDutFields};
constexpr std::array kRunStartFields{
    Field{"name", kRequired}, Field{"version", kRequired}, Field{"commandLine", kRequired},
    Field{"parameters", kRequired, Kind::free_object},
    Field{"dutInfo", kRequired, Kind::object, &kDut},
    Field{"metadata", kOptional, Kind::free_object}};
constexpr Shape kRunStart{kRunStartFields};
constexpr std::array kRunEndFields{
    Field{"status", kRequired, Kind::word, nullptr, kStatuses},
    Field{"result", kRequired, Kind::word, nullptr, kResults}};
constexpr Shape kRunEnd{kRunEndFields};
constexpr std::array kLogFields{
    Field{"severity", kRequired, Kind::word, nullptr, kSeverities}, Field{"message", kRequired},
    Field{"sourceLocation", kOptional, Kind::object, &kSource}};
constexpr Shape kLog{kLogFields};
constexpr std::array kErrorFields{
    Field{"symptom", kRequired}, Field{"message"}, Field{"softwareInfoIds", kOptional, Kind::texts},
    Field{"sourceLocation", kOptional, Kind::object, &kSource}};
constexpr Shape kError{kErrorFields};
constexpr std::array kRunFields{
    Field{"testRunStart", kAlternative, Kind::object, &kRunStart},
    Field{"testRunEnd", kAlternative, Kind::object, &kRunEnd},
    Field{"log", kAlternative, Kind::object, &kLog},
    Field{"error", kAlternative, Kind::object, &kError}};
constexpr Shape kRun{kRunFields};

constexpr std::array kComponentFields{
    Field{"name", kRequired}, Field{"type", kOptional, Kind::word, nullptr, kComponents},
    Field{"location"}, Field{"version"}, Field{"revision"}};
constexpr Shape kComponent{kComponentFields};
constexpr std::array kValidatorFields{
    Field{"type", kRequired, Kind::word, nullptr, kComparisons},
    Field{"value", kRequired, Kind::value}, Field{"name"},
    Field{"metadata", kOptional, Kind::free_object}};
constexpr Shape kValidator{kValidatorFields};
constexpr std::array kMeasurementFields{
    Field{"name", kRequired}, Field{"value", kRequired, Kind::value}, Field{"unit"},
    Field{"validators", kOptional, Kind::objects, &kValidator}, Field{"hardwareInfoId"},
    Field{"subcomponent", kOptional, Kind::object, &kComponent},
    Field{"metadata", kOptional, Kind::free_object}};
constexpr Shape kMeasurement{kMeasurementFields};
constexpr std::array kSeriesStartFields{
    Field{"name", kRequired}, Field{"measurementSeriesId", kRequired}, Field{"unit"},
    Field{"validators", kOptional, Kind::objects, &kValidator}, Field{"hardwareInfoId"},
    Field{"subcomponent", kOptional, Kind::object, &kComponent},
    Field{"metadata", kOptional, Kind::free_object}};
constexpr Shape kSeriesStart{kSeriesStartFields};
constexpr std::array kElementFields{
    Field{"index", kRequired, Kind::integer}, Field{"value", kRequired, Kind::value},
    Field{"timestamp", kRequired}, Field{"measurementSeriesId", kRequired},
    Field{"metadata", kOptional, Kind::free_object}};
constexpr Shape kElement{kElementFields};
constexpr std::array kSeriesEndFields{
    Field{"measurementSeriesId", kRequired}, Field{"totalCount", kRequired, Kind::integer}};
constexpr Shape kSeriesEnd{kSeriesEndFields};
constexpr std::array kDiagnosisFields{
    Field{"verdict", kRequired}, Field{"type", kRequired, Kind::word, nullptr, kDiagnoses},
    Field{"message"}, Field{"hardwareInfoId"},
    Field{"subcomponent", kOptional, Kind::object, &kComponent},
    Field{"sourceLocation", kOptional, Kind::object, &kSource}};
constexpr Shape kDiagnosis{kDiagnosisFields};
constexpr std::array kFileFields{
    Field{"displayName", kRequired}, Field{"uri", kRequired},
    Field{"isSnapshot", kRequired, Kind::boolean}, Field{"description"}, Field{"contentType"},
    Field{"metadata", kOptional, Kind::free_object}};
constexpr Shape kFile{kFileFields, true};
constexpr std::array kExtensionFields{
    Field{"name", kRequired}, Field{"content", kRequired, Kind::free_object}};
constexpr Shape kExtension{kExtensionFields, true};
constexpr std::array kStepStartFields{Field{"name", kRequired}};
constexpr Shape kStepStart{kStepStartFields};
constexpr std::array kStepEndFields{Field{"status", kRequired, Kind::word, nullptr, kStatuses}};
constexpr Shape kStepEnd{kStepEndFields};
constexpr std::array kStepFields{
    Field{"testStepId", kRequired},
    Field{"testStepStart", kAlternative, Kind::object, &kStepStart},
    Field{"testStepEnd", kAlternative, Kind::object, &kStepEnd},
    Field{"measurement", kAlternative, Kind::object, &kMeasurement},
    Field{"measurementSeriesStart", kAlternative, Kind::object, &kSeriesStart},
    Field{"measurementSeriesElement", kAlternative, Kind::object, &kElement},
    Field{"measurementSeriesEnd", kAlternative, Kind::object, &kSeriesEnd},
    Field{"diagnosis", kAlternative, Kind::object, &kDiagnosis},
    Field{"log", kAlternative, Kind::object, &kLog},
    Field{"error", kAlternative, Kind::object, &kError},
    Field{"file", kAlternative, Kind::object, &kFile},
    Field{"extension", kAlternative, Kind::object, &kExtension}};
constexpr Shape kStep{kStepFields};

constexpr std::array kVersionFields{
    Field{"major", kRequired, Kind::integer}, Field{"minor", kRequired, Kind::integer}};
constexpr Shape kVersion{kVersionFields, true};
constexpr std::array kRootFields{
    Field{"sequenceNumber", kRequired, Kind::integer}, Field{"timestamp", kRequired},
    Field{"schemaVersion", kAlternative, Kind::object, &kVersion},
    Field{"testRunArtifact", kAlternative, Kind::object, &kRun},
    Field{"testStepArtifact", kAlternative, Kind::object, &kStep}};
constexpr Shape kRoot{kRootFields};
// clang-format on

}  // namespace

const Shape& line_shape() {
  return kRoot;
}

}  // namespace rackproof::ocptv
