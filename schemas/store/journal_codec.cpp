#include "schemas/store/journal_codec.h"

#include <algorithm>
#include <bit>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "schemas/store/chunk_parts.h"
#include "schemas/store/decimals.h"
#include "schemas/store/growth.h"
#include "schemas/store/word_kernels.h"

namespace rackproof::store {
namespace {

// The head of a column.
constexpr std::uint8_t kHasPoints = 0x01;
constexpr std::uint8_t kSameStamps = 0x02;  ///< As the column before that has points.
constexpr std::uint8_t kMixed = 0x04;       ///< Runs of kinds follow; else one kind.
constexpr std::uint8_t kUnchanged = 0x08;   ///< All words are the column's last one.
constexpr unsigned kKindShift = 4;

constexpr std::uint8_t kBits = 0x0F;  ///< In place of decimal places: doubles as they are.

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

void write_differences(Words words, std::uint64_t last, ByteWriter& out) {
  for (const auto word : words) {
    out.signed_number(static_cast<std::int64_t>(word - last));
    last = word;
  }
}

void write_measurements(Words words, const Last& last, ByteWriter& out) {
  std::vector<std::uint64_t> wholes(words.size());
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
  for (const auto& run : growth.runs) {
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
  const Column* column = nullptr;
  std::size_t kept = 0;
  Growth growth;
  bool same_stamps = false;
};

void write_column(const Grown& grown, const Columns& columns, ByteWriter& out) {
  const auto& [column, kept, growth, same_stamps] = grown;
  const auto last = last_of(*column, kept);
  const bool one = growth.runs.size() == 1;
  const bool unchanged =
      kept > 0 && one && growth.runs[0].kind == last.kind &&
      std::ranges::all_of(growth.words, [last](std::uint64_t word) { return word == last.word; });
  const auto kind = static_cast<unsigned>(growth.runs[0].kind);
  out.byte(static_cast<std::uint8_t>(kHasPoints | (same_stamps ? kSameStamps : 0U) |
                                     (one ? kind << kKindShift : kMixed) |
                                     (unchanged ? kUnchanged : 0U)));
  if (kept == 0) {
    out.number(column->metric);
  }
  if (!same_stamps) {
    write_stamps(growth.stamps, kept == 0 ? 0 : columns.lists[column->list][kept - 1], out);
  }
  if (!one) {
    write_kind_runs(growth.runs, out);
  }
  if (!unchanged) {
    write_words(growth, last, out);
  }
}

void read_differences(std::span<std::uint64_t> words, std::uint64_t last, ByteReader& in) {
  for (auto& word : words) {
    last += static_cast<std::uint64_t>(in.signed_number());
    word = last;
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

/// Adds what was read of one column to it.
void add_points(std::size_t column, const KindRuns& runs, const Stamps& stamps, Words words,
                OpenChunk& chunk) {
  std::size_t i = 0;
  for (const auto& run : runs) {
    for (const auto end = i + run.points; i < end; ++i) {
      chunk.columns.add(column, stamps[i], run.kind, words[i]);
      chunk.count_point(stamps[i]);
    }
  }
}

/// The column that a head speaks of; one of a metric that is there already is none.
std::optional<std::size_t> column_at(std::size_t place, ByteReader& in, OpenChunk& chunk) {
  if (place < chunk.columns.columns.size()) {
    return place;
  }
  constexpr std::size_t kMostMetrics = 65'536;
  const auto metric = static_cast<Row>(in.count(kMostMetrics));
  if (!in.ok() || metric == 0 || chunk.place_of(metric) != 0) {
    in.fail();
    return std::nullopt;
  }
  chunk.place_of(metric) = static_cast<std::uint32_t>(place + 1);
  return chunk.columns.add_column(metric);
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

/// `stamps` are those of the column before, and of this one afterwards.
void read_column(std::size_t place, ByteReader& in, Stamps& stamps, OpenChunk& chunk) {
  const auto head = in.byte();
  if ((head & kHasPoints) == 0) {
    in.require(head == 0 && place < chunk.columns.columns.size());
    return;
  }
  const auto number = column_at(place, in, chunk);
  if (!number) {
    return;
  }
  const auto& column = chunk.columns.columns[*number];
  const auto size = column.words.size();
  const auto last = last_of(column, size);
  const auto last_stamp = size == 0 ? 0 : chunk.columns.lists[column.list][size - 1];
  in.require((head & kSameStamps) != 0 ? !stamps.empty() : read_stamps(in, last_stamp, stamps));
  const auto points = in.ok() ? stamps.size() : 0;
  const auto kind = static_cast<std::uint8_t>(head >> kKindShift);
  const auto runs = (head & kMixed) != 0
                        ? read_kind_runs(points, in)
                        : KindRuns{{static_cast<Kind>(kind), static_cast<std::uint32_t>(points)}};
  in.require(kind <= static_cast<std::uint8_t>(Kind::reason));
  in.require(static_cast<std::size_t>(chunk.head.points) + points <= kMaxChunkPoints);
  if (!in.ok()) {
    return;
  }
  std::vector<std::uint64_t> words(points, last.word);
  if ((head & kUnchanged) == 0) {
    read_words(runs, last, words, in);
  }
  in.require(reasons_known(runs, words, chunk.columns.reasons));
  if (in.ok()) {
    add_points(*number, runs, stamps, words, chunk);
  }
}

}  // namespace

void write_growth(const OpenChunk& chunk, ByteWriter& out) {
  const auto& columns = chunk.columns;
  const auto& reasons = columns.reasons.in_order();
  out.number(reasons.size() - chunk.kept_reasons);
  for (std::size_t i = chunk.kept_reasons; i < reasons.size(); ++i) {
    write_reason(reasons[i], out);
  }
  out.number(columns.columns.size());
  std::span<const std::int64_t> before;
  for (std::size_t i = 0; i < columns.columns.size(); ++i) {
    const auto& column = columns.columns[i];
    const std::size_t kept = i < chunk.kept.size() ? chunk.kept[i] : 0;
    if (kept == column.words.size()) {
      out.byte(0);
      continue;
    }
    Grown grown{&column, kept, growth_of(columns, column, kept), false};
    const auto stamps = grown.growth.stamps;
    grown.same_stamps = (stamps.data() == before.data() && stamps.size() == before.size()) ||
                        std::ranges::equal(stamps, before);
    write_column(grown, columns, out);
    before = stamps;
  }
}

void read_growth(ByteReader& in, OpenChunk& chunk) {
  read_reasons(in, kMaxChunkPoints, chunk.columns.reasons);
  const auto count = in.count(in.left());
  Stamps stamps;
  in.require(count >= chunk.columns.columns.size());
  for (std::size_t place = 0; place < count && in.ok(); ++place) {
    read_column(place, in, stamps, chunk);
  }
}

}  // namespace rackproof::store
