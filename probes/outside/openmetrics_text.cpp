#include "probes/outside/openmetrics_text.h"

#include <algorithm>
#include <functional>
#include <tuple>
#include <utility>

#include "schemas/encoding.h"
#include "schemas/text.h"

namespace rackproof::outside {
namespace {

constexpr std::string_view kEnd = "# EOF";

Error malformed(const std::string& what, std::string_view got) {
  return Error{ErrorKind::malformed, what + ", got '" + printable(got, 80) + "'"};
}

/// One exposition, line by line.
class Parser {
 public:
  Parser(Dialect dialect, const ExpositionLimits& limits)
      : limits_(limits), families_(dialect, limits.families) {
    found_.dialect = dialect;
  }

  Result<void> take_line(std::string_view line);
  /// Whether the line that ends OpenMetrics has come.
  [[nodiscard]] bool ended() const { return ended_; }

  Exposition give() {
    found_.families = families_.give();
    return std::move(found_);
  }

 private:
  [[nodiscard]] bool openmetrics() const { return found_.dialect == Dialect::openmetrics; }
  Result<void> take_comment(std::string_view line);
  Result<void> take_metadata(std::string_view keyword, LineCursor cursor);
  Result<void> take_sample(std::string_view line);
  static Result<void> take_rest(LineCursor& cursor, ForeignSeries& series);

  const ExpositionLimits& limits_;
  Exposition found_;
  FamilyTable families_;
  bool ended_ = false;
};

Result<void> Parser::take_line(std::string_view line) {
  if (line.size() > limits_.line_bytes) {
    return Error{ErrorKind::out_of_range,
                 "longer than " + std::to_string(limits_.line_bytes) + " bytes"};
  }
  if (ended_) {
    return malformed("expected nothing behind # EOF", line);
  }
  if (openmetrics() && line == kEnd) {
    ended_ = true;
    return {};
  }
  if (!openmetrics()) {
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    if (line.empty()) {
      return {};
    }
  }
  return line.starts_with('#') ? take_comment(line) : take_sample(line);
}

Result<void> Parser::take_comment(std::string_view line) {
  LineCursor cursor(line, found_.dialect);
  cursor.take('#');
  const bool gap = cursor.take_gap();
  const auto keyword = cursor.take_word();
  const bool known = keyword == "HELP" || keyword == "TYPE" || (openmetrics() && keyword == "UNIT");
  if (openmetrics() && (!gap || !known)) {
    return malformed("expected # HELP, # TYPE, # UNIT or # EOF", line);
  }
  return known ? take_metadata(keyword, cursor) : Result<void>();
}

Result<void> Parser::take_metadata(std::string_view keyword, LineCursor cursor) {
  const bool gap = cursor.take_gap();
  const auto name = cursor.take_name(true);
  if (!gap || name.empty()) {
    return malformed("expected a family's name behind # " + std::string(keyword), cursor.rest());
  }
  const bool blank = openmetrics() ? cursor.take(' ') : cursor.take_gap();
  if (!blank && !cursor.at_end()) {
    return malformed("expected a blank behind " + printable(name, 80), cursor.rest());
  }
  return families_.tell(keyword, name, cursor.rest());
}

/// The cursor stands behind the metric's name.
Result<Labels> take_labels_if_any(LineCursor& cursor) {
  auto ahead = cursor;
  ahead.take_loose_blanks();
  if (!ahead.next_is('{')) {
    return Labels{};
  }
  cursor = ahead;
  return take_labels(cursor);
}

/// Labels, value and time; the cursor stands behind the name.
Result<void> Parser::take_rest(LineCursor& cursor, ForeignSeries& series) {
  auto labels = take_labels_if_any(cursor);
  if (!labels) {
    return std::move(labels).error();
  }
  if (!cursor.take_gap()) {
    return malformed("expected a blank before the value", cursor.rest());
  }
  auto value = parse_exposition_value(cursor.take_word());
  if (!value) {
    return std::move(value).error();
  }
  auto stamp = take_stamp(cursor);
  if (!stamp) {
    return std::move(stamp).error();
  }
  series.labels = std::move(labels).value();
  series.value = std::move(value).value();
  series.stamped = *stamp;
  return {};
}

Result<void> Parser::take_sample(std::string_view line) {
  LineCursor cursor(line, found_.dialect);
  ForeignSeries series;
  series.name = cursor.take_name(true);
  if (series.name.empty()) {
    return malformed("expected a metric's name", line);
  }
  if (auto taken = take_rest(cursor, series); !taken) {
    return taken;
  }
  const auto family = families_.take_sample(series.name);
  if (!family) {
    return family.error();
  }
  if (found_.series.size() == limits_.series) {
    return Error{ErrorKind::out_of_range,
                 "more than " + std::to_string(limits_.series) + " series"};
  }
  series.family = *family;
  found_.series.push_back(std::move(series));
  return {};
}

std::size_t hash_of(const ForeignSeries& series) {
  const std::hash<std::string_view> hash{};
  constexpr std::size_t kSpread = 0x9E3779B97F4A7C15U;
  auto all = hash(series.name);
  for (const auto& label : series.labels) {
    all = (all ^ hash(label.name)) * kSpread;
    all = (all ^ hash(label.value)) * kSpread;
  }
  return all;
}

Result<void> refuse_doubles(const std::vector<ForeignSeries>& all) {
  std::vector<std::pair<std::size_t, const ForeignSeries*>> order;
  order.reserve(all.size());
  for (const auto& series : all) {
    order.emplace_back(hash_of(series), &series);
  }
  const auto key = [](const auto& entry) {
    return std::tie(entry.first, entry.second->name, entry.second->labels);
  };
  std::ranges::sort(order, [&](const auto& a, const auto& b) { return key(a) < key(b); });
  const auto twice = std::ranges::adjacent_find(
      order, [&](const auto& a, const auto& b) { return key(a) == key(b); });
  if (twice != order.end()) {
    return malformed("expected each series once", twice->second->name);
  }
  return {};
}

std::string line_number(std::size_t number) {
  return "line " + std::to_string(number);
}

bool ends_as_openmetrics(std::string_view text) {
  text.remove_suffix(text.ends_with('\n') ? 1 : 0);
  return text == kEnd || text.ends_with("\n" + std::string(kEnd));
}

Result<void> take_lines(std::string_view text, Parser& parser) {
  for (std::size_t number = 1; !text.empty(); ++number) {
    const auto end = text.find('\n');
    const auto line = text.substr(0, end);
    if (!is_utf8(line)) {
      return Error{ErrorKind::malformed, line_number(number) + ": is not UTF-8"};
    }
    if (auto taken = parser.take_line(line); !taken) {
      return std::move(taken).error().during(line_number(number));
    }
    if (end == std::string_view::npos && !parser.ended()) {
      return malformed(line_number(number) + ": expected a newline at the end of the last line",
                       line);
    }
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return {};
}

}  // namespace

Result<Exposition> parse_openmetrics(std::string_view text, Dialect dialect,
                                     const ExpositionLimits& limits) {
  if (text.size() > limits.bytes) {
    return Error{ErrorKind::out_of_range, "more than " + std::to_string(limits.bytes) + " bytes"};
  }
  if (dialect == Dialect::automatic) {
    dialect = ends_as_openmetrics(text) ? Dialect::openmetrics : Dialect::prometheus;
  }
  Parser parser(dialect, limits);
  if (auto taken = take_lines(text, parser); !taken) {
    return std::move(taken).error();
  }
  if (dialect == Dialect::openmetrics && !parser.ended()) {
    return Error{ErrorKind::malformed, "expected # EOF as the last line: the text is cut off"};
  }
  auto found = parser.give();
  if (auto single = refuse_doubles(found.series); !single) {
    return std::move(single).error();
  }
  return found;
}

}  // namespace rackproof::outside
