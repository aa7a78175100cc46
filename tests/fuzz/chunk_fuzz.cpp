// A chunk that the decoder accepts must say the same after it was encoded again; one that it
// refuses must be refused as malformed. The bytes are taken as a chunk of any layout, and as the
// inside of the frame of layout 1, since no fuzzer writes zstd; and as what a flush added to a
// chunk and as a summary of one, under the same rule. Each reading of a chunk is in one leaf of the
// run journal, or the chunk is refused.

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <numeric>
#include <string_view>
#include <vector>

#include "reports/device_leaves.h"
#include "schemas/store/chunk_codec.h"
#include "schemas/store/chunk_codec_1.h"
#include "schemas/store/journal_codec.h"
#include "schemas/store/summary_codec.h"

using namespace rackproof;

namespace {

void require(bool condition) {
  if (!condition) {
    std::abort();
  }
}

bool same(const Point& a, const Point& b) {
  const auto* x = std::get_if<double>(&a.reading);
  const auto* y = std::get_if<double>(&b.reading);
  const bool equal = x != nullptr && y != nullptr
                         ? std::bit_cast<std::uint64_t>(*x) == std::bit_cast<std::uint64_t>(*y)
                         : a.reading == b.reading;
  return equal && a.taken_at == b.taken_at;
}

bool same(const store::Columns& a, const store::Columns& b) {
  return std::ranges::equal(
      a.columns, b.columns, [&](const store::Column& x, const store::Column& y) {
        return x.metric == y.metric &&
               std::ranges::equal(a.read(x), b.read(y),
                                  [](const Point& p, const Point& q) { return same(p, q); });
      });
}

void check_leaves(const store::Columns& columns) {
  std::vector<std::size_t> ranks(4096);
  std::iota(ranks.begin(), ranks.end(), std::size_t{0});
  std::uint64_t readings = 0;
  DeviceLeaves leaves(ranks, [&readings](const ReadLeaf& leaf) {
    readings += leaf.readings;
    return Result<void>();
  });
  const auto added = leaves.add(columns, std::numeric_limits<std::int64_t>::max());
  require(!added || readings == columns.points());
}

void check(const Result<store::Columns>& columns) {
  if (!columns) {
    require(columns.error().kind == ErrorKind::malformed && !columns.error().message.empty());
    return;
  }
  const auto bytes = store::encode_chunk(*columns);
  require(bytes.has_value());
  const auto again = store::decode_chunk(*bytes);
  require(again && same(*columns, *again));
  check_leaves(*columns);
}

void check_summary(std::string_view bytes) {
  const auto summaries = store::read_summaries(bytes);
  if (!summaries) {
    require(summaries.error().kind == ErrorKind::malformed);
    return;
  }
  const auto again = store::read_summaries(store::write_summaries(*summaries));
  require(again.has_value() && again->size() == summaries->size());
}

void check_growth(std::string_view bytes) {
  store::OpenChunk chunk;
  store::ByteReader in(bytes);
  store::read_growth(in, chunk);
  require(chunk.columns.points() <= store::kMaxChunkPoints);
  if (!in.ok()) {
    return;
  }
  store::ByteWriter out;
  store::Columns room;
  store::write_growth(chunk, room, out);
  store::OpenChunk again;
  store::ByteReader back(out.bytes());
  store::read_growth(back, again);
  require(back.ok() && back.left() == 0 && same(chunk.columns, again.columns));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {  // NOLINT
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  check(store::layout_1::decode_body(bytes, std::nullopt));
  check(store::decode_chunk(bytes));
  check_summary(bytes);
  check_growth(bytes);
  return 0;
}
