#include "cli/columns.h"

#include <algorithm>

#include "schemas/text.h"

namespace rackproof {
namespace {

bool starts_code_point(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
}

}  // namespace

std::size_t columns_of(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, starts_code_point));
}

std::string fit(std::string_view text, std::size_t width) {
  if (columns_of(text) <= width) {
    return std::string(text);
  }
  if (width == 0) {
    return {};
  }
  std::string out;
  std::size_t columns = 0;
  for (const char c : text) {
    columns += starts_code_point(c) ? 1U : 0U;
    if (columns == width) {
      break;
    }
    out += c;
  }
  return out + "…";
}

std::string tree_line(std::string_view name, std::string_view what, std::string_view wrong) {
  constexpr std::size_t kNameColumn = 38;
  constexpr std::size_t kLeast = 10;
  const auto last = wrong.empty() ? std::string() : "  ! " + std::string(wrong);
  const auto room = kColumns - std::min(columns_of(last), kColumns - kLeast);
  auto line = fit(name, room);
  if (!what.empty() && columns_of(line) + 2 + kLeast <= room) {
    line.append(std::max<std::size_t>(2, kNameColumn - std::min(kNameColumn, columns_of(line))),
                ' ');
    line += columns_of(line) < room ? fit(what, room - columns_of(line)) : "";
  }
  while (line.ends_with(' ')) {
    line.pop_back();
  }
  return line + last + "\n";
}

std::string tree_entry(const TreeEntry& entry, const std::string& indent,
                       const std::string& below) {
  constexpr std::size_t kBeside = 30;
  constexpr std::size_t kNarrowest = 24;
  if (columns_of(entry.wrong) <= kBeside) {
    return tree_line(indent + entry.name, entry.what, entry.wrong);
  }
  const bool deep = columns_of(below) + kNarrowest > kColumns;
  const auto margin = deep ? std::string() : below + "   ";
  std::string text = "!";
  for (const auto word : words(entry.wrong)) {
    text += " " + fit(word, kColumns - columns_of(margin));
  }
  return tree_line(indent + entry.name, entry.what, "") + wrapped(text, margin);
}

std::string wrapped(std::string_view text, std::string_view indent) {
  std::string out;
  std::string line;
  for (const auto word : words(text)) {
    if (!line.empty() && columns_of(indent) + columns_of(line) + 1 + columns_of(word) > kColumns) {
      out += std::string(indent) + line + "\n";
      line.clear();
    }
    line += (line.empty() ? "" : " ") + std::string(word);
  }
  return line.empty() ? out : out + std::string(indent) + line + "\n";
}

}  // namespace rackproof
