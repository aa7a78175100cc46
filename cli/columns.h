#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace rackproof {

inline constexpr std::size_t kColumns = 80;

/// Code points of UTF-8 text: its columns on a terminal for the scripts that machines are named in.
[[nodiscard]] std::size_t columns_of(std::string_view text);

/// `text` cut to `width` columns, the last one "…" where something was cut.
[[nodiscard]] std::string fit(std::string_view text, std::size_t width);

/// Name, what it is and what is wrong with it as one line of at most 80 columns, newline at its
/// end. What is wrong is never cut: the rest gives way.
[[nodiscard]] std::string tree_line(std::string_view name, std::string_view what,
                                    std::string_view wrong);

/// What a tree says of one thing.
struct TreeEntry {
  std::string name;
  std::string what;
  std::string wrong;
};

/// The same for something that stands at `indent` in a tree. What is wrong stands beside it where
/// it is short, else on lines of its own behind `below`, the indent of what stands under it. No
/// line is over 80 columns.
[[nodiscard]] std::string tree_entry(const TreeEntry& entry, const std::string& indent,
                                     const std::string& below);

/// `text` broken at blanks into lines of at most 80 columns, each behind `indent`.
[[nodiscard]] std::string wrapped(std::string_view text, std::string_view indent);

}  // namespace rackproof
