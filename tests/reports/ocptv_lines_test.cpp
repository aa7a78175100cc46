#include "reports/ocptv_lines.h"

#include <chrono>

#include <catch2/catch.hpp>

using namespace rackproof;

TEST_CASE("ocptv: lines are numbered, steps too, and the version comes first", "[reports]") {
  const UtcTime at{std::chrono::seconds(1795238220)};
  ocptv::Lines lines(at);
  lines.run("log", JsonObject().add("severity", "INFO").add("message", "m").take(), at);
  lines.begin_step("a", at);
  lines.end_step("COMPLETE", at);
  lines.begin_step("b", at);
  const std::string stamp = ",\"timestamp\":\"2026-11-21T05:17:00.000000000Z\"}\n";
  const auto text = lines.take();
  CHECK(text.find("{\"schemaVersion\":{\"major\":2,\"minor\":0},\"sequenceNumber\":0") == 0);
  CHECK(text.find(stamp) != std::string::npos);
  CHECK(text.find("{\"testStepArtifact\":{\"testStepId\":\"0\",\"testStepEnd\":{\"status\":"
                  "\"COMPLETE\"}},\"sequenceNumber\":3") != std::string::npos);
  CHECK(text.find("{\"testStepArtifact\":{\"testStepId\":\"1\",\"testStepStart\":{\"name\":\"b\"}},"
                  "\"sequenceNumber\":4") != std::string::npos);
  CHECK(lines.take().empty());
}
