#include "schemas/store/chunk_codec_1.h"

#include <bit>
#include <string>
#include <utility>
#include <vector>

#include "schemas/store/bytes.h"
#include "schemas/store/chunk_parts.h"
#include "schemas/store/number_codec_1.h"

namespace rackproof::store::layout_1 {
namespace {

constexpr std::uint8_t kLayout = 1;
constexpr std::string_view kFrame("\x28\xB5\x2F\xFD");  // little endian 0xFD2FB528 (RFC 8878)

/// What columns refer to by number.
void read_shared(ByteReader& in, Columns& columns) {
  read_reasons(in, kMaxPoints, columns.reasons);
  const auto lists = in.count(kMaxPoints);
  for (std::size_t i = 0; i < lists && in.ok(); ++i) {
    const auto count = in.count(kMaxPoints);
    columns.lists.push_back(read_stamps(count, in));
  }
}

/// The words of a column in order of its points: each kind has its own stretch of bytes.
void read_words(Column& column, std::size_t reasons, ByteReader& in) {
  const auto counts = read_counts(points_of(column.runs, Kind::count), in);
  const auto values = points_of(column.runs, Kind::measurement);
  const auto measurements = values == 0 ? std::vector<double>{} : read_doubles(values, in);
  auto count = counts.begin();
  auto measurement = measurements.begin();
  for (const auto& run : column.runs) {
    for (std::uint32_t i = 0; i < run.points && in.ok(); ++i) {
      column.words.push_back(run.kind == Kind::count ? static_cast<std::uint64_t>(*count++)
                             : run.kind == Kind::measurement
                                 ? std::bit_cast<std::uint64_t>(*measurement++)
                                 : in.number());
      in.require(run.kind != Kind::reason || column.words.back() < reasons);
    }
  }
}

Result<Column> read_column(std::string_view body, std::size_t points, std::size_t reasons) {
  ByteReader in(body);
  Column column;
  column.runs = read_kind_runs(points, in);
  if (in.ok()) {
    read_words(column, reasons, in);
  }
  if (!in.ok() || in.left() != 0) {
    return broken_chunk("a column's bytes are not what its head says");
  }
  return column;
}

}  // namespace

bool is_chunk(std::string_view bytes) {
  return bytes.starts_with(kFrame);
}

Result<Columns> decode_chunk(std::string_view bytes, std::optional<std::uint32_t> metric) {
  auto plain = decompress(bytes);
  if (!plain) {
    return std::move(plain).error();
  }
  return decode_body(*plain, metric);
}

Result<Columns> decode_body(std::string_view plain, std::optional<std::uint32_t> metric) {
  ByteReader in(plain);
  if (in.byte() != kLayout) {
    return broken_chunk("of a layout that this release does not know");
  }
  Columns columns;
  read_shared(in, columns);
  const auto count = in.count(kMaxPoints);
  std::size_t total = 0;
  for (std::size_t i = 0; i < count && in.ok(); ++i) {
    const auto id = static_cast<std::uint32_t>(in.count(UINT32_MAX));
    const auto list = in.number();
    const auto body = in.text();
    if (!in.ok() || list >= columns.lists.size()) {
      in.fail();
      break;
    }
    total += columns.lists[list].size();
    if (total > kMaxPoints) {
      return broken_chunk("more points than a chunk may have");
    }
    if (metric && *metric != id) {
      continue;
    }
    auto column = read_column(body, columns.lists[list].size(), columns.reasons.in_order().size());
    if (!column) {
      return std::move(column).error();
    }
    column->metric = id;
    column->list = static_cast<std::uint32_t>(list);
    columns.columns.push_back(std::move(*column));
  }
  if (!in.ok() || in.left() != 0) {
    return broken_chunk("its bytes are not what its head says");
  }
  return columns;
}

}  // namespace rackproof::store::layout_1
