#include "schemas/toml/key_parts.h"

#include <algorithm>

namespace rackproof {
namespace {

constexpr std::size_t kQuotes = 3;  // around a text of several lines

/// Where a text that begins at `at` is over: behind its quotes, at the end of the line where it has
/// none, or at the end of all.
std::size_t behind_text(std::string_view text, std::size_t at) {
  const char quote = text[at];
  const auto are_quotes = [text, quote](std::size_t from) {
    const auto found = text.substr(from, kQuotes);
    return found.size() == kQuotes && found.find_first_not_of(quote) == std::string_view::npos;
  };
  const bool lines = are_quotes(at);
  for (at += lines ? kQuotes : 1; at < text.size(); ++at) {
    if (text[at] == '\\' && quote == '"') {
      ++at;
    } else if (!lines && (text[at] == quote || text[at] == '\n')) {
      return text[at] == quote ? at + 1 : at;
    } else if (lines && are_quotes(at)) {
      const auto rest = text.substr(at + kQuotes, 2);  // one or two may belong to the text
      const auto own = std::min(rest.find_first_not_of(quote), rest.size());
      return at + kQuotes + own;
    }
  }
  return text.size();
}

}  // namespace

std::size_t line_of_long_key(std::string_view text) {
  constexpr std::string_view kEndsKey = "\n=,{}[]";
  std::size_t parts = 1;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == '"' || c == '\'') {
      at = behind_text(text, at);
      continue;
    }
    if (c == '#') {
      at = std::min(text.find('\n', at), text.size());
      continue;
    }
    parts = kEndsKey.find(c) != std::string_view::npos ? 1 : parts + (c == '.' ? 1U : 0U);
    if (parts > kMostKeyParts) {
      return 1 + static_cast<std::size_t>(std::count(
                     text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
    }
    ++at;
  }
  return 0;
}

}  // namespace rackproof
