#include "schemas/store/summary_codec.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <string>

#include "schemas/store/bytes.h"
#include "schemas/store/chunk_codec.h"
#include "schemas/store/chunk_parts.h"
#include "schemas/store/decimals.h"
#include "schemas/store/word_kernels.h"

namespace rackproof::store {
namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::uint8_t kPlain = 0;
constexpr std::uint8_t kFramed = 1;

// The head of a column.
constexpr std::uint8_t kMeasurement = 0x01;
constexpr std::uint8_t kSame = 0x02;  ///< First, last, least and most are one.
constexpr std::uint8_t kInOrder = 0x04;
constexpr std::uint8_t kLikeLast = 0x08;  ///< Readable, missing and stamps as of the one before.
constexpr std::uint8_t kFalls = 0x10;
constexpr std::uint8_t kGrowth = 0x20;
constexpr std::uint8_t kRepeated = 0x40;  ///< The sum is the one value times how often it came.
constexpr std::uint8_t kBits = 0x0F;      ///< In place of decimal places: doubles as they are.

using Four = std::array<std::uint64_t, 4>;

Four words_of(const ColumnSummary& column) {
  return {column.first, column.last, column.least, column.most};
}

bool like(const ColumnSummary& a, const ColumnSummary& b) {
  return a.readable == b.readable && a.missing == b.missing && a.first_ns == b.first_ns &&
         a.last_ns == b.last_ns;
}

double repeated_sum(double value, std::int64_t times) {
  return value * static_cast<double>(times);
}

void write_double(double value, ByteWriter& out) {
  const auto word = std::bit_cast<std::uint64_t>(value);
  out.raw({reinterpret_cast<const char*>(&word), sizeof word});
}

double read_double(ByteReader& in) {
  std::uint64_t word = 0;
  in.raw(sizeof word).copy(reinterpret_cast<char*>(&word), sizeof word);
  return std::bit_cast<double>(word);
}

/// Whole numbers: the first, and how far the others lie from it.
void write_wholes(const Four& wholes, bool same, ByteWriter& out) {
  out.signed_number(static_cast<std::int64_t>(wholes[0]));
  for (std::size_t i = 1; i < wholes.size() && !same; ++i) {
    out.signed_number(static_cast<std::int64_t>(wholes[i] - wholes[0]));
  }
}

Four read_wholes(bool same, ByteReader& in) {
  Four wholes{};
  wholes.fill(static_cast<std::uint64_t>(in.signed_number()));
  for (std::size_t i = 1; i < wholes.size() && !same; ++i) {
    wholes[i] += static_cast<std::uint64_t>(in.signed_number());
  }
  return wholes;
}

void write_words(const ColumnSummary& column, bool same, ByteWriter& out) {
  const auto words = words_of(column);
  if (column.kind == Kind::count) {
    write_wholes(words, same, out);
    return;
  }
  Four wholes{};
  const auto places = exact_places(words, wholes);
  out.byte(places ? static_cast<std::uint8_t>(*places) : kBits);
  write_wholes(places ? wholes : words, same, out);
}

void read_words(ColumnSummary& column, bool same, ByteReader& in) {
  const auto places = column.kind == Kind::count ? kBits : in.byte();
  in.require(places == kBits || places < kScales.size());
  auto words = read_wholes(same, in);
  if (in.ok() && places != kBits) {
    fastest_word_kernels().scale_down(words, kScales[places]);
  }
  column.first = words[0];
  column.last = words[1];
  column.least = words[2];
  column.most = words[3];
}

void write_column(const ColumnSummary& column, const ColumnSummary& before, ByteWriter& out) {
  const auto words = words_of(column);
  const bool same = std::ranges::count(words, words[0]) == 4;
  const bool like_last = like(column, before);
  const double value = value_of(column.kind, column.first);
  const bool repeated = same && column.sum == repeated_sum(value, column.readable);
  out.signed_number(std::int64_t{column.metric} - std::int64_t{before.metric});
  out.byte(
      static_cast<std::uint8_t>((column.kind == Kind::measurement ? kMeasurement : 0U) |
                                (same ? kSame : 0U) | (column.in_order ? kInOrder : 0U) |
                                (like_last ? kLikeLast : 0U) | (column.falls != 0 ? kFalls : 0U) |
                                (column.growth != 0 ? kGrowth : 0U) | (repeated ? kRepeated : 0U)));
  if (!like_last) {
    out.signed_number(column.readable);
    out.signed_number(column.missing);
    out.signed_number(wrapping_difference(column.first_ns, before.first_ns));
    out.signed_number(wrapping_difference(column.last_ns, column.first_ns));
  }
  write_words(column, same, out);
  if (!repeated) {
    write_double(column.sum, out);
  }
  if (column.falls != 0) {
    out.signed_number(column.falls);
  }
  if (column.growth != 0) {
    write_double(column.growth, out);
  }
}

bool is_possible(const ColumnSummary& column) {
  constexpr auto kMost = static_cast<std::int64_t>(kMaxChunkPoints);
  return column.readable >= 1 && column.readable <= kMost && column.missing >= 0 &&
         column.missing <= kMost && column.falls >= 0 && column.falls < column.readable &&
         std::isfinite(value_of(column.kind, column.least)) &&
         std::isfinite(value_of(column.kind, column.most)) && column.first_ns <= column.last_ns;
}

ColumnSummary read_column(const ColumnSummary& before, ByteReader& in) {
  ColumnSummary column = before;
  const auto metric = wrapping_sum(before.metric, in.signed_number());
  const auto head = in.byte();
  in.require(metric >= 0 && metric <= UINT32_MAX && head < 2 * kRepeated);
  column.metric = static_cast<std::uint32_t>(metric);
  column.kind = (head & kMeasurement) != 0 ? Kind::measurement : Kind::count;
  column.in_order = (head & kInOrder) != 0;
  if ((head & kLikeLast) == 0) {
    column.readable = in.signed_number();
    column.missing = in.signed_number();
    column.first_ns = wrapping_sum(before.first_ns, in.signed_number());
    column.last_ns = wrapping_sum(column.first_ns, in.signed_number());
  }
  read_words(column, (head & kSame) != 0, in);
  const bool repeated = (head & kRepeated) != 0;
  column.sum = repeated ? 0 : read_double(in);
  column.falls = (head & kFalls) != 0 ? in.signed_number() : 0;
  column.growth = (head & kGrowth) != 0 ? read_double(in) : 0;
  in.require(is_possible(column));
  if (in.ok() && repeated) {
    column.sum = repeated_sum(value_of(column.kind, column.first), column.readable);
  }
  return column;
}

Result<Summaries> read_plain(std::string_view plain) {
  ByteReader in(plain);
  Summaries summaries;
  ColumnSummary before;
  while (in.ok() && in.left() > 0) {
    before = read_column(before, in);
    summaries.push_back(before);
  }
  if (!in.ok()) {
    return Error{ErrorKind::malformed, "summary: its bytes cannot be"};
  }
  return summaries;
}

}  // namespace

std::string write_summaries(const Summaries& summaries) {
  ByteWriter plain;
  ColumnSummary before;
  for (const auto& column : summaries) {
    write_column(column, before, plain);
    before = column;
  }
  std::string bytes{static_cast<char>(kVersion), static_cast<char>(kPlain)};
  const auto framed = compress(plain.bytes(), kFastLevel);
  if (!framed.empty() && framed.size() < plain.bytes().size()) {
    bytes.back() = static_cast<char>(kFramed);
    return bytes + framed;
  }
  return bytes + plain.bytes();
}

Result<Summaries> read_summaries(std::string_view bytes) {
  ByteReader in(bytes);
  const auto version = in.byte();
  const auto framing = in.byte();
  if (!in.ok() || version != kVersion || framing > kFramed) {
    return Error{ErrorKind::malformed, "summary: of a kind that this release does not know"};
  }
  if (framing == kPlain) {
    return read_plain(in.rest());
  }
  const auto plain = decompress(in.rest());
  return plain ? read_plain(*plain) : Result<Summaries>(plain.error());
}

}  // namespace rackproof::store
