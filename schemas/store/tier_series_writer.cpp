#include <algorithm>
#include <bit>
#include <cmath>
#include <optional>
#include <utility>

#include "schemas/store/decimal_codec.h"
#include "schemas/store/decimals.h"
#include "schemas/store/integer_codec.h"
#include "schemas/store/summary.h"
#include "schemas/store/tier_series.h"
#include "schemas/store/tier_series_parts.h"

namespace rackproof::store {
namespace {

using Words = std::vector<std::uint64_t>;
using Windows = std::vector<TierWindow*>;
using Shape = EndsShape;

std::uint64_t bits(double value) {
  return std::bit_cast<std::uint64_t>(value);
}

/// One word of each window.
template <typename Member>
Words words_of(const Windows& windows, Member member) {
  Words words;
  words.reserve(windows.size());
  for (const auto* window : windows) {
    words.push_back(static_cast<std::uint64_t>(window->*member));
  }
  return words;
}

Words differences(const Words& from, const Words& less) {
  Words words(from.size());
  for (std::size_t i = 0; i < words.size(); ++i) {
    words[i] = from[i] - less[i];
  }
  return words;
}

/// What of the sums is whole.
struct Sums {
  std::size_t places = 0;
  Words wholes;
};

/// Whether a sum is that of decimals of these places, up to what adding up blurs.
bool snap(const TierWindow& window, double scale, double& sum, std::uint64_t& whole) {
  const auto most = std::max(std::abs(value_of(window.kind, window.least)),
                             std::abs(value_of(window.kind, window.most)));
  const auto readings = static_cast<double>(window.readable);
  const double blur = readings * readings * most * 0x1p-53;
  sum = std::nearbyint(window.sum * scale) / scale;
  return blur * scale < 0.25 && std::abs(sum - window.sum) <= blur && is_decimal(sum, scale, whole);
}

bool snap_all(const Windows& windows, double scale, std::vector<double>& sums, Words& wholes) {
  std::size_t fits = 0;
  while (fits < windows.size() && snap(*windows[fits], scale, sums[fits], wholes[fits])) {
    ++fits;
  }
  return fits == windows.size();
}

/// Rounds the sums to the decimals that they are of; nothing where they are of none.
std::optional<Sums> snapped(const Windows& windows, std::size_t places) {
  std::vector<double> sums(windows.size());
  Sums found{places, Words(windows.size())};
  while (found.places < kScales.size() &&
         !snap_all(windows, kScales[found.places], sums, found.wholes)) {
    ++found.places;
  }
  if (found.places == kScales.size()) {
    return std::nullopt;
  }
  for (std::size_t i = 0; i < windows.size(); ++i) {
    windows[i]->sum = sums[i];
  }
  return found;
}

/// What stands of a series' readings.
struct Ends {
  Shape shape = Shape::mixed;
  std::size_t places = 0;
  Words least;
  Words most;
  Words first;
  Words last;
};

bool all_of_kind(const Windows& windows, Kind kind) {
  return std::ranges::all_of(windows, [kind](const TierWindow* window) {
    return window->kind == kind && window->first_kind == kind && window->last_kind == kind;
  });
}

Ends ends_of(const Windows& windows) {
  Ends ends{Shape::mixed,
            0,
            words_of(windows, &TierWindow::least),
            words_of(windows, &TierWindow::most),
            words_of(windows, &TierWindow::first),
            words_of(windows, &TierWindow::last)};
  if (all_of_kind(windows, Kind::count)) {
    ends.shape = Shape::counts;
    return ends;
  }
  if (!all_of_kind(windows, Kind::measurement)) {
    return ends;
  }
  ends.shape = Shape::doubles;
  Words all;
  for (const auto* part : {&ends.least, &ends.most, &ends.first, &ends.last}) {
    all.insert(all.end(), part->begin(), part->end());
  }
  Words wholes(all.size());
  if (const auto places = exact_places(all, wholes)) {
    ends.shape = Shape::decimals;
    ends.places = *places;
    const auto size = static_cast<std::ptrdiff_t>(windows.size());
    auto from = wholes.begin();
    for (auto* part : {&ends.least, &ends.most, &ends.first, &ends.last}) {
      part->assign(from, from + size);
      from += size;
    }
  }
  return ends;
}

void write_ends(const Ends& ends, const Windows& windows, ColumnPool& pool, ByteWriter& out) {
  if (is_whole(ends.shape)) {
    pool.integers(ends.least, out);
    pool.integers(differences(ends.most, ends.least), out);
    pool.integers(differences(ends.first, ends.least), out);
    pool.integers(differences(ends.most, ends.last), out);
    return;
  }
  if (ends.shape == Shape::doubles) {
    for (const auto* part : {&ends.least, &ends.most, &ends.first, &ends.last}) {
      pool.doubles(*part, out);
    }
    return;
  }
  Words kinds;
  for (const auto* window : windows) {
    kinds.push_back(static_cast<std::uint64_t>(window->kind) |
                    static_cast<std::uint64_t>(window->first_kind) << 1 |
                    static_cast<std::uint64_t>(window->last_kind) << 2);
  }
  pool.integers(kinds, out);
  for (const auto* part : {&ends.least, &ends.most, &ends.first, &ends.last}) {
    pool.integers(*part, out);
  }
}

void write_sums(const std::optional<Sums>& sums, const Ends& ends, const Windows& windows,
                ColumnPool& pool, ByteWriter& out) {
  if (!sums) {
    Words all;
    for (const auto* window : windows) {
      all.push_back(bits(window->sum));
    }
    pool.doubles(all, out);
    return;
  }
  auto wholes = sums->wholes;
  for (std::size_t i = 0; i < wholes.size() && sums->places == ends.places; ++i) {
    wholes[i] -= static_cast<std::uint64_t>(windows[i]->readable) * ends.least[i];
  }
  pool.integers(wholes, out);
}

void write_falls(const Ends& ends, const Windows& windows, ColumnPool& pool, ByteWriter& out) {
  Words falls;
  Words least;
  Words most;
  Words when;
  for (const auto* window : windows) {
    falls.push_back(static_cast<std::uint64_t>(window->falls));
    if (window->falls > 0) {
      least.push_back(window->least_fall);
      most.push_back(window->most_fall);
      when.push_back(static_cast<std::uint64_t>(window->first_fall_ns - window->first_ns));
    }
  }
  pool.integers(falls, out);
  const bool whole = ends.shape == Shape::counts || ends.shape == Shape::mixed;
  for (const auto* part : {&least, &most}) {
    if (whole) {
      pool.integers(*part, out);
    } else {
      pool.doubles(*part, out);
    }
  }
  pool.integers(when, out);
}

void write_missing(const TierSeries& series, ColumnPool& pool, ByteWriter& out) {
  Words missing;
  Words named;
  Words numbers;
  Words times;
  for (const auto& window : series.windows) {
    missing.push_back(static_cast<std::uint64_t>(window.missing));
    if (window.missing > 0) {
      named.push_back(window.why.size());
    }
    for (const auto& reason : window.why) {  // none where none is missing
      numbers.push_back(reason.number);
      times.push_back(static_cast<std::uint64_t>(reason.times));
    }
  }
  for (const auto* part : {&missing, &named, &numbers, &times}) {
    pool.integers(*part, out);
  }
}

/// Stamps of the ends from the window's start on.
void write_stamps(const TierRow& row, const TierSeries& series, const Windows& windows,
                  ColumnPool& pool, ByteWriter& out) {
  Words first;
  Words length;
  for (const auto* window : windows) {
    const auto place = window - series.windows.data();
    const auto start = row.start_ns + place * row.window_ns;
    first.push_back(static_cast<std::uint64_t>(window->first_ns - start));
    length.push_back(static_cast<std::uint64_t>(window->last_ns - window->first_ns));
  }
  pool.integers(first, out);
  pool.integers(length, out);
}

}  // namespace

void write_tier_series(const TierRow& row, TierSeries& series, ColumnPool& pool, ByteWriter& out) {
  const auto windows = readable_of(series);
  const auto ends = ends_of(windows);
  const auto sums = is_whole(ends.shape) ? snapped(windows, ends.places) : std::nullopt;
  const bool missing = std::ranges::any_of(
      series.windows, [](const TierWindow& window) { return window.missing > 0; });
  const bool falls =
      std::ranges::any_of(windows, [](const TierWindow* window) { return window->falls > 0; });
  out.byte(static_cast<std::uint8_t>(static_cast<unsigned>(ends.shape) | (missing ? kMissing : 0U) |
                                     (falls ? kFalls : 0U) | (sums ? 0U : kSumsApart)));
  out.byte(static_cast<std::uint8_t>(ends.places << 4U | (sums ? sums->places : 0)));
  Words readable;
  for (const auto& window : series.windows) {
    readable.push_back(static_cast<std::uint64_t>(window.readable));
  }
  pool.integers(readable, out);
  if (missing) {
    write_missing(series, pool, out);
  }
  write_stamps(row, series, windows, pool, out);
  write_ends(ends, windows, pool, out);
  write_sums(sums, ends, windows, pool, out);
  if (falls) {
    write_falls(ends, windows, pool, out);
  }
}

void ColumnPool::integers(std::span<const std::uint64_t> words, ByteWriter& series) {
  ByteWriter column;
  write_integers(words, column);
  add(column.take(), series);
}

void ColumnPool::doubles(std::span<const std::uint64_t> words, ByteWriter& series) {
  ByteWriter column;
  write_decimals(words, column);
  add(column.take(), series);
}

void ColumnPool::add(std::string column, ByteWriter& series) {
  const auto [place, fresh] = numbers_.try_emplace(std::move(column), columns_.size());
  if (fresh) {
    columns_.push_back(&place->first);
  }
  series.number(place->second);
}

void ColumnPool::write(ByteWriter& out) const {
  out.number(columns_.size());
  for (const auto* column : columns_) {
    out.text(*column);
  }
}

}  // namespace rackproof::store
