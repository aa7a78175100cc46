#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "schemas/exposition_name.h"

namespace rackproof {

/// Two formats that look alike. Both are UTF-8.
enum class ExpositionFormat {
  prometheus,   ///< Text format 0.0.4, which every scraper reads.
  openmetrics,  ///< OpenMetrics 1.0: units are told, "# EOF" shows that nothing was cut off.
};

[[nodiscard]] std::string_view content_type_of(ExpositionFormat format);

/// Of the name of a label and its value: name="value". In the value backslash, quote and newline
/// are escaped; other control characters and bytes that are not UTF-8 come as \xNN, so that a
/// hostile string stays inside its label.
[[nodiscard]] std::string label_text(std::string_view name, std::string_view value);

/// Writes an exposition from top to bottom into one string; nothing else is allocated a line. One
/// thread.
class ExpositionText {
 public:
  /// `about` bytes are set aside.
  explicit ExpositionText(ExpositionFormat format, std::size_t about = 0);

  /// The head of all series named `name`; their lines follow, and no other line of that name comes
  /// ever after. `unit` is "" or what `name` ends with, before _total. `help` is one line.
  void family(std::string_view name, SeriesType type, std::string_view unit, std::string_view help);
  /// One series. `labels` are made by label_text(), several with commas between; "" is none.
  void line(std::string_view name, std::initializer_list<std::string_view> labels,
            std::int64_t value);
  void line(std::string_view name, std::initializer_list<std::string_view> labels, double value);

  /// All of it, ended as the format asks.
  [[nodiscard]] std::string take();

 private:
  void comment(std::string_view keyword, std::string_view family, std::string_view text);
  void begin_line(std::string_view name, std::initializer_list<std::string_view> labels);

  ExpositionFormat format_;
  std::string out_;
};

}  // namespace rackproof
