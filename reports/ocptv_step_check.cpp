#include "reports/ocptv_step_check.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "reports/ocptv_values.h"
#include "schemas/encoding.h"

namespace rackproof::ocptv {
namespace {

constexpr std::size_t kMostFindings = 100;

std::string quoted(std::string_view name) {
  return "'" + printable(name) + "'";
}

/// Which part a measurement or diagnosis is about, as one text.
std::string part_of(const JsonValue& artifact) {
  const auto* inner = member(artifact, "subcomponent");
  return text_at(artifact, "hardwareInfoId") + "\n" +
         (inner == nullptr ? "" : text_at(*inner, "name"));
}

/// Takes the ids of one list of the device under test.
void take_ids(const JsonValue& dut, std::string_view list, std::string_view id,
              std::set<std::string>& known, Findings& findings) {
  for (const auto& item : items_at(dut, list)) {
    if (!known.insert(text_at(item, id)).second) {
      findings.say(std::string(id) + " " + quoted(text_at(item, id)) + " is told twice");
    }
  }
}

}  // namespace

void Findings::say(const std::string& what) {
  if (sentences_.size() < kMostFindings) {
    sentences_.push_back("line " + std::to_string(line_) + ": " + what);
  }
}

std::vector<std::string> Findings::take() {
  return std::exchange(sentences_, {});
}

void StepCheck::device_under_test(const JsonValue& dut) {
  take_ids(dut, "hardwareInfos", "hardwareInfoId", hardware_, findings_);
  take_ids(dut, "softwareInfos", "softwareInfoId", software_, findings_);
}

void StepCheck::artifact(const JsonValue& artifact) {
  id_ = text_at(artifact, "testStepId");
  if (member(artifact, "testStepStart") != nullptr) {
    start();
    return;
  }
  const auto step = steps_.find(id_);
  if (step == steps_.end() || step->second.ended) {
    findings_.say("test step " + quoted(id_) +
                  (step == steps_.end() ? " has not started" : " has ended already"));
    return;
  }
  using Handler = void (StepCheck::*)(const JsonValue&);
  static constexpr std::pair<std::string_view, Handler> kKinds[] = {
      {"measurement", &StepCheck::measurement},
      {"measurementSeriesStart", &StepCheck::series_start},
      {"measurementSeriesElement", &StepCheck::series_element},
      {"measurementSeriesEnd", &StepCheck::series_end},
      {"diagnosis", &StepCheck::diagnosis},
      {"error", &StepCheck::error},
  };
  for (const auto& [name, handler] : kKinds) {
    if (const auto* found = member(artifact, name)) {
      (this->*handler)(*found);
    }
  }
  if (member(artifact, "testStepEnd") != nullptr) {
    end();
  }
}

void StepCheck::start() {
  if (!steps_.emplace(id_, Step()).second) {
    findings_.say("test step " + quoted(id_) + " starts twice");
  }
}

void StepCheck::end() {
  auto& step = steps_[id_];
  step.ended = true;
  for (const auto& [id, series] : series_) {
    if (series.step == id_ && !series.ended) {
      findings_.say("measurement series " + quoted(id) + " has no end");
    }
  }
  const bool both = std::ranges::any_of(
      step.passed, [&step](const std::string& part) { return step.outside.contains(part); });
  if (both) {
    findings_.say("a diagnosis of test step " + quoted(id_) +
                  " passes a part whose value is outside its validators");
  }
}

void StepCheck::finish() {
  for (const auto& [id, step] : steps_) {
    if (!step.ended) {
      findings_.say("test step " + quoted(id) + " has no end");
    }
  }
}

void StepCheck::known_hardware(const JsonValue& artifact) {
  const auto id = text_at(artifact, "hardwareInfoId");
  if (member(artifact, "hardwareInfoId") != nullptr && !hardware_.contains(id)) {
    findings_.say("hardwareInfoId " + quoted(id) + " is not told by dutInfo");
  }
}

void StepCheck::judge_value(const JsonValue& of, const JsonValue* validators,
                            const std::string& part) {
  const auto* value = member(of, "value");
  if (value != nullptr && !holds_all(*value, validators)) {
    outside_ = true;
    steps_[id_].outside.insert(part);
  }
}

void StepCheck::measurement(const JsonValue& measurement) {
  known_hardware(measurement);
  judge_value(measurement, member(measurement, "validators"), part_of(measurement));
}

void StepCheck::series_start(const JsonValue& start) {
  known_hardware(start);
  const auto id = text_at(start, "measurementSeriesId");
  Series series;
  series.step = id_;
  series.part = part_of(start);
  if (const auto* validators = member(start, "validators")) {
    series.validators = *validators;
  }
  if (!series_.emplace(id, std::move(series)).second) {
    findings_.say("measurement series " + quoted(id) + " starts twice");
  }
}

/// The series that an element or an end is of; nullptr, and said, where it is not open here.
StepCheck::Series* StepCheck::open_series(const JsonValue& artifact) {
  const auto id = text_at(artifact, "measurementSeriesId");
  const auto found = series_.find(id);
  if (found == series_.end() || found->second.step != id_ || found->second.ended) {
    findings_.say("measurement series " + quoted(id) + " is not open in test step " + quoted(id_));
    return nullptr;
  }
  return &found->second;
}

void StepCheck::series_element(const JsonValue& element) {
  if (!is_date_time(text_at(element, "timestamp"))) {
    findings_.say("timestamp " + quoted(text_at(element, "timestamp")) + " is no date and time");
  }
  auto* series = open_series(element);
  if (series == nullptr) {
    return;
  }
  const auto index = integer_at(element, "index");
  if (!series->indices.insert(index).second) {
    findings_.say("index " + std::to_string(index) + " of a measurement series comes twice");
  }
  judge_value(element, &series->validators, series->part);
}

void StepCheck::series_end(const JsonValue& end) {
  auto* series = open_series(end);
  if (series == nullptr) {
    return;
  }
  series->ended = true;
  const auto count = static_cast<std::int64_t>(series->indices.size());
  if (integer_at(end, "totalCount") != count) {
    findings_.say("a measurement series has " + std::to_string(count) +
                  " elements, and its end counts " + std::to_string(integer_at(end, "totalCount")));
  }
  if (count != 0 && *series->indices.rbegin() != count - 1) {
    findings_.say("the indices of a measurement series have a gap");
  }
}

void StepCheck::diagnosis(const JsonValue& diagnosis) {
  known_hardware(diagnosis);
  const auto type = text_at(diagnosis, "type");
  failed_ = failed_ || type == "FAIL";
  if (type == "PASS") {
    steps_[id_].passed.insert(part_of(diagnosis));
  }
}

void StepCheck::error(const JsonValue& error) {
  for (const auto& id : items_at(error, "softwareInfoIds")) {
    const auto* name = id.if_string();
    if (name == nullptr || !software_.contains(*name)) {
      findings_.say("softwareInfoId " + quoted(name == nullptr ? "" : *name) +
                    " is not told by dutInfo");
    }
  }
}

}  // namespace rackproof::ocptv
