#include "schemas/json/json_writer.h"

#include <array>
#include <cstdint>
#include <string_view>

#include "schemas/encoding.h"
#include "schemas/first_character.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

constexpr std::uint32_t kFirstBeyondPlane = 0x10000;

/// \uNNNN of one unit of UTF-16.
std::string escape_of(std::uint32_t unit) {
  const std::array bytes{static_cast<char>(unit >> 8U), static_cast<char>(unit & 0xFFU)};
  return "\\u" + to_hex({bytes.data(), bytes.size()});
}

class Writer {
 public:
  explicit Writer(bool indented) : indented_(indented) {}

  void write(const JsonValue& value) {
    if (const auto* items = value.if_array()) {
      write_all(*items, '[', ']', [this](const JsonValue& item) { write(item); });
    } else if (const auto* members = value.if_object()) {
      write_all(*members, '{', '}', [this](const JsonMember& member) {
        write_string(member.name);
        text_ += indented_ ? ": " : ":";
        write(member.value);
      });
    } else {
      write_scalar(value);
    }
  }

  std::string take() && { return std::move(text_) + "\n"; }

 private:
  template <typename Items, typename WriteOne>
  void write_all(const Items& items, char open, char close, WriteOne&& write_one) {
    text_ += open;
    ++level_;
    bool first = true;
    for (const auto& item : items) {
      if (!first) {
        text_ += ',';
      }
      first = false;
      start_line();
      write_one(item);
    }
    --level_;
    if (!items.empty()) {
      start_line();
    }
    text_ += close;
  }

  void write_scalar(const JsonValue& value) {
    if (const auto* text = value.if_string()) {
      write_string(*text);
    } else if (const auto* integer = value.if_integer()) {
      text_ += std::to_string(*integer);
    } else if (const auto* number = value.if_number()) {
      write_number(*number);
    } else if (const auto* boolean = value.if_boolean()) {
      text_ += *boolean ? "true" : "false";
    } else {
      text_ += "null";
    }
  }

  /// Always with a point or an exponent: what was a number stays one, -0 and 2^60 included.
  void write_number(double number) {
    const auto digits = format_double(number);
    text_ += digits;
    if (digits.find_first_of(".e") == std::string::npos) {
      text_ += ".0";
    }
  }

  void write_string(std::string_view text) {
    text_ += '"';
    while (!text.empty()) {
      const auto first = first_character(text);
      if (first.bytes == 1) {
        write_ascii(text.front());
      } else if (first.drives_a_terminal) {
        write_escaped(first.code_point);
      } else {
        text_ += first.bytes == 0 ? kReplacement : text.substr(0, first.bytes);
      }
      text.remove_prefix(first.bytes == 0 ? 1 : first.bytes);
    }
    text_ += '"';
  }

  void write_ascii(char c) {
    if (c == '"' || c == '\\') {
      text_ += '\\';
      text_ += c;
    } else if (c == '\n') {
      text_ += "\\n";
    } else if (c == '\t') {
      text_ += "\\t";
    } else if (c == '\0') {
      text_ += kReplacement;
    } else if (c < ' ' || c == '\x7F') {
      text_ += "\\u00" + to_hex(std::string_view(&c, 1));
    } else {
      text_ += c;
    }
  }

  /// So that a document can be shown as it is: read back, it is the same text.
  void write_escaped(std::uint32_t code_point) {
    if (code_point < kFirstBeyondPlane) {
      text_ += escape_of(code_point);
      return;
    }
    const auto beyond =
        code_point - kFirstBeyondPlane;  // a pair of surrogates (RFC 8259 section 7)
    text_ += escape_of(0xD800U + (beyond >> 10U)) + escape_of(0xDC00U + (beyond & 0x3FFU));
  }

  void start_line() {
    if (indented_) {
      text_ += '\n';
      text_.append(2 * level_, ' ');
    }
  }

  bool indented_;
  std::size_t level_ = 0;
  std::string text_;
};

}  // namespace

std::string write_json(const JsonValue& value) {
  Writer writer(true);
  writer.write(value);
  return std::move(writer).take();
}

std::string write_json_line(const JsonValue& value) {
  Writer writer(false);
  writer.write(value);
  return std::move(writer).take();
}

}  // namespace rackproof
