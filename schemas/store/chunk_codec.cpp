#include "schemas/store/chunk_codec.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <iterator>
#include <map>
#include <memory>
#include <utility>

#include <zstd.h>

#include "schemas/store/bytes.h"
#include "schemas/store/number_codec.h"

namespace rackproof::store {
namespace {

constexpr std::uint8_t kLayout = 1;
constexpr int kLevel = 3;

using Stamps = std::vector<std::int64_t>;

/// What a point carries, by its place in Reading; written as runs.
using Kind = std::uint8_t;
constexpr Kind kCount = 0;
constexpr Kind kMeasurement = 1;
constexpr Kind kReason = 2;

std::int64_t stamp_of(const Point& point) {
  return point.taken_at.time_since_epoch().count();
}

/// Gives each different thing a number, in order of first appearance.
template <typename T>
class Numbered {
 public:
  std::size_t number_of(const T& thing) {
    const auto [place, fresh] = numbers_.try_emplace(thing, in_order_.size());
    if (fresh) {
      in_order_.push_back(&place->first);
    }
    return place->second;
  }
  [[nodiscard]] const std::vector<const T*>& in_order() const { return in_order_; }

 private:
  std::map<T, std::size_t> numbers_;
  std::vector<const T*> in_order_;  // into numbers_, whose nodes never move
};

using Reason = std::pair<ErrorKind, std::string>;

void write_runs(const Series& points, ByteWriter& out) {
  for (std::size_t from = 0; from < points.size();) {
    const auto kind = points[from].reading.index();
    std::size_t to = from;
    while (to < points.size() && points[to].reading.index() == kind) {
      ++to;
    }
    out.byte(static_cast<Kind>(kind));
    out.number(to - from);
    from = to;
  }
}

std::string column_body(const Series& points, Numbered<Reason>& reasons) {
  std::vector<std::int64_t> counts;
  std::vector<double> measurements;
  ByteWriter out;
  ByteWriter whys;
  write_runs(points, out);
  for (const auto& point : points) {
    if (const auto* count = std::get_if<std::int64_t>(&point.reading)) {
      counts.push_back(*count);
    } else if (const auto* measurement = std::get_if<double>(&point.reading)) {
      measurements.push_back(*measurement);
    } else {
      const auto& why = std::get<Error>(point.reading);
      whys.number(reasons.number_of({why.kind, why.message}));
    }
  }
  write_counts(counts, out);
  if (!measurements.empty()) {
    write_doubles(measurements, out);
  }
  out.raw(whys.bytes());
  return out.take();
}

std::string plain_body(const Columns& columns) {
  Numbered<Stamps> stamps;
  Numbered<Reason> reasons;
  ByteWriter bodies;
  for (const auto& column : columns) {
    Stamps taken;
    taken.reserve(column.points.size());
    std::ranges::transform(column.points, std::back_inserter(taken), stamp_of);
    bodies.number(column.metric);
    bodies.number(stamps.number_of(taken));
    bodies.text(column_body(column.points, reasons));
  }
  ByteWriter out;
  out.byte(kLayout);
  out.number(reasons.in_order().size());
  for (const auto* reason : reasons.in_order()) {
    out.text(to_string(reason->first));
    out.text(reason->second);
  }
  out.number(stamps.in_order().size());
  for (const auto* taken : stamps.in_order()) {
    out.number(taken->size());
    write_stamps(*taken, out);
  }
  out.number(columns.size());
  out.raw(bodies.bytes());
  return out.take();
}

Error broken(std::string_view what) {
  return Error{ErrorKind::malformed, "chunk: " + std::string(what)};
}

Result<std::string> decompress(std::string_view bytes) {
  const auto size = ZSTD_getFrameContentSize(bytes.data(), bytes.size());
  if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > kMaxChunkBytes) {
    return broken("not a zstd frame of a possible size");
  }
  std::string plain(static_cast<std::size_t>(size), '\0');
  const auto got = ZSTD_decompress(plain.data(), plain.size(), bytes.data(), bytes.size());
  if (ZSTD_isError(got) != 0U || got != plain.size()) {
    return broken("does not decompress");
  }
  return plain;
}

std::optional<ErrorKind> reason_kind(std::string_view word) {
  for (int kind = 0; kind <= static_cast<int>(ErrorKind::untrusted); ++kind) {
    if (to_string(static_cast<ErrorKind>(kind)) == word) {
      return static_cast<ErrorKind>(kind);
    }
  }
  return std::nullopt;
}

/// What columns refer to by number.
struct Shared {
  std::vector<Error> reasons;
  std::vector<Stamps> stamps;
};

Shared read_shared(ByteReader& in) {
  Shared shared;
  const auto reasons = in.count(kMaxChunkPoints);
  for (std::size_t i = 0; i < reasons && in.ok(); ++i) {
    const auto kind = reason_kind(in.text());
    const auto message = in.text();
    if (!kind || message.size() > kMaxReasonBytes) {
      in.fail();
      break;
    }
    shared.reasons.push_back({*kind, std::string(message)});
  }
  const auto lists = in.count(kMaxChunkPoints);
  for (std::size_t i = 0; i < lists && in.ok(); ++i) {
    const auto count = in.count(kMaxChunkPoints);
    shared.stamps.push_back(read_stamps(count, in));
  }
  return shared;
}

/// The kind of each point, and how many there are of each.
struct Runs {
  std::vector<Kind> kinds;
  std::array<std::size_t, 3> of_kind{};
};

Runs read_runs(std::size_t points, ByteReader& in) {
  Runs runs;
  while (runs.kinds.size() < points && in.ok()) {
    const auto kind = in.byte();
    const auto length = in.count(points - runs.kinds.size());
    if (kind > kReason || length == 0) {
      in.fail();
      break;
    }
    runs.kinds.insert(runs.kinds.end(), length, kind);
    runs.of_kind[kind] += length;
  }
  return runs;
}

/// The reason whose number comes next; without one the reading has failed.
const Error* next_reason(ByteReader& in, const Shared& shared) {
  const auto why = in.number();
  if (why >= shared.reasons.size()) {
    in.fail();
    return nullptr;
  }
  return &shared.reasons[why];
}

/// Gives out a column's points in order: each kind has its own stretch of bytes.
Result<Series> read_column(std::string_view body, const Stamps& stamps, const Shared& shared) {
  ByteReader in(body);
  const auto runs = read_runs(stamps.size(), in);
  const auto counts = read_counts(runs.of_kind[kCount], in);
  const auto measurements = runs.of_kind[kMeasurement] == 0
                                ? std::vector<double>{}
                                : read_doubles(runs.of_kind[kMeasurement], in);
  auto count = counts.begin();
  auto measurement = measurements.begin();
  Series points;
  for (std::size_t i = 0; i < stamps.size() && in.ok(); ++i) {
    const UtcTime taken_at{std::chrono::nanoseconds(stamps[i])};
    if (runs.kinds[i] == kCount) {
      points.push_back({taken_at, *count++});
    } else if (runs.kinds[i] == kMeasurement) {
      points.push_back({taken_at, *measurement++});
    } else if (const auto* why = next_reason(in, shared)) {
      points.push_back({taken_at, *why});
    }
  }
  if (!in.ok() || in.left() != 0) {
    return broken("a column's bytes are not what its head says");
  }
  return points;
}

}  // namespace

Result<std::string> encode_chunk(const Columns& columns) {
  const auto plain = plain_body(columns);
  if (plain.size() > kMaxChunkBytes) {
    return broken("larger than a chunk may be");
  }
  const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context(ZSTD_createCCtx(),
                                                                     &ZSTD_freeCCtx);
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, kLevel);
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
  std::string packed(ZSTD_compressBound(plain.size()), '\0');
  const auto size =
      ZSTD_compress2(context.get(), packed.data(), packed.size(), plain.data(), plain.size());
  if (ZSTD_isError(size) != 0U) {
    return Error{ErrorKind::io, std::string("zstd: ") + ZSTD_getErrorName(size)};
  }
  packed.resize(size);
  return packed;
}

Result<Columns> decode_chunk(std::string_view bytes, std::optional<std::uint32_t> metric) {
  auto plain = decompress(bytes);
  if (!plain) {
    return std::move(plain).error();
  }
  return decode_chunk_body(*plain, metric);
}

Result<Columns> decode_chunk_body(std::string_view plain, std::optional<std::uint32_t> metric) {
  ByteReader in(plain);
  if (in.byte() != kLayout) {
    return broken("of a layout that this release does not know");
  }
  const auto shared = read_shared(in);
  const auto count = in.count(kMaxChunkPoints);
  Columns columns;
  std::size_t total = 0;
  for (std::size_t i = 0; i < count && in.ok(); ++i) {
    const auto id = in.count(UINT32_MAX);
    const auto list = in.number();
    const auto body = in.text();
    if (!in.ok() || list >= shared.stamps.size()) {
      in.fail();
      break;
    }
    total += shared.stamps[list].size();
    if (total > kMaxChunkPoints) {
      return broken("more points than a chunk may have");
    }
    if (metric && *metric != id) {
      continue;
    }
    auto points = read_column(body, shared.stamps[list], shared);
    if (!points) {
      return std::move(points).error();
    }
    columns.push_back({static_cast<std::uint32_t>(id), std::move(*points)});
  }
  if (!in.ok() || in.left() != 0) {
    return broken("its bytes are not what its head says");
  }
  return columns;
}

}  // namespace rackproof::store
