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

/// A number as its kind has it, and back.
template <typename Value>
Value number_of(std::uint64_t word) {
  return std::bit_cast<Value>(word);
}

double difference(std::int64_t a, std::int64_t b) {
  return static_cast<double>(static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b));
}

/// How far a counter came from one value to the next: not at all where it fell.
double growth_from(std::int64_t last, std::int64_t value) {
  return value < last ? 0.0 : difference(value, last);
}

double growth_from(double last, double value) {
  return std::max(0.0, value - last);  // without a jump: measurements fall half the time
}

bool is_readable(std::int64_t /*count*/) {
  return true;
}

bool is_readable(double value) {
  return std::isfinite(value);
}

/// What readable points of one kind come to, added up as they come.
template <typename Value>
class Summing {
 public:
  explicit Summing(const ColumnSummary& so_far)
      : readable_(so_far.readable),
        missing_(so_far.missing),
        falls_(so_far.falls),
        least_(number_of<Value>(so_far.least)),
        most_(number_of<Value>(so_far.most)),
        last_(number_of<Value>(so_far.last)),
        sum_(so_far.sum),
        growth_(so_far.growth) {}

  void add(std::span<const std::uint64_t> words) {
    for (const auto word : words) {
      const auto value = number_of<Value>(word);
      if (!is_readable(value)) {
        ++missing_;
        continue;
      }
      falls_ += value < last_ ? 1 : 0;
      growth_ += growth_from(last_, value);
      least_ = value < least_ ? value : least_;
      most_ = most_ < value ? value : most_;
      sum_ += static_cast<double>(value);
      last_ = value;
      ++readable_;
    }
  }
  void tell(ColumnSummary& summary) const {
    summary.readable = readable_;
    summary.missing = missing_;
    summary.falls = falls_;
    summary.least = std::bit_cast<std::uint64_t>(least_);
    summary.most = std::bit_cast<std::uint64_t>(most_);
    summary.last = std::bit_cast<std::uint64_t>(last_);
    summary.sum = sum_;
    summary.growth = growth_;
  }

 private:
  std::int64_t readable_;
  std::int64_t missing_;
  std::int64_t falls_;
  Value least_;
  Value most_;
  Value last_;
  double sum_;
  double growth_;
};

template <typename Value>
void add_words(ColumnSummary& summary, std::span<const std::uint64_t> words) {
  if (summary.readable == 0) {
    const auto first = std::ranges::find_if(
        words, [](std::uint64_t word) { return is_readable(number_of<Value>(word)); });
    if (first == words.end()) {
      summary.missing += static_cast<std::int64_t>(words.size());
      return;
    }
    summary.first = summary.least = summary.most = summary.last = *first;
  }
  Summing<Value> summing(summary);
  summing.add(words);
  summing.tell(summary);
}

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
    add_words<std::int64_t>(summary, words);
  } else {
    add_words<double>(summary, words);
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
  summaries.reserve(columns.columns.size());
  for (const auto& column : columns.columns) {
    if (auto summary = summary_of(columns, column, is_counter(column.metric))) {
      summaries.push_back(*summary);
    }
  }
  return summaries;
}

}  // namespace rackproof::store
