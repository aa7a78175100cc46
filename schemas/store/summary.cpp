#include "schemas/store/summary.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <optional>
#include <span>

namespace rackproof::store {

double value_of(Kind kind, std::uint64_t word) {
  return kind == Kind::count ? static_cast<double>(static_cast<std::int64_t>(word))
                             : std::bit_cast<double>(word);
}

namespace {

double difference(Kind kind, std::uint64_t word, std::uint64_t before) {
  return kind == Kind::count ? static_cast<double>(word - before)
                             : value_of(kind, word) - value_of(kind, before);
}

template <Kind kind>
bool below(std::uint64_t a, std::uint64_t b) {
  return kind == Kind::count ? static_cast<std::int64_t>(a) < static_cast<std::int64_t>(b)
                             : value_of(kind, a) < value_of(kind, b);
}

/// Sums up readable points of one kind as they come.
template <Kind kind>
class Summing {
 public:
  explicit Summing(ColumnSummary& summary) : summary_(summary), so_far_(summary) {}
  ~Summing() { summary_ = so_far_; }
  Summing(const Summing&) = delete;
  Summing& operator=(const Summing&) = delete;
  Summing(Summing&&) = delete;
  Summing& operator=(Summing&&) = delete;

  void add(std::span<const std::uint64_t> words) {
    for (const auto word : words) {
      if (kind == Kind::count || std::isfinite(value_of(kind, word))) {
        add(word);
      } else {
        ++so_far_.missing;
      }
    }
  }

 private:
  void add(std::uint64_t word) {
    if (so_far_.readable == 0) {
      so_far_.first = so_far_.least = so_far_.most = so_far_.last = word;
    }
    const bool fell = below<kind>(word, so_far_.last);
    so_far_.falls += fell ? 1 : 0;
    so_far_.growth += fell ? 0 : difference(kind, word, so_far_.last);
    so_far_.least = below<kind>(word, so_far_.least) ? word : so_far_.least;
    so_far_.most = below<kind>(so_far_.most, word) ? word : so_far_.most;
    ++so_far_.readable;
    so_far_.sum += value_of(kind, word);
    so_far_.last = word;
  }

  ColumnSummary& summary_;
  ColumnSummary so_far_;  ///< Of its own, so that it need not be in memory.
};

/// One run of a column; false where counts and measurements are mixed.
bool add_run(ColumnSummary& summary, Kind kind, std::span<const std::uint64_t> words) {
  if (kind == Kind::reason) {
    summary.missing += static_cast<std::int64_t>(words.size());
    return true;
  }
  if (summary.readable > 0 && kind != summary.kind) {
    return false;
  }
  summary.kind = kind;
  if (kind == Kind::count) {
    Summing<Kind::count>(summary).add(words);
  } else {
    Summing<Kind::measurement>(summary).add(words);
  }
  return true;
}

/// Nothing where no point is readable or counts and measurements are mixed.
std::optional<ColumnSummary> summary_of(const Columns& columns, const Column& column,
                                        bool counter) {
  ColumnSummary summary;
  summary.metric = column.metric;
  std::span<const std::uint64_t> words = column.words;
  for (const auto& run : column.runs) {
    if (!add_run(summary, run.kind, words.first(run.points))) {
      return std::nullopt;
    }
    words = words.subspan(run.points);
  }
  summary.growth = counter ? summary.growth : 0;
  const auto stamps = std::span(columns.lists[column.list]).first(column.words.size());
  summary.in_order = summary.missing == 0 && std::ranges::is_sorted(stamps);
  if (summary.readable > 0 && summary.in_order) {
    summary.first_ns = stamps.front();
    summary.last_ns = stamps.back();
  }
  return summary.readable > 0 ? std::optional(summary) : std::nullopt;
}

}  // namespace

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
