#include "probes/outside/openmetrics_line.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

#include "schemas/encoding.h"
#include "schemas/text.h"

namespace rackproof::outside {
namespace {

constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kBlanks = " \t";
constexpr double kMostSeconds = 9.2e9;  // some 290 years: what 64 bits of nanoseconds hold

Error malformed(const std::string& what, std::string_view got) {
  return Error{ErrorKind::malformed, what + ", got '" + printable(got, 80) + "'"};
}

bool is_letter(char c) {
  return kLetters.find(c) != std::string_view::npos;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Whether `text` is `word` in any case; `word` is in lower case.
bool is_word(std::string_view text, std::string_view word) {
  return std::ranges::equal(text, word, [](char given, char wanted) {
    return given == wanted || (given >= 'A' && given <= 'Z' && given - 'A' + 'a' == wanted);
  });
}

/// The character that a backslash and `c` stand for; nothing for an escape that there is not.
std::optional<char> unescaped(char c) {
  if (c == 'n') {
    return '\n';
  }
  return c == '\\' || c == '"' ? std::optional(c) : std::nullopt;
}

Reading in_double(std::string_view word) {
  auto number = parse_double(word);
  if (number) {
    return *number;
  }
  return std::move(number).error();
}

/// A run of digits with its sign; "-0" keeps its sign as a double.
Reading whole_number(std::string_view digits, bool negative) {
  const auto word = negative ? "-" + std::string(digits) : std::string(digits);
  const auto count = parse_integer(word);
  if (!count) {
    return in_double(word);  // beyond 64 bits
  }
  if (negative && *count == 0) {
    return -0.0;
  }
  return *count;
}

Result<void> take_exemplar(LineCursor& cursor) {
  if (!cursor.take('#') || !cursor.take_gap() || !cursor.next_is('{')) {
    return malformed("expected an exemplar, # {...} value", cursor.rest());
  }
  auto labels = take_labels(cursor);
  if (!labels) {
    return std::move(labels).error().during("exemplar");
  }
  if (!cursor.take_gap()) {
    return malformed("expected a blank behind an exemplar's labels", cursor.rest());
  }
  if (auto value = parse_exposition_value(cursor.take_word()); !value) {
    return std::move(value).error().during("exemplar");
  }
  if (cursor.take_gap()) {
    if (auto time = parse_exposition_time(cursor.take_word(), Dialect::openmetrics); !time) {
      return std::move(time).error().during("exemplar");
    }
  }
  return {};
}

/// One name="value"; `labels` is not sorted yet.
Result<void> take_label(LineCursor& cursor, Labels& labels) {
  const auto name = cursor.take_name(false);
  if (name.empty()) {
    return malformed("expected a label's name", cursor.rest());
  }
  cursor.take_loose_blanks();
  if (!cursor.take('=')) {
    return malformed("expected = behind label " + std::string(name), cursor.rest());
  }
  cursor.take_loose_blanks();
  auto value = cursor.take_quoted();
  if (!value) {
    return std::move(value).error().during("label " + printable(name, 80));
  }
  if (labels.size() == kMostLabels) {
    return Error{ErrorKind::out_of_range,
                 "more than " + std::to_string(kMostLabels) + " labels on one series"};
  }
  labels.push_back({name, std::move(value).value()});
  cursor.take_loose_blanks();
  return {};
}

}  // namespace

bool LineCursor::take(char c) {
  if (!next_is(c)) {
    return false;
  }
  rest_.remove_prefix(1);
  return true;
}

bool LineCursor::take_gap() {
  if (openmetrics()) {
    return take(' ') && !next_is(' ');
  }
  const auto blanks = std::min(rest_.find_first_not_of(kBlanks), rest_.size());
  rest_.remove_prefix(blanks);
  return blanks > 0;
}

void LineCursor::take_loose_blanks() {
  if (!openmetrics()) {
    rest_.remove_prefix(std::min(rest_.find_first_not_of(kBlanks), rest_.size()));
  }
}

std::string_view LineCursor::take_name(bool colons) {
  std::size_t length = 0;
  while (length < rest_.size() &&
         (is_letter(rest_[length]) || (length > 0 && is_digit(rest_[length])) ||
          (colons && rest_[length] == ':'))) {
    ++length;
  }
  const auto name = rest_.substr(0, length);
  rest_.remove_prefix(length);
  return name;
}

std::string_view LineCursor::take_word() {
  const auto word = rest_.substr(0, rest_.find_first_of(kBlanks));
  rest_.remove_prefix(word.size());
  return word;
}

Result<std::string> LineCursor::take_quoted() {
  if (!take('"')) {
    return malformed("expected a text in quotes", rest_);
  }
  std::string text;
  while (true) {
    const auto end = rest_.find_first_of("\"\\");
    if (end == std::string_view::npos) {
      return malformed("expected the quote at the end of a text", rest_);
    }
    text += rest_.substr(0, end);
    rest_.remove_prefix(end);
    if (take('"')) {
      return text;
    }
    auto meant = take_escape();
    if (!meant) {
      return meant;
    }
    text += *meant;
  }
}

/// OpenMetrics takes a backslash before any other character for itself (ABNF escaped-char).
Result<std::string> LineCursor::take_escape() {
  const auto pair = rest_.substr(0, 2);
  const auto meant = pair.size() == 2 ? unescaped(pair[1]) : std::nullopt;
  if (!meant && (pair.size() < 2 || !openmetrics())) {
    return malformed("expected \\\\, \\\" or \\n behind a backslash", pair);
  }
  rest_.remove_prefix(pair.size());
  return meant ? std::string(1, *meant) : std::string(pair);
}

Result<Labels> take_labels(LineCursor& cursor) {
  Labels labels;
  cursor.take('{');
  cursor.take_loose_blanks();
  while (!cursor.take('}')) {
    if (auto taken = take_label(cursor, labels); !taken) {
      return std::move(taken).error();
    }
    if (cursor.next_is('}')) {
      continue;
    }
    if (!cursor.take(',')) {
      return malformed("expected , or } behind a label", cursor.rest());
    }
    cursor.take_loose_blanks();
    if (cursor.openmetrics() && cursor.next_is('}')) {
      return malformed("expected a label behind the comma", cursor.rest());
    }
  }
  std::ranges::sort(labels);
  const auto twice = std::ranges::adjacent_find(labels, {}, &Label::name);
  if (twice != labels.end()) {
    return malformed("expected each label once", twice->name);
  }
  return labels;
}

Result<Reading> parse_exposition_value(std::string_view word) {
  const bool negative = word.starts_with('-');
  const auto body = word.substr(negative || word.starts_with('+') ? 1 : 0);
  if (is_word(word, "nan")) {
    return Reading(Error{ErrorKind::sentinel, "NaN"});
  }
  if (is_word(body, "inf") || is_word(body, "infinity")) {
    return Reading(Error{ErrorKind::out_of_range, negative ? "-Inf" : "+Inf"});
  }
  if (body.empty() || (!is_digit(body.front()) && body.front() != '.')) {
    return malformed("expected a number", word);
  }
  if (body.find_first_not_of(kDigits) == std::string_view::npos) {
    return whole_number(body, negative);
  }
  auto reading = in_double(negative ? word : body);
  const auto* why = std::get_if<Error>(&reading);
  if (why != nullptr && why->kind == ErrorKind::malformed) {
    return malformed("expected a number", word);
  }
  return reading;
}

Result<UtcTime> parse_exposition_time(std::string_view word, Dialect dialect) {
  if (dialect == Dialect::openmetrics) {
    const auto seconds = parse_double(word);
    if (!seconds || std::abs(*seconds) > kMostSeconds) {
      return malformed("expected a time in seconds", word);
    }
    return UtcTime(std::chrono::nanoseconds(std::llround(*seconds * 1e9)));
  }
  const auto milliseconds = parse_integer(word);
  if (!milliseconds || std::abs(static_cast<double>(*milliseconds)) > kMostSeconds * 1e3) {
    return malformed("expected a time in milliseconds", word);
  }
  return UtcTime(std::chrono::milliseconds(*milliseconds));
}

Result<std::optional<UtcTime>> take_stamp(LineCursor& cursor) {
  std::optional<UtcTime> stamp;
  bool gap = cursor.take_gap();
  if (gap && !cursor.at_end() && !cursor.next_is('#')) {
    auto time = parse_exposition_time(
        cursor.take_word(), cursor.openmetrics() ? Dialect::openmetrics : Dialect::prometheus);
    if (!time) {
      return std::move(time).error();
    }
    stamp = *time;
    gap = cursor.take_gap();
  }
  if (gap && cursor.openmetrics()) {
    if (auto taken = take_exemplar(cursor); !taken) {
      return std::move(taken).error();
    }
  }
  if (!cursor.at_end()) {
    return malformed("expected the end of the line", cursor.rest());
  }
  return stamp;
}

std::string unescaped_help(std::string_view text, Dialect dialect) {
  std::string help;
  while (true) {
    const auto slash = text.find('\\');
    help += text.substr(0, slash);
    if (slash == std::string_view::npos) {
      return help;
    }
    const auto meant = slash + 1 < text.size() ? unescaped(text[slash + 1]) : std::nullopt;
    const bool quote = meant == '"' && dialect != Dialect::openmetrics;
    if (!meant || quote) {
      help += '\\';
      text.remove_prefix(slash + 1);
      continue;
    }
    help += *meant;
    text.remove_prefix(slash + 2);
  }
}

}  // namespace rackproof::outside
