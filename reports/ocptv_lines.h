#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "schemas/json/json_value.h"
#include "schemas/time.h"

/// Writing OCP Test & Validation 2.0 output (opencomputeproject/ocp-diag-core: json_spec).
namespace rackproof::ocptv {

/// One output as JSON lines: numbers the artifacts and the steps. The same calls give the same
/// bytes.
class Lines {
 public:
  /// Begins with schemaVersion.
  explicit Lines(UtcTime at);

  /// An artifact of the run: "testRunStart", "error", "testRunEnd".
  void run(std::string_view kind, const JsonValue& value, UtcTime at);
  /// A step; the one before has been ended.
  void begin_step(const std::string& name, UtcTime at);
  /// An artifact of the step that is open: "measurement", "diagnosis", "extension".
  void step(std::string_view kind, const JsonValue& value, UtcTime at);
  /// `status` is COMPLETE, ERROR or SKIP.
  void end_step(std::string_view status, UtcTime at);

  [[nodiscard]] std::string take();

 private:
  void line(std::string_view kind, const JsonValue& value, UtcTime at);

  std::string text_;
  std::int64_t sequence_ = 0;
  std::int64_t step_ = -1;
};

}  // namespace rackproof::ocptv
