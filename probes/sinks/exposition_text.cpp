#include "probes/sinks/exposition_text.h"

#include <array>
#include <charconv>

#include "schemas/encoding.h"

namespace rackproof {
namespace {

constexpr std::string_view kTotal = "_total";
constexpr std::string_view kInfo = "_info";

/// `quotes`: they are escaped too.
void append_escaped(std::string& out, std::string_view text, bool quotes) {
  for (const char c : text) {
    if (c == '\n') {
      out += "\\n";
      continue;
    }
    if (c == '\\' || (quotes && c == '"')) {
      out += '\\';
    }
    out += c;
  }
}

/// The name that the head of a family bears in OpenMetrics.
std::string_view family_of(std::string_view name, SeriesType type) {
  if (type == SeriesType::counter && name.ends_with(kTotal)) {
    name.remove_suffix(kTotal.size());
  } else if (type == SeriesType::info && name.ends_with(kInfo)) {
    name.remove_suffix(kInfo.size());
  }
  return name;
}

std::string_view word_for(SeriesType type, ExpositionFormat format) {
  const bool open = format == ExpositionFormat::openmetrics;
  switch (type) {
    case SeriesType::counter:
      return "counter";
    case SeriesType::info:
      return open ? "info" : "gauge";
    case SeriesType::unknown:
      return open ? "unknown" : "untyped";
    case SeriesType::gauge:
      break;
  }
  return "gauge";
}

/// Longest: "-1.7976931348623157e+308".
constexpr std::size_t kMostDigits = 32;

template <typename Number>
void append_number(std::string& out, Number value) {
  std::array<char, kMostDigits> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  out.append(digits.data(), end);
}

}  // namespace

std::string_view content_type_of(ExpositionFormat format) {
  return format == ExpositionFormat::openmetrics
             ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
             : "text/plain; version=0.0.4; charset=utf-8";
}

std::string label_text(std::string_view name, std::string_view value) {
  std::string text(name);
  text += "=\"";
  append_escaped(text, printable(value, value.size() * 4), true);
  text += '"';
  return text;
}

ExpositionText::ExpositionText(ExpositionFormat format, std::size_t about) : format_(format) {
  out_.reserve(about);
}

void ExpositionText::comment(std::string_view keyword, std::string_view family,
                             std::string_view text) {
  out_ += "# ";
  out_ += keyword;
  out_ += ' ';
  out_ += family;
  out_ += ' ';
  // The Prometheus text knows no escaped quote in a HELP; OpenMetrics asks for it.
  append_escaped(out_, text, format_ == ExpositionFormat::openmetrics);
  out_ += '\n';
}

void ExpositionText::family(std::string_view name, SeriesType type, std::string_view unit,
                            std::string_view help) {
  const bool open = format_ == ExpositionFormat::openmetrics;
  const auto head = open ? family_of(name, type) : name;
  comment("HELP", head, help);
  comment("TYPE", head, word_for(type, format_));
  if (open && !unit.empty()) {
    comment("UNIT", head, unit);
  }
}

void ExpositionText::begin_line(std::string_view name,
                                std::initializer_list<std::string_view> labels) {
  out_ += name;
  char before = '{';
  for (const auto text : labels) {
    if (!text.empty()) {
      out_ += before;
      out_ += text;
      before = ',';
    }
  }
  out_ += before == ',' ? "} " : " ";
}

void ExpositionText::line(std::string_view name, std::initializer_list<std::string_view> labels,
                          std::int64_t value) {
  begin_line(name, labels);
  append_number(out_, value);
  out_ += '\n';
}

void ExpositionText::line(std::string_view name, std::initializer_list<std::string_view> labels,
                          double value) {
  begin_line(name, labels);
  append_number(out_, value);
  out_ += '\n';
}

std::string ExpositionText::take() {
  if (format_ == ExpositionFormat::openmetrics) {
    out_ += "# EOF\n";
  }
  return std::exchange(out_, {});
}

}  // namespace rackproof
