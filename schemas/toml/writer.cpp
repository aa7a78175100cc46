#include "schemas/toml/writer.h"

#include <algorithm>

namespace rackproof {
namespace {

constexpr unsigned char kFirstPrintable = 0x20;
constexpr unsigned char kDelete = 0x7f;

std::string escaped(char letter) {
  switch (letter) {
    case '"':
      return "\\\"";
    case '\\':
      return "\\\\";
    case '\n':
      return "\\n";
    case '\t':
      return "\\t";
    default:
      break;
  }
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  const auto code = static_cast<unsigned char>(letter);
  if (code >= kFirstPrintable && code != kDelete) {
    return {letter};
  }
  return std::string("\\u00") + kDigits[code >> 4U] + kDigits[code & 0xFU];
}

bool is_bare(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
         (letter >= '0' && letter <= '9') || letter == '_' || letter == '-';
}

}  // namespace

std::string toml_text(std::string_view text) {
  std::string quoted = "\"";
  for (const char letter : text) {
    quoted += escaped(letter);
  }
  return quoted + "\"";
}

std::string toml_key(std::string_view key) {
  const bool bare = !key.empty() && std::ranges::all_of(key, is_bare);
  return bare ? std::string(key) : toml_text(key);
}

std::string toml_texts(const std::vector<std::string>& texts) {
  std::string list = "[";
  for (const auto& text : texts) {
    list += (list.size() > 1 ? ", " : "") + toml_text(text);
  }
  return list + "]";
}

std::string toml_integers(const std::vector<int>& numbers) {
  std::string list = "[";
  for (const int number : numbers) {
    list += (list.size() > 1 ? ", " : "") + std::to_string(number);
  }
  return list + "]";
}

void TomlWriter::table(std::string_view name) {
  document_ += document_.empty() ? "" : "\n";
  document_ += "[" + std::string(name) + "]\n";
}

void TomlWriter::array_table(std::string_view name) {
  table("[" + std::string(name) + "]");
}

void TomlWriter::entry(std::string_view key, std::string_view value) {
  document_ += toml_key(key) + " = " + std::string(value) + "\n";
}

void TomlWriter::entry_in(std::string_view table, std::string_view key, std::string_view value) {
  document_ += toml_key(table) + ".";
  entry(key, value);
}

void TomlWriter::text(std::string_view key, std::string_view value) {
  entry(key, toml_text(value));
}

void TomlWriter::text_if_given(std::string_view key, std::string_view value) {
  if (!value.empty()) {
    text(key, value);
  }
}

}  // namespace rackproof
