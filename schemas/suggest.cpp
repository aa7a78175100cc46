#include "schemas/suggest.h"

#include <algorithm>
#include <cstddef>

namespace rackproof {
namespace {

constexpr std::size_t kLongestWord = 128;
constexpr std::size_t kLettersPerEdit = 3;

using Row = std::vector<std::size_t>;

/// Optimal string alignment: insert, delete, replace, swap of neighbours each cost one.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  Row before_last(b.size() + 1);
  Row last(b.size() + 1);
  Row row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) {
    last[j] = j;
  }
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before_last[j - 2] + 1);
      }
    }
    before_last.swap(last);
    last.swap(row);
  }
  return last[b.size()];
}

}  // namespace

std::string closest_word(std::string_view word, const std::vector<std::string>& candidates) {
  if (word.size() > kLongestWord) {
    return "";
  }
  std::size_t nearest = std::max<std::size_t>(1, word.size() / kLettersPerEdit) + 1;
  std::string found;
  for (const auto& candidate : candidates) {
    if (candidate.size() > kLongestWord) {
      continue;
    }
    const auto distance = edit_distance(word, candidate);
    if (distance < nearest) {
      nearest = distance;
      found = candidate;
    }
  }
  return found;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates) {
  const auto found = closest_word(word, candidates);
  return found.empty() ? "" : " (did you mean '" + found + "'?)";
}

}  // namespace rackproof
