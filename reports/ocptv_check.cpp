#include "reports/ocptv_check.h"

#include <cstdint>
#include <utility>

#include "reports/ocptv_step_check.h"
#include "reports/ocptv_values.h"
#include "schemas/encoding.h"
#include "schemas/json/strict_json.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

using ocptv::member;
using ocptv::text_at;

/// Follows one output from line to line.
class Checker {
 public:
  void line(std::string_view bytes);
  std::vector<std::string> finish();

 private:
  void stamp(const JsonValue& artifact);
  void version(const JsonValue* version);
  void run_artifact(const JsonValue& artifact);
  void run_start(const JsonValue& start);
  void run_end(const JsonValue& end);
  void check_result(const std::string& status, const std::string& result);

  bool started_ = false;
  bool ended_ = false;
  ocptv::Findings findings_;
  ocptv::StepCheck steps_{findings_};
};

void Checker::line(std::string_view bytes) {
  findings_.next_line();
  const auto artifact = parse_strict_json(bytes);
  if (!artifact) {
    findings_.say(artifact.error().message);
    return;
  }
  stamp(*artifact);
  version(member(*artifact, "schemaVersion"));
  if (ended_) {
    findings_.say("something comes after testRunEnd");
  }
  if (const auto* of_run = member(*artifact, "testRunArtifact")) {
    run_artifact(*of_run);
  }
  if (const auto* of_step = member(*artifact, "testStepArtifact")) {
    if (!started_) {
      findings_.say("a test step before testRunStart");
    }
    steps_.artifact(*of_step);
  }
}

void Checker::stamp(const JsonValue& artifact) {
  const auto expected = static_cast<std::int64_t>(findings_.line()) - 1;
  if (ocptv::integer_at(artifact, "sequenceNumber") != expected) {
    findings_.say("sequenceNumber is not " + std::to_string(expected));
  }
  const auto timestamp = text_at(artifact, "timestamp");
  if (!ocptv::is_date_time(timestamp)) {
    findings_.say("timestamp '" + printable(timestamp) + "' is no date and time");
  }
}

void Checker::version(const JsonValue* version) {
  const bool first = findings_.line() == 1;
  if ((version != nullptr) != first) {
    findings_.say(first ? "the output does not begin with schemaVersion"
                        : "schemaVersion is told again");
  }
  if (version != nullptr &&
      (ocptv::integer_at(*version, "major") != 2 || ocptv::integer_at(*version, "minor") != 0)) {
    findings_.say("schemaVersion is not 2.0");
  }
}

void Checker::run_artifact(const JsonValue& artifact) {
  if (const auto* start = member(artifact, "testRunStart")) {
    run_start(*start);
  }
  if (const auto* end = member(artifact, "testRunEnd")) {
    run_end(*end);
  }
  if (const auto* error = member(artifact, "error")) {
    steps_.error(*error);
  }
}

void Checker::run_start(const JsonValue& start) {
  if (std::exchange(started_, true)) {
    findings_.say("testRunStart comes twice");
  }
  if (const auto* dut = member(start, "dutInfo")) {
    steps_.device_under_test(*dut);
  }
}

void Checker::run_end(const JsonValue& end) {
  if (!started_) {
    findings_.say("testRunEnd without testRunStart");
  }
  ended_ = true;
  steps_.finish();
  check_result(text_at(end, "status"), text_at(end, "result"));
}

/// The pairs of json_spec/README.md, "Valid Test Result and Test Status Combinations".
void Checker::check_result(const std::string& status, const std::string& result) {
  if ((status == "COMPLETE") != (result == "PASS" || result == "FAIL")) {
    findings_.say("a run of status '" + printable(status) + "' cannot have the result '" +
                  printable(result) + "'");
  }
  if (result == "PASS" && steps_.failed()) {
    findings_.say("the run passes over a failing diagnosis");
  }
  if (result == "PASS" && steps_.outside()) {
    findings_.say("the run passes over a value outside its validators");
  }
  if (result == "FAIL" && !steps_.failed() && !steps_.outside()) {
    findings_.say("the run fails, and no diagnosis and no value says why");
  }
}

std::vector<std::string> Checker::finish() {
  if (!ended_) {
    findings_.say("the output ends without testRunEnd");
  }
  return findings_.take();
}

}  // namespace

std::vector<std::string> ocptv_findings(std::string_view output) {
  Checker checker;
  for (const auto line : lines(output)) {
    checker.line(line);
  }
  return checker.finish();
}

}  // namespace rackproof
