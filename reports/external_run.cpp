#include "reports/external_run.h"

#include <algorithm>
#include <cstdint>

#include "reports/ocptv_check.h"
#include "reports/ocptv_shape.h"
#include "reports/ocptv_values.h"
#include "schemas/digest.h"
#include "schemas/json/strict_json.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

using ocptv::member;
using ocptv::text_at;

constexpr std::ptrdiff_t kMostLines = 262'144;  // 16 MiB of the shortest lines there can be
constexpr std::size_t kMostTold = 3;

/// Before anything is kept of them.
Result<void> within_limits(std::string_view bytes) {
  if (bytes.empty()) {
    return Error{ErrorKind::malformed, "line 1: the file is empty"};
  }
  if (std::count(bytes.begin(), bytes.end(), '\n') > kMostLines) {
    return Error{ErrorKind::out_of_range, "line " + std::to_string(kMostLines + 1) +
                                              ": more lines than are taken, at most " +
                                              std::to_string(kMostLines)};
  }
  std::size_t number = 0;
  for (const auto line : lines(bytes)) {
    ++number;
    if (line.size() > kLongestExternalLine) {
      return Error{ErrorKind::out_of_range,
                   "line " + std::to_string(number) + ": " + std::to_string(line.size()) +
                       " bytes, at most " + std::to_string(kLongestExternalLine) + " are taken"};
    }
  }
  return {};
}

Error refusal(const std::vector<std::string>& findings) {
  std::string text;
  for (std::size_t i = 0; i < std::min(findings.size(), kMostTold); ++i) {
    text += (i == 0 ? "" : "; ") + findings[i];
  }
  const auto more = findings.size() - std::min(findings.size(), kMostTold);
  text += more == 0 ? "" : "; and more (" + std::to_string(more) + ")";
  return {ErrorKind::malformed, text};
}

void take_run(const JsonValue& line, const JsonValue& artifact, ExternalResult& result) {
  if (const auto* start = member(artifact, "testRunStart")) {
    result.tool = text_at(*start, "name");
    result.tool_version = text_at(*start, "version");
    result.started = text_at(line, "timestamp");
    result.device_under_test = text_at(*member(*start, "dutInfo"), "dutInfoId");
  }
  if (const auto* end = member(artifact, "testRunEnd")) {
    result.status = text_at(*end, "status");
    result.result = text_at(*end, "result");
    result.ended = text_at(line, "timestamp");
  }
}

void take_step(const JsonValue& artifact, ExternalResult& result) {
  const auto* diagnosis = member(artifact, "diagnosis");
  if (diagnosis == nullptr) {
    return;
  }
  const auto type = text_at(*diagnosis, "type");
  auto& count = type == "PASS"   ? result.passed_count
                : type == "FAIL" ? result.failed_count
                                 : result.unknown_count;
  ++count;
}

}  // namespace

Result<ExternalResult> read_external_run(std::string_view member_path, std::string_view bytes) {
  if (const auto fits = within_limits(bytes); !fits) {
    return fits.error();
  }
  for (const auto check : {ocptv_shape_findings, ocptv_findings}) {
    if (const auto findings = check(bytes); !findings.empty()) {
      return refusal(findings);
    }
  }
  ExternalResult result;
  result.member = member_path;
  result.sha256 = sha256_hex(bytes);
  for (const auto text : lines(bytes)) {
    const auto line = parse_strict_json(text);
    if (!line) {
      return line.error();  // both checks have read it
    }
    if (const auto* of_run = member(*line, "testRunArtifact")) {
      take_run(*line, *of_run, result);
    }
    if (const auto* of_step = member(*line, "testStepArtifact")) {
      take_step(*of_step, result);
    }
  }
  return result;
}

std::string external_title(const ExternalResult& result) {
  return result.member + " (" + result.tool + " " + result.tool_version + "): " + result.result +
         ", status " + result.status;
}

std::string external_diagnoses(const ExternalResult& result) {
  return "diagnoses: " + std::to_string(result.passed_count) + " PASS, " +
         std::to_string(result.failed_count) + " FAIL, " + std::to_string(result.unknown_count) +
         " UNKNOWN";
}

std::string_view external_disclaimer() {
  return "rackproof did not measure what follows and does not judge it: other tools say so of "
         "themselves, and no verdict of this report rests on it.";
}

std::vector<std::string> external_not_covered(const RunRecord& record) {
  std::vector<std::string> sentences;
  for (const auto& result : record.external_results) {
    if (result.result != "PASS") {
      sentences.push_back(std::string(kExternalOpening) + external_title(result) + ", " +
                          external_diagnoses(result) +
                          "; another tool says so, and the verdict does not count it");
    }
  }
  return sentences;
}

}  // namespace rackproof
