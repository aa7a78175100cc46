#include "schemas/store/tier_codec.h"

#include "schemas/store/bytes.h"
#include "schemas/store/chunk_parts.h"
#include "schemas/store/tier_series.h"

namespace rackproof::store {
namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::uint8_t kPlain = 0;
constexpr std::uint8_t kFramed = 1;
constexpr std::size_t kMostReasons = 65'536;
constexpr std::size_t kMostSeries = 65'536;

std::vector<std::string_view> read_pool(ByteReader& in) {
  std::vector<std::string_view> pool;
  const auto columns = in.count(in.left());
  for (std::size_t i = 0; i < columns && in.ok(); ++i) {
    pool.push_back(in.text());
  }
  return pool;
}

Result<TierRow> read_plain(std::string_view plain, const TierRowShape& shape,
                           std::optional<std::uint32_t> metric) {
  ByteReader in(plain);
  TierRow row{shape.start_ns, shape.window_ns, {}, {}};
  read_reasons(in, kMostReasons, row.reasons);
  const TierRowParts parts{shape, read_pool(in), row.reasons.in_order().size()};
  const auto count = in.count(kMostSeries);
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < count && in.ok(); ++i) {
    const auto more = in.count(UINT32_MAX);
    number += more;
    in.require(more > 0 && number <= UINT32_MAX);
    if (!in.ok() || (metric && *metric != number)) {
      skip_tier_series(in);
      continue;
    }
    row.series.push_back(read_tier_series(parts, in));
    row.series.back().metric = static_cast<std::uint32_t>(number);
  }
  if (!in.ok() || in.left() > 0) {
    return Error{ErrorKind::malformed, "tier row: its bytes cannot be"};
  }
  return row;
}

}  // namespace

std::string write_tier_row(TierRow row) {
  ColumnPool pool;
  ByteWriter series;
  std::uint32_t before = 0;
  for (auto& each : row.series) {
    series.number(each.metric - before);
    before = each.metric;
    write_tier_series(row, each, pool, series);
  }
  ByteWriter plain;
  write_reasons(row.reasons, plain);
  pool.write(plain);
  plain.number(row.series.size());
  plain.raw(series.bytes());
  const auto framed = plain.bytes().size() > kMaxChunkBytes ? "" : compress(plain.bytes());
  const bool saves = !framed.empty() && framed.size() < plain.bytes().size() / 8 * 7;
  return std::string{static_cast<char>(kVersion), static_cast<char>(saves ? kFramed : kPlain)} +
         (saves ? framed : plain.bytes());
}

Result<TierRow> read_tier_row(std::string_view bytes, const TierRowShape& shape,
                              std::optional<std::uint32_t> metric) {
  ByteReader in(bytes);
  const auto version = in.byte();
  const auto framing = in.byte();
  if (!in.ok() || version != kVersion || framing > kFramed || shape.windows > kMostTierWindows) {
    return Error{ErrorKind::malformed, "tier row: of a kind that this release does not know"};
  }
  if (framing == kPlain) {
    return read_plain(in.rest(), shape, metric);
  }
  const auto plain = decompress(in.rest());
  return plain ? read_plain(*plain, shape, metric) : Result<TierRow>(plain.error());
}

}  // namespace rackproof::store
