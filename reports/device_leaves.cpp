#include "reports/device_leaves.h"

#include <algorithm>
#include <bit>
#include <chrono>
#include <limits>
#include <numeric>
#include <utility>

#include "schemas/reading_leaf.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

constexpr std::int64_t kStretchNs =
    std::chrono::duration_cast<std::chrono::nanoseconds>(ReadingStretch(1)).count();
/// So that the end of its stretch is a stamp as well.
constexpr std::int64_t kLastStamp = std::numeric_limits<std::int64_t>::max() - 2 * kStretchNs;

/// What a leaf that is held costs beside its text, with its share of a stretch.
constexpr std::size_t kHeldLeafBytes = 256;

std::int64_t stretch_of(std::int64_t stamp) {
  return stamp - stamp % kStretchNs;
}

/// Rows put into time order; equal stamps stay as they arrived.
std::string sorted_rows(std::string_view rows) {
  std::vector<std::pair<std::int64_t, std::string_view>> each;
  for (const auto row : lines(rows)) {
    each.emplace_back(parse_integer(row.substr(0, row.find('\t'))).value(), row);
  }
  std::stable_sort(each.begin(), each.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::string sorted;
  sorted.reserve(rows.size());
  for (const auto& [stamp, row] : each) {
    sorted.append(row).append("\n");
  }
  return sorted;
}

}  // namespace

std::vector<std::size_t> DeviceLeaves::ranks_of(const std::vector<StoredMetric>& metrics) {
  std::vector<std::size_t> order(metrics.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return metrics[a].name < metrics[b].name; });
  std::vector<std::size_t> ranks(metrics.size());
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    ranks[order[rank]] = rank;
  }
  return ranks;
}

DeviceLeaves::DeviceLeaves(const std::vector<std::size_t>& ranks, Take take)
    : ranks_(ranks), take_(std::move(take)) {}

Result<void> DeviceLeaves::add(const store::Columns& columns, std::int64_t later_ns) {
  later_ns_ = later_ns;
  value_.clear();
  if (auto spelled = spell_stamps(columns); !spelled) {
    return spelled;
  }
  std::vector<const store::Column*> order;
  for (const auto& column : columns.columns) {
    if (column.metric == 0 || column.metric > ranks_.size()) {
      return Error{ErrorKind::malformed, "a chunk with a metric that the store does not name"};
    }
    order.push_back(&column);
  }
  std::sort(order.begin(), order.end(), [this](const auto* a, const auto* b) {
    return ranks_[a->metric - 1] < ranks_[b->metric - 1];
  });
  for (const auto* column : order) {
    if (auto added = add_column(columns, *column); !added) {
      return added;
    }
  }
  return give_what_is_whole();
}

Result<void> DeviceLeaves::spell_stamps(const store::Columns& columns) {
  in_order_ = true;
  stamps_.resize(columns.lists.size());
  for (std::size_t i = 0; i < columns.lists.size(); ++i) {
    const auto& list = columns.lists[i];
    if (auto spelled = spell_list(list, stamps_[i]); !spelled) {
      return spelled;
    }
    in_order_ = in_order_ && std::is_sorted(list.begin(), list.end());
  }
  return {};
}

Result<void> DeviceLeaves::spell_list(const store::Stamps& list, Spelled& spelled) const {
  spelled.text.clear();
  spelled.ends.clear();
  for (const auto stamp : list) {
    if (stamp < given_until_ || stamp > kLastStamp) {
      return Error{ErrorKind::malformed, "a chunk holds stamps that its head does not tell"};
    }
    append_stamp(spelled.text, UtcTime{std::chrono::nanoseconds(stamp)});
    spelled.ends.push_back(static_cast<std::uint32_t>(spelled.text.size()));
  }
  return {};
}

bool DeviceLeaves::is_whole(std::int64_t stretch_ns) const {
  return in_order_ && stretch_ns + kStretchNs <= later_ns_ && !held_.contains(stretch_ns);
}

Result<void> DeviceLeaves::add_column(const store::Columns& columns, const store::Column& column) {
  const auto& stamps = columns.lists[column.list];
  const auto points = column.words.size();
  Piece piece;
  run_ = {};
  while (piece.to < points) {
    piece.from = piece.to;
    piece.stretch_ns = stretch_of(stamps[piece.from]);
    const auto end = piece.stretch_ns + kStretchNs;
    while (piece.to < points && stamps[piece.to] >= piece.stretch_ns && stamps[piece.to] < end) {
      ++piece.to;
    }
    if (auto added = add_piece(columns, column, piece); !added) {
      return added;
    }
  }
  return {};
}

Result<void> DeviceLeaves::add_piece(const store::Columns& columns, const store::Column& column,
                                     const Piece& piece) {
  spell_rows(columns, column, piece);
  const std::size_t metric = column.metric - 1;
  if (is_whole(piece.stretch_ns)) {
    return take_({metric, piece.stretch_ns, piece.to - piece.from, rows_});
  }
  return hold(metric, piece, columns.lists[column.list]);
}

void DeviceLeaves::spell_rows(const store::Columns& columns, const store::Column& column,
                              const Piece& piece) {
  rows_.clear();
  const auto& [text, ends] = stamps_[column.list];
  for (auto i = piece.from; i < piece.to; ++i) {
    while (i >= run_.begin + column.runs[run_.run].points) {
      run_.begin += column.runs[run_.run].points;
      ++run_.run;
    }
    const auto begin = i == 0 ? 0 : ends[i - 1];
    rows_.append(text, begin, ends[i] - begin);
    spell_value(columns, column.runs[run_.run].kind, column.words[i]);
  }
}

void DeviceLeaves::spell_value(const store::Columns& columns, store::Kind kind,
                               std::uint64_t word) {
  if (value_.empty() || kind != kind_ || word != word_) {
    value_.clear();
    kind_ = kind;
    word_ = word;
    if (kind == store::Kind::count) {
      append_count(value_, static_cast<std::int64_t>(word));
    } else if (kind == store::Kind::measurement) {
      append_measurement(value_, std::bit_cast<double>(word));
    } else {
      append_value(value_, columns.reading(kind, word));
    }
  }
  rows_.append(value_);
}

Result<void> DeviceLeaves::hold(std::size_t metric, const Piece& piece,
                                const store::Stamps& stamps) {
  const auto [place, is_new] = held_[piece.stretch_ns].try_emplace(ranks_[metric]);
  auto& leaf = place->second;
  leaf.metric = metric;
  held_bytes_ += rows_.size() + (is_new ? kHeldLeafBytes : 0);
  for (auto i = piece.from; i < piece.to; ++i) {
    leaf.in_order = leaf.in_order && (leaf.readings == 0 || leaf.last_ns <= stamps[i]);
    leaf.last_ns = stamps[i];
    ++leaf.readings;
  }
  leaf.rows.append(rows_);
  return held_bytes_ <= kMostHeldBytes
             ? Result<void>()
             : Error{ErrorKind::out_of_range,
                     "its chunks lie over one another so far that they cannot be held against "
                     "the journal"};
}

Result<void> DeviceLeaves::give(std::int64_t stretch_ns, Stretch& leaves) {
  for (auto& [rank, leaf] : leaves) {
    held_bytes_ -= leaf.rows.size() + kHeldLeafBytes;
    const auto rows = leaf.in_order ? std::move(leaf.rows) : sorted_rows(leaf.rows);
    if (auto taken = take_({leaf.metric, stretch_ns, leaf.readings, rows}); !taken) {
      return taken;
    }
  }
  return {};
}

Result<void> DeviceLeaves::give_what_is_whole() {
  while (!held_.empty() && held_.begin()->first + kStretchNs <= later_ns_) {
    if (auto given = give(held_.begin()->first, held_.begin()->second); !given) {
      return given;
    }
    held_.erase(held_.begin());
  }
  given_until_ = later_ns_ > kLastStamp ? kLastStamp : stretch_of(later_ns_);
  return {};
}

}  // namespace rackproof
