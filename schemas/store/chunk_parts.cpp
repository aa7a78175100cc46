#include "schemas/store/chunk_parts.h"

#include <memory>

#include <zstd.h>

namespace rackproof::store {
namespace {

std::optional<ErrorKind> reason_kind(std::string_view word) {
  for (int kind = 0; kind <= static_cast<int>(ErrorKind::untrusted); ++kind) {
    if (to_string(static_cast<ErrorKind>(kind)) == word) {
      return static_cast<ErrorKind>(kind);
    }
  }
  return std::nullopt;
}

}  // namespace

Error broken_chunk(std::string_view what) {
  return Error{ErrorKind::malformed, "chunk: " + std::string(what)};
}

std::string compress(std::string_view plain, int level) {
  const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context(ZSTD_createCCtx(),
                                                                     &ZSTD_freeCCtx);
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, level);
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
  std::string packed(ZSTD_compressBound(plain.size()), '\0');
  const auto size =
      ZSTD_compress2(context.get(), packed.data(), packed.size(), plain.data(), plain.size());
  packed.resize(ZSTD_isError(size) != 0U ? 0 : size);
  return packed;
}

Result<std::string> decompress(std::string_view bytes) {
  const auto size = ZSTD_getFrameContentSize(bytes.data(), bytes.size());
  if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > kMaxChunkBytes) {
    return broken_chunk("not a zstd frame of a possible size");
  }
  std::string plain(static_cast<std::size_t>(size), '\0');
  const auto got = ZSTD_decompress(plain.data(), plain.size(), bytes.data(), bytes.size());
  if (ZSTD_isError(got) != 0U || got != plain.size()) {
    return broken_chunk("does not decompress");
  }
  return plain;
}

void write_reason(const Error& reason, ByteWriter& out) {
  out.text(to_string(reason.kind));
  out.text(reason.message);
}

void write_reasons(const Reasons& reasons, ByteWriter& out) {
  out.number(reasons.in_order().size());
  for (const auto& reason : reasons.in_order()) {
    write_reason(reason, out);
  }
}

void read_reasons(ByteReader& in, std::size_t most, Reasons& reasons) {
  const auto count = in.count(most);
  for (std::size_t i = 0; i < count && in.ok(); ++i) {
    const auto kind = reason_kind(in.text());
    const auto message = in.text();
    if (!kind || message.size() > kMaxReasonBytes) {
      in.fail();
      return;
    }
    reasons.append({*kind, std::string(message)});
  }
}

void write_kind_runs(const KindRuns& runs, ByteWriter& out) {
  for (const auto& run : runs) {
    out.byte(static_cast<std::uint8_t>(run.kind));
    out.number(run.points);
  }
}

KindRuns read_kind_runs(std::size_t points, ByteReader& in) {
  KindRuns runs;
  while (points > 0 && in.ok()) {
    const auto kind = in.byte();
    const auto length = in.count(points);
    if (kind > static_cast<std::uint8_t>(Kind::reason) || length == 0) {
      in.fail();
      return {};
    }
    add_run(runs, static_cast<Kind>(kind), static_cast<std::uint32_t>(length));
    points -= length;
  }
  return runs;
}

std::size_t points_of(const KindRuns& runs, Kind kind) {
  std::size_t points = 0;
  for (const auto& run : runs) {
    points += run.kind == kind ? run.points : 0;
  }
  return points;
}

}  // namespace rackproof::store
