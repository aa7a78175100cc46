#include "reports/ocptv_lines.h"

#include <utility>

#include "schemas/json/json_writer.h"

namespace rackproof::ocptv {

Lines::Lines(UtcTime at) {
  line("schemaVersion", JsonObject().add("major", 2).add("minor", 0).take(), at);
}

void Lines::line(std::string_view kind, const JsonValue& value, UtcTime at) {
  text_ += write_json_line(JsonObject()
                               .add(kind, value)
                               .add("sequenceNumber", sequence_++)
                               .add("timestamp", format_utc(at))
                               .take());
}

void Lines::run(std::string_view kind, const JsonValue& value, UtcTime at) {
  line("testRunArtifact", JsonObject().add(kind, value).take(), at);
}

void Lines::begin_step(const std::string& name, UtcTime at) {
  ++step_;
  step("testStepStart", JsonObject().add("name", name).take(), at);
}

void Lines::step(std::string_view kind, const JsonValue& value, UtcTime at) {
  line("testStepArtifact",
       JsonObject().add("testStepId", std::to_string(step_)).add(kind, value).take(), at);
}

void Lines::end_step(std::string_view status, UtcTime at) {
  step("testStepEnd", JsonObject().add("status", status).take(), at);
}

std::string Lines::take() {
  return std::exchange(text_, {});
}

}  // namespace rackproof::ocptv
