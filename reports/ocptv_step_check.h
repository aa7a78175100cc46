#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "schemas/json/json_value.h"

/// The test steps of an OCPTV 2.0 output, as ocptv_findings() looks at them.
namespace rackproof::ocptv {

/// Sentences about one output, each with the number of the line that is being looked at.
class Findings {
 public:
  void next_line() { ++line_; }
  [[nodiscard]] std::size_t line() const { return line_; }
  void say(const std::string& what);
  [[nodiscard]] std::vector<std::string> take();

 private:
  std::size_t line_ = 0;
  std::vector<std::string> sentences_;
};

/// Follows steps, measurements, series and diagnoses from line to line.
class StepCheck {
 public:
  /// `findings` outlives it.
  explicit StepCheck(Findings& findings) : findings_(findings) {}

  /// The parts and programs that later artifacts may name (dutInfo).
  void device_under_test(const JsonValue& dut);
  /// One testStepArtifact.
  void artifact(const JsonValue& artifact);
  /// An error of the run or of a step.
  void error(const JsonValue& error);
  /// Nothing more comes: which steps have no end.
  void finish();

  [[nodiscard]] bool failed() const { return failed_; }    ///< A diagnosis said FAIL.
  [[nodiscard]] bool outside() const { return outside_; }  ///< A value broke its validators.

 private:
  struct Step {
    bool ended = false;
    std::set<std::string> outside;  ///< Parts with a value outside its validators.
    std::set<std::string> passed;   ///< Parts with a passing diagnosis.
  };
  struct Series {
    std::string step;
    bool ended = false;
    std::string part;
    JsonValue validators;
    std::set<std::int64_t> indices;
  };

  void start();
  void end();
  void measurement(const JsonValue& measurement);
  void series_start(const JsonValue& start);
  void series_element(const JsonValue& element);
  void series_end(const JsonValue& end);
  void diagnosis(const JsonValue& diagnosis);

  void known_hardware(const JsonValue& artifact);
  void judge_value(const JsonValue& of, const JsonValue* validators, const std::string& part);
  Series* open_series(const JsonValue& artifact);

  Findings& findings_;
  std::string id_;  ///< testStepId of the artifact that is being looked at.
  bool failed_ = false;
  bool outside_ = false;
  std::set<std::string> hardware_;
  std::set<std::string> software_;
  std::map<std::string, Step> steps_;
  std::map<std::string, Series> series_;  ///< Their ids are the run's, not the step's.
};

}  // namespace rackproof::ocptv
