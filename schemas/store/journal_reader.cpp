#include <algorithm>
#include <bit>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "schemas/store/chunk_parts.h"
#include "schemas/store/decimals.h"
#include "schemas/store/growth.h"
#include "schemas/store/journal_codec.h"
#include "schemas/store/journal_heads.h"
#include "schemas/store/word_kernels.h"

namespace rackproof::store {
namespace {

using namespace journal;

bool read_stamps(ByteReader& in, std::int64_t last, Stamps& stamps) {
  const auto count = in.count(std::min(in.left(), kMaxChunkPoints));
  std::int64_t step = 0;
  stamps.clear();
  for (std::size_t i = 0; i < count; ++i) {
    step = wrapping_sum(step, in.signed_number());
    last = wrapping_sum(last, step);
    stamps.push_back(last);
  }
  return in.ok() && count > 0;
}

/// One group of differences of a width that is told as heads do.
void read_group(std::span<std::uint64_t> words, std::uint8_t told, std::uint64_t last,
                ByteReader& in) {
  const unsigned width = told == kWhole ? kWholeWord : told;
  in.require(told <= kWhole && words.size() <= kGroup);
  const auto packed = in.ok() ? in.raw(packed_size(words.size(), width)) : std::string_view();
  if (!in.ok()) {
    return;
  }
  unpack_words(packed, width, 0, words);
  for (auto& word : words) {
    last += unzigzag(word);
    word = last;
  }
}

void read_differences(std::span<std::uint64_t> words, std::uint64_t last, ByteReader& in) {
  while (!words.empty() && in.ok()) {
    const auto group = words.first(std::min(kGroup, words.size()));
    read_group(group, in.byte(), last, in);
    last = group.back();
    words = words.subspan(group.size());
  }
}

void read_measurements(std::span<std::uint64_t> words, const Last& last, ByteReader& in) {
  const auto places = in.byte();
  if (places == kBits) {
    for (auto& word : words) {
      const auto bytes = in.raw(sizeof word);
      bytes.copy(reinterpret_cast<char*>(&word), sizeof word);
    }
    return;
  }
  if (places >= kScales.size()) {
    in.fail();
    return;
  }
  read_differences(words, whole_of(last, places), in);
  fastest_word_kernels().scale_down(words, kScales[places]);
}

void read_words(const KindRuns& runs, Last last, std::span<std::uint64_t> words, ByteReader& in) {
  for (const auto& run : runs) {
    const auto these = words.first(run.points);
    if (run.kind == Kind::measurement) {
      read_measurements(these, last, in);
    } else {
      read_differences(these, last.kind == run.kind ? last.word : 0, in);
    }
    last = {run.kind, these.back()};
    words = words.subspan(run.points);
  }
}

/// Words of the kind that the last one has, doubles of as many places.
void read_usual(const Last& last, std::uint8_t told, std::span<std::uint64_t> words,
                ByteReader& in) {
  if (last.kind != Kind::measurement) {
    read_group(words, told, last.word, in);
    return;
  }
  const auto places = places_of(last.word, 0);
  in.require(places.has_value());
  if (in.ok()) {
    read_group(words, told, whole_of(last, *places), in);
    fastest_word_kernels().scale_down(words, kScales[*places]);
  }
}

bool reasons_known(const KindRuns& runs, Words words, const Reasons& reasons) {
  const auto known = [most = reasons.in_order().size()](std::uint64_t word) { return word < most; };
  for (const auto& run : runs) {
    if (run.kind == Kind::reason && !std::ranges::all_of(words.first(run.points), known)) {
      return false;
    }
    words = words.subspan(run.points);
  }
  return true;
}

/// Reads the columns of a growth one after the other.
class GrowthReading {
 public:
  GrowthReading(ByteReader& in, OpenChunk& chunk) : in_(in), chunk_(chunk) {}

  void read_all() {
    const auto count = in_.count(kMaxChunkPoints);
    in_.require(count >= chunk_.columns.columns.size());
    for (std::size_t place = 0; place < count && in_.ok();) {
      const auto head = in_.byte();
      const std::size_t columns = (head & kStill) == 0 ? 1 : (head & (kMostStill - 1)) + 1;
      in_.require(columns <= count - place);
      for (std::size_t i = 0; i < columns && in_.ok(); ++i) {
        read_column(place + i, head);
      }
      place += columns;
    }
  }

 private:
  void read_column(std::size_t place, std::uint8_t head) {
    if ((head & (kStill | kUsual)) != 0) {
      read_like_before(place, head);
    } else if ((head & kHasPoints) != 0) {
      read_other(place, head);
    } else {
      in_.require(head == 0 && place < chunk_.columns.columns.size());
    }
  }

  /// A column that goes on in its last point's kind, with the stamps of the one before.
  void read_like_before(std::size_t place, std::uint8_t head) {
    const auto& columns = chunk_.columns.columns;
    in_.require(place < columns.size() && !columns[place].words.empty() && !stamps_.empty() &&
                has_room());
    if (!in_.ok()) {
      return;
    }
    const auto last = last_of(columns[place], columns[place].words.size());
    words_.assign(stamps_.size(), last.word);
    if ((head & kStill) == 0) {
      read_usual(last, head & kWidthMask, words_, in_);
    }
    add(place, {{last.kind, static_cast<std::uint32_t>(words_.size())}});
  }

  void read_other(std::size_t place, std::uint8_t head) {
    const auto number = column_at(place);
    if (!number) {
      return;
    }
    const auto& column = chunk_.columns.columns[*number];
    const auto size = column.words.size();
    const auto last = last_of(column, size);
    const auto last_stamp = size == 0 ? 0 : chunk_.columns.lists[column.list][size - 1];
    in_.require((head & kSameStamps) != 0 ? !stamps_.empty()
                                          : read_stamps(in_, last_stamp, stamps_));
    const auto points = in_.ok() ? stamps_.size() : 0;
    const auto kind = static_cast<std::uint8_t>(head >> kKindShift);
    const auto runs = (head & kMixed) != 0
                          ? read_kind_runs(points, in_)
                          : KindRuns{{static_cast<Kind>(kind), static_cast<std::uint32_t>(points)}};
    in_.require(kind <= static_cast<std::uint8_t>(Kind::reason) && has_room());
    if (!in_.ok()) {
      return;
    }
    words_.assign(points, last.word);
    if ((head & kUnchanged) == 0) {
      read_words(runs, last, words_, in_);
    }
    add(*number, runs);
  }

  /// The column that a head speaks of; one of a metric that is there already is none.
  std::optional<std::size_t> column_at(std::size_t place) {
    if (place < chunk_.columns.columns.size()) {
      return place;
    }
    constexpr std::size_t kMostMetrics = 65'536;
    const auto metric = static_cast<Row>(in_.count(kMostMetrics));
    if (!in_.ok() || metric == 0 || chunk_.place_of(metric) != 0) {
      in_.fail();
      return std::nullopt;
    }
    chunk_.place_of(metric) = static_cast<std::uint32_t>(place + 1);
    return chunk_.columns.add_column(metric);
  }

  [[nodiscard]] bool has_room() const {
    return static_cast<std::size_t>(chunk_.head.points) + stamps_.size() <= kMaxChunkPoints;
  }

  /// What was read of one column, to it.
  void add(std::size_t column, const KindRuns& runs) {
    in_.require(reasons_known(runs, words_, chunk_.columns.reasons));
    if (!in_.ok()) {
      return;
    }
    chunk_.columns.make_room(column, words_.size());
    std::size_t i = 0;
    for (const auto& run : runs) {
      for (const auto end = i + run.points; i < end; ++i) {
        chunk_.columns.add(column, stamps_[i], run.kind, words_[i]);
        chunk_.count_points(stamps_[i], 1);
      }
    }
  }

  ByteReader& in_;
  OpenChunk& chunk_;
  Stamps stamps_;  ///< Of the column read last.
  std::vector<std::uint64_t> words_;
};

}  // namespace

void read_growth(ByteReader& in, OpenChunk& chunk) {
  read_reasons(in, kMaxChunkPoints, chunk.columns.reasons);
  GrowthReading(in, chunk).read_all();
}

}  // namespace rackproof::store
