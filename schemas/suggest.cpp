#include "schemas/suggest.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace rackproof {
namespace {

constexpr std::size_t kLongestWord = 128;
constexpr std::size_t kLettersPerEdit = 3;

using Row = std::vector<std::size_t>;

/// Optimal string alignment (insert, delete, replace, swap of neighbours each cost one), one row of
/// the table at a time.
class EditDistance {
 public:
  EditDistance(std::string_view a, std::string_view b)
      : a_(a), b_(b), before_last_(b.size() + 1), last_(b.size() + 1), row_(b.size() + 1) {}

  std::size_t work_out() {
    std::iota(last_.begin(), last_.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a_.size(); ++i) {
      fill_row(i);
      before_last_.swap(last_);
      last_.swap(row_);
    }
    return last_[b_.size()];
  }

 private:
  void fill_row(std::size_t i) {
    row_[0] = i;
    for (std::size_t j = 1; j <= b_.size(); ++j) {
      const std::size_t replaced = last_[j - 1] + (a_[i - 1] == b_[j - 1] ? 0 : 1);
      row_[j] = std::min({last_[j] + 1, row_[j - 1] + 1, replaced});
      if (i > 1 && j > 1 && a_[i - 1] == b_[j - 2] && a_[i - 2] == b_[j - 1]) {
        row_[j] = std::min(row_[j], before_last_[j - 2] + 1);
      }
    }
  }

  std::string_view a_;
  std::string_view b_;
  Row before_last_;
  Row last_;
  Row row_;
};

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
    const auto distance = EditDistance(word, candidate).work_out();
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
