#include "schemas/store/journal_codec.h"

#include <algorithm>
#include <array>
#include <bit>
#include <span>
#include <vector>

#include "schemas/store/chunk_parts.h"
#include "schemas/store/decimals.h"
#include "schemas/store/growth.h"
#include "schemas/store/journal_heads.h"
#include "schemas/store/word_kernels.h"

namespace rackproof::store {
namespace {

using namespace journal;

void write_stamps(std::span<const std::int64_t> stamps, std::int64_t last, ByteWriter& out) {
  out.number(stamps.size());
  std::int64_t step = 0;
  for (const auto stamp : stamps) {
    const auto next = wrapping_difference(stamp, last);
    out.signed_number(wrapping_difference(next, step));
    step = next;
    last = stamp;
  }
}

/// One group of differences with their width; `told` tells the byte that stands for it.
template <typename Told>
void write_group(Words words, std::uint64_t last, ByteWriter& out, Told told) {
  std::array<std::uint64_t, kGroup> steps;  // NOLINT(cppcoreguidelines-pro-type-member-init): as
  std::uint64_t all = 0;                    // many are written as are read
  for (std::size_t i = 0; i < words.size(); ++i) {
    steps[i] = zigzag(words[i] - last);
    all |= steps[i];
    last = words[i];
  }
  const auto bits = static_cast<unsigned>(std::bit_width(all));
  const bool packs = bits <= kWidestPacked;
  out.byte(told(static_cast<std::uint8_t>(packs ? bits : kWhole)));
  pack_words(std::span(steps).first(words.size()), packs ? bits : kWholeWord, out.end());
}

void write_differences(Words words, std::uint64_t last, ByteWriter& out) {
  while (!words.empty()) {
    const auto group = words.first(std::min(kGroup, words.size()));
    write_group(group, last, out, [](std::uint8_t width) { return width; });
    last = group.back();
    words = words.subspan(group.size());
  }
}

void write_measurements(Words words, const Last& last, ByteWriter& out) {
  std::array<std::uint64_t, kGroup> few{};
  std::vector<std::uint64_t> many(words.size() > few.size() ? words.size() : 0);
  const auto wholes = many.empty() ? std::span(few).first(words.size()) : std::span(many);
  const auto places = exact_places(words, wholes);
  if (places) {
    out.byte(static_cast<std::uint8_t>(*places));
    write_differences(wholes, whole_of(last, *places), out);
    return;
  }
  out.byte(kBits);
  for (const auto word : words) {
    out.raw({reinterpret_cast<const char*>(&word), sizeof word});
  }
}

void write_words(const Growth& growth, Last last, ByteWriter& out) {
  std::size_t from = 0;
  for (const auto& run : growth.runs()) {
    const auto words = growth.words.subspan(from, run.points);
    if (run.kind == Kind::measurement) {
      write_measurements(words, last, out);
    } else {
      write_differences(words, last.kind == run.kind ? last.word : 0, out);
    }
    from += run.points;
    last = {run.kind, words.back()};
  }
}

/// A column with points to write, and how many of it are kept already.
struct Grown {
  std::uint32_t metric = 0;
  Reached kept;
  Growth growth;
  bool same_stamps = false;
  bool unchanged = false;  ///< Of one kind, and all of them what the last one is.
};

bool is_unchanged(const Grown& grown) {
  const auto& [metric, kept, growth, same_stamps, unchanged] = grown;
  return kept.points > 0 && growth.several.empty() && growth.one.kind == kept.kind &&
         std::ranges::all_of(growth.words,
                             [word = kept.word](std::uint64_t each) { return each == word; });
}

void write_column(const Grown& grown, ByteWriter& out) {
  const auto& [metric, kept, growth, same_stamps, unchanged] = grown;
  const bool one = growth.several.empty();
  const auto kind = static_cast<unsigned>(growth.one.kind);
  out.byte(static_cast<std::uint8_t>(kHasPoints | (same_stamps ? kSameStamps : 0U) |
                                     (one ? kind << kKindShift : kMixed) |
                                     (unchanged ? kUnchanged : 0U)));
  if (kept.points == 0) {
    out.number(metric);
  }
  if (!same_stamps) {
    write_stamps(growth.stamps, kept.stamp, out);
  }
  if (!one) {
    write_kind_runs(growth.several, out);
  }
  if (!unchanged) {
    write_words(growth, kept.last(), out);
  }
}

/// A few words of the kind that the last one has, doubles of as many decimal places: all that is
/// told is their width. false where it is not so.
bool write_usual(const Grown& grown, ByteWriter& out) {
  const auto& [metric, kept, growth, same_stamps, unchanged] = grown;
  const auto last = kept.last();
  if (!same_stamps || kept.points == 0 || !growth.several.empty() || growth.one.kind != last.kind ||
      growth.words.size() > kGroup) {
    return false;
  }
  const auto told = [](std::uint8_t width) { return static_cast<std::uint8_t>(kUsual | width); };
  if (last.kind != Kind::measurement) {
    write_group(growth.words, last.word, out, told);
    return true;
  }
  const auto places = places_of(last.word, 0);
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-member-init): written before they are read
  std::array<std::uint64_t, kGroup> wholes;
  for (std::size_t i = 0; i < growth.words.size(); ++i) {
    const auto value = std::bit_cast<double>(growth.words[i]);
    if (!places || !is_decimal(value, kScales[*places], wholes[i])) {
      return false;
    }
  }
  write_group(std::span(wholes).first(growth.words.size()), whole_of(last, *places), out, told);
  return true;
}

/// Tells columns in a row that go on unchanged by one byte.
class StillOnes {
 public:
  explicit StillOnes(ByteWriter& out) : out_(out) {}
  void add() {
    if (++count_ == kMostStill) {
      write();
    }
  }
  void write() {
    if (count_ > 0) {
      out_.byte(static_cast<std::uint8_t>(kStill | (count_ - 1)));
    }
    count_ = 0;
  }

 private:
  ByteWriter& out_;
  std::size_t count_ = 0;
};

void write_grown(const Grown& grown, StillOnes& still, ByteWriter& out) {
  if (grown.unchanged && grown.same_stamps) {
    still.add();
    return;
  }
  still.write();
  if (!write_usual(grown, out)) {
    write_column(grown, out);
  }
}

bool is_same_list(std::span<const std::int64_t> one, std::span<const std::int64_t> other) {
  return (one.data() == other.data() && one.size() == other.size()) ||
         std::ranges::equal(one, other);
}

}  // namespace

void write_growth(OpenChunk& chunk, Columns& room, ByteWriter& out) {
  const auto [fresh, from_kept] = chunk.fresh(room);
  const auto& columns = chunk.columns.columns;
  const auto& reasons = chunk.columns.reasons.in_order();
  out.number(reasons.size() - chunk.kept_reasons);
  for (std::size_t i = chunk.kept_reasons; i < reasons.size(); ++i) {
    write_reason(reasons[i], out);
  }
  out.number(columns.size());
  std::span<const std::int64_t> before;
  StillOnes still(out);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const auto& column = fresh->columns[i];
    const auto kept = i < chunk.kept.size() ? chunk.kept[i] : Reached();
    const std::size_t from = from_kept ? kept.points : 0;
    if (from == column.words.size()) {
      still.write();
      out.byte(0);
      continue;
    }
    Grown grown{columns[i].metric, kept, growth_of(*fresh, column, from)};
    const auto stamps = grown.growth.stamps;
    grown.same_stamps = is_same_list(stamps, before);
    grown.unchanged = is_unchanged(grown);
    before = stamps;
    write_grown(grown, still, out);
  }
  still.write();
}

}  // namespace rackproof::store
