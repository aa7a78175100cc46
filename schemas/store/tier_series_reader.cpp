#include <bit>
#include <cmath>

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

// The kinds of a window's values, first and last.
constexpr std::uint64_t kCounts = 0;
constexpr std::uint64_t kMeasurements = 7;

/// What is read of a series before its columns are.
struct Head {
  Shape shape = Shape::counts;
  std::uint8_t flags = 0;
  std::size_t places = 0;
  std::size_t sum_places = 0;

  [[nodiscard]] std::size_t columns() const {
    return std::size_t{8} + ((flags & kMissing) != 0 ? 4U : 0U) +
           (shape == Shape::mixed ? 1U : 0U) + ((flags & kFalls) != 0 ? 4U : 0U);
  }
};

Head read_head(ByteReader& in) {
  Head head;
  head.flags = in.byte();
  const auto places = in.byte();
  head.shape = static_cast<Shape>(head.flags & kShapeMask);
  head.places = places >> 4U;
  head.sum_places = places & 0x0FU;
  in.require(head.flags <= kAllFlags && head.places < kScales.size() &&
             head.sum_places < kScales.size() &&
             (is_whole(head.shape) || (head.flags & kSumsApart) != 0));
  return head;
}

/// Reads one series from its columns.
class SeriesReader {
 public:
  SeriesReader(const TierRowParts& parts, ByteReader& in)
      : pool_(parts.columns), shape_(parts.shape), reasons_(parts.reasons), in_(in) {}

  TierSeries read(const Head& head) {
    TierSeries series;
    series.windows.resize(shape_.windows);
    const auto readable = integers(shape_.windows);
    for (std::size_t i = 0; i < shape_.windows && in_.ok(); ++i) {
      series.windows[i].readable = counted(readable[i]);
    }
    if ((head.flags & kMissing) != 0) {
      read_missing(series);
    }
    const auto windows = readable_of(series);
    read_stamps(series, windows);
    read_ends(head, windows);
    if ((head.flags & kFalls) != 0) {
      read_falls(head, windows);
    }
    return series;
  }

 private:
  std::int64_t counted(std::uint64_t word) {
    in_.require(word <= static_cast<std::uint64_t>(kMostTierReadings));
    return in_.ok() ? static_cast<std::int64_t>(word) : 0;
  }

  template <typename Decode>
  Words column(std::size_t size, Decode decode) {
    const auto number = in_.count(pool_.empty() ? 0 : pool_.size() - 1);
    Words words(size);
    if (!in_.ok() || number >= pool_.size()) {
      in_.fail();
      return words;
    }
    ByteReader column(pool_[number]);
    decode(words, column);
    in_.require(column.ok() && column.left() == 0);
    return words;
  }
  Words integers(std::size_t size) {
    return column(size, [](Words& words, ByteReader& from) { read_integers(words, from); });
  }
  Words doubles(std::size_t size) {
    return column(size, [](Words& words, ByteReader& from) { read_decimals(words, from); });
  }
  Words numbers(std::size_t size, bool as_doubles) {
    return as_doubles ? doubles(size) : integers(size);
  }

  void read_missing(TierSeries& series) {
    const auto missing = integers(shape_.windows);
    std::vector<TierWindow*> some;
    for (std::size_t i = 0; i < shape_.windows; ++i) {
      series.windows[i].missing = counted(missing[i]);
      if (series.windows[i].missing > 0) {
        some.push_back(&series.windows[i]);
      }
    }
    const auto named = integers(some.size());
    std::size_t total = 0;
    for (const auto names : named) {
      in_.require(names <= kMostTierReasons);
      total += in_.ok() ? names : 0;
    }
    const auto numbers = integers(total);
    const auto times = integers(total);
    std::size_t next = 0;
    for (std::size_t i = 0; i < some.size() && in_.ok(); ++i) {
      for (std::size_t k = 0; k < named[i]; ++k, ++next) {
        in_.require(numbers[next] < reasons_);
        some[i]->why.push_back({static_cast<std::uint32_t>(numbers[next]), counted(times[next])});
      }
    }
  }

  void read_stamps(TierSeries& series, const Windows& windows) {
    const auto first = integers(windows.size());
    const auto length = integers(windows.size());
    const auto most = static_cast<std::uint64_t>(shape_.window_ns);
    for (std::size_t i = 0; i < windows.size() && in_.ok(); ++i) {
      in_.require(first[i] < most && length[i] < most - first[i]);
      const auto place = windows[i] - series.windows.data();
      windows[i]->first_ns =
          shape_.start_ns + place * shape_.window_ns + static_cast<std::int64_t>(first[i]);
      windows[i]->last_ns = windows[i]->first_ns + static_cast<std::int64_t>(length[i]);
    }
  }

  void read_ends(const Head& head, const Windows& windows) {
    const auto size = windows.size();
    const bool mixed = head.shape == Shape::mixed;
    const bool apart = head.shape == Shape::doubles;
    const auto kinds =
        mixed ? integers(size) : Words(size, head.shape == Shape::counts ? kCounts : kMeasurements);
    auto least = numbers(size, apart);
    auto most = numbers(size, apart);
    auto first = numbers(size, apart);
    auto last = numbers(size, apart);
    auto sums = numbers(size, (head.flags & kSumsApart) != 0);
    for (std::size_t i = 0; i < size && is_whole(head.shape); ++i) {
      most[i] += least[i];
      first[i] += least[i];
      last[i] = most[i] - last[i];
    }
    if ((head.flags & kSumsApart) == 0) {
      read_sums(head, windows, least, sums);
    }
    if (head.shape == Shape::decimals) {
      for (auto* part : {&least, &most, &first, &last}) {
        fastest_word_kernels().scale_down(*part, kScales[head.places]);
      }
    }
    put_kinds(kinds, windows);
    for (std::size_t i = 0; i < size && in_.ok(); ++i) {
      auto& window = *windows[i];
      window.least = least[i];
      window.most = most[i];
      window.first = first[i];
      window.last = last[i];
      window.sum = std::bit_cast<double>(sums[i]);
      require_possible(window);
    }
  }

  void put_kinds(const Words& kinds, const Windows& windows) {
    for (std::size_t i = 0; i < kinds.size() && in_.ok(); ++i) {
      in_.require(kinds[i] < 8);
      windows[i]->kind = static_cast<Kind>(kinds[i] & 1U);
      windows[i]->first_kind = static_cast<Kind>(kinds[i] >> 1U & 1U);
      windows[i]->last_kind = static_cast<Kind>(kinds[i] >> 2U & 1U);
    }
  }

  /// Whole numbers to the bits of doubles.
  static void read_sums(const Head& head, const Windows& windows, const Words& least, Words& sums) {
    for (std::size_t i = 0; i < sums.size() && head.sum_places == head.places; ++i) {
      sums[i] += static_cast<std::uint64_t>(windows[i]->readable) * least[i];
    }
    fastest_word_kernels().scale_down(sums, kScales[head.sum_places]);
  }

  void require_possible(const TierWindow& window) {
    in_.require(std::isfinite(value_of(window.kind, window.least)) &&
                std::isfinite(value_of(window.kind, window.most)) &&
                std::isfinite(value_of(window.first_kind, window.first)) &&
                std::isfinite(value_of(window.last_kind, window.last)));
  }

  void read_falls(const Head& head, const Windows& windows) {
    const auto falls = integers(windows.size());
    std::vector<TierWindow*> some;
    for (std::size_t i = 0; i < windows.size(); ++i) {
      windows[i]->falls = counted(falls[i]);
      if (windows[i]->falls > 0) {
        some.push_back(windows[i]);
      }
    }
    const bool whole = head.shape == Shape::counts || head.shape == Shape::mixed;
    const auto least = whole ? integers(some.size()) : doubles(some.size());
    const auto most = whole ? integers(some.size()) : doubles(some.size());
    const auto when = integers(some.size());
    for (std::size_t i = 0; i < some.size() && in_.ok(); ++i) {
      const auto length = static_cast<std::uint64_t>(some[i]->last_ns - some[i]->first_ns);
      in_.require(when[i] <= length);
      some[i]->least_fall = least[i];
      some[i]->most_fall = most[i];
      some[i]->first_fall_ns = some[i]->first_ns + static_cast<std::int64_t>(when[i]);
    }
  }

  const std::vector<std::string_view>& pool_;
  const TierRowShape& shape_;
  std::size_t reasons_;
  ByteReader& in_;
};

}  // namespace

TierSeries read_tier_series(const TierRowParts& parts, ByteReader& in) {
  const auto head = read_head(in);
  return SeriesReader(parts, in).read(head);
}

void skip_tier_series(ByteReader& in) {
  const auto head = read_head(in);
  for (std::size_t i = 0; i < head.columns() && in.ok(); ++i) {
    in.number();
  }
}

}  // namespace rackproof::store
