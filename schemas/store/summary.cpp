#include "schemas/store/summary.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <optional>
#include <span>

namespace rackproof::store {
namespace {

bool is_readable(Kind kind, std::uint64_t word) {
  return kind != Kind::reason && std::isfinite(value_of(kind, word));
}

/// Sums up the readable points of one kind as they come.
class Summing {
 public:
  Summing(ColumnSummary& summary, bool counter) : summary_(summary), counter_(counter) {}

  /// One run of a column; false where counts and measurements are mixed.
  bool add(Kind kind, std::span<const std::uint64_t> words) {
    if (kind != Kind::reason && summary_.readable > 0 && kind != summary_.kind) {
      return false;
    }
    summary_.kind = kind == Kind::reason ? summary_.kind : kind;
    for (const auto word : words) {
      if (is_readable(kind, word)) {
        add(word);
      } else {
        ++summary_.missing;
      }
    }
    return true;
  }

 private:
  void add(std::uint64_t word) {
    if (summary_.readable == 0) {
      summary_.first = summary_.least = summary_.most = word;
    } else {
      take_step(word);
      summary_.least = below(word, summary_.least) ? word : summary_.least;
      summary_.most = below(summary_.most, word) ? word : summary_.most;
    }
    ++summary_.readable;
    summary_.sum += value_of(summary_.kind, word);
    summary_.last = word;
  }

  [[nodiscard]] bool below(std::uint64_t a, std::uint64_t b) const {
    return summary_.kind == Kind::count
               ? static_cast<std::int64_t>(a) < static_cast<std::int64_t>(b)
               : value_of(summary_.kind, a) < value_of(summary_.kind, b);
  }

  void take_step(std::uint64_t word) {
    if (below(word, summary_.last)) {
      ++summary_.falls;
    } else if (counter_) {
      summary_.growth += summary_.kind == Kind::count ? static_cast<double>(word - summary_.last)
                                                      : value_of(summary_.kind, word) -
                                                            value_of(summary_.kind, summary_.last);
    }
  }

  ColumnSummary& summary_;
  bool counter_;
};

/// Nothing where no point is readable or counts and measurements are mixed.
std::optional<ColumnSummary> summary_of(const Columns& columns, const Column& column,
                                        bool counter) {
  ColumnSummary summary;
  summary.metric = column.metric;
  Summing summing(summary, counter);
  std::span<const std::uint64_t> words = column.words;
  for (const auto& run : column.runs) {
    if (!summing.add(run.kind, words.first(run.points))) {
      return std::nullopt;
    }
    words = words.subspan(run.points);
  }
  const auto stamps = std::span(columns.lists[column.list]).first(column.words.size());
  summary.in_order = summary.missing == 0 && std::ranges::is_sorted(stamps);
  if (summary.readable > 0 && summary.in_order) {
    summary.first_ns = stamps.front();
    summary.last_ns = stamps.back();
  }
  return summary.readable > 0 ? std::optional(summary) : std::nullopt;
}

}  // namespace

double value_of(Kind kind, std::uint64_t word) {
  return kind == Kind::count ? static_cast<double>(static_cast<std::int64_t>(word))
                             : std::bit_cast<double>(word);
}

Summaries summarise(const Columns& columns, const IsCounter& is_counter) {
  Summaries summaries;
  for (const auto& column : columns.columns) {
    if (auto summary = summary_of(columns, column, is_counter(column.metric))) {
      summaries.push_back(*summary);
    }
  }
  return summaries;
}

}  // namespace rackproof::store
