#pragma once

#include <compare>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "schemas/result.h"
#include "schemas/sample.h"
#include "schemas/time.h"

/// The pieces of one line of an exposition. Pure; messages name no line, the caller does.
namespace rackproof::outside {

/// Two formats that look alike. Blanks, escapes and time stamps differ.
enum class Dialect {
  automatic,    ///< OpenMetrics where the text ends with "# EOF", else Prometheus.
  prometheus,   ///< Text format 0.0.4: blanks and tabs, comments, time stamps in milliseconds.
  openmetrics,  ///< 1.0: one blank between tokens, no other comments, seconds, exemplars.
};

struct Label {
  std::string_view name;
  std::string value;  ///< Escapes undone.

  auto operator<=>(const Label& other) const {
    return std::tie(name, value) <=> std::tie(other.name, other.value);
  }
  bool operator==(const Label&) const = default;
};

/// Sorted by name; no name twice.
using Labels = std::vector<Label>;

inline constexpr std::size_t kMostLabels = 64;

/// Takes a line apart from left to right. Views are into the line.
class LineCursor {
 public:
  /// `dialect` is one of the two, not automatic.
  LineCursor(std::string_view line, Dialect dialect) : rest_(line), dialect_(dialect) {}

  [[nodiscard]] bool at_end() const { return rest_.empty(); }
  [[nodiscard]] bool next_is(char c) const { return rest_.starts_with(c); }
  [[nodiscard]] std::string_view rest() const { return rest_; }
  [[nodiscard]] bool openmetrics() const { return dialect_ == Dialect::openmetrics; }

  /// Passes over `c`; false when something else comes.
  bool take(char c);
  /// What must stand between two tokens; false when it does not.
  bool take_gap();
  /// What may stand around a token in braces: nothing in OpenMetrics.
  void take_loose_blanks();
  /// A name of letters, digits, '_' and, of metrics, ':'; "" when none comes.
  std::string_view take_name(bool colons);
  /// What comes up to the next blank or the end.
  std::string_view take_word();
  /// A text in quotes, its escapes undone.
  Result<std::string> take_quoted();

 private:
  Result<std::string> take_escape();

  std::string_view rest_;
  Dialect dialect_;
};

/// {name="value",...}; the cursor stands on the brace.
Result<Labels> take_labels(LineCursor& cursor);

/// What a value says: a whole number is an integer where 64 bits hold it; NaN, infinities and what
/// no double holds are reasons. Error{malformed} for what is no number.
Result<Reading> parse_exposition_value(std::string_view word);

/// Milliseconds (Prometheus) or seconds (OpenMetrics) since 1970.
Result<UtcTime> parse_exposition_time(std::string_view word, Dialect dialect);

/// What follows a value: a time, and in OpenMetrics an exemplar, which is held against the format
/// and dropped. The cursor stands behind the value.
Result<std::optional<UtcTime>> take_stamp(LineCursor& cursor);

/// The text of a HELP line, its escapes undone; a backslash before anything else stands for itself.
std::string unescaped_help(std::string_view text, Dialect dialect);

}  // namespace rackproof::outside
