#include "schemas/store/chunk_codec.h"

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include "schemas/store/bytes.h"
#include "schemas/store/chunk_codec_1.h"
#include "schemas/store/decimal_codec.h"
#include "schemas/store/integer_codec.h"

namespace rackproof::store {
namespace {

constexpr std::uint8_t kLayout = 2;
constexpr std::uint8_t kPlain = 0;
constexpr std::uint8_t kFramed = 1;
constexpr std::uint8_t kMixed = 3;         ///< In place of the one kind that all points have.
constexpr std::size_t kShortest = 128;     ///< Bytes that a frame can be worth it for.
constexpr std::size_t kFrameMustSave = 8;  ///< One byte in so many, since it hides the columns.

using Words = std::vector<std::uint64_t>;

/// Lists of stamps that columns share: which, and how many of its stamps.
class ListUses {
 public:
  using Use = std::pair<std::uint32_t, std::size_t>;

  std::size_t number_of(const Use& use) {
    const auto known = std::ranges::find(uses_, use);
    if (known == uses_.end()) {
      uses_.push_back(use);
      return uses_.size() - 1;
    }
    return static_cast<std::size_t>(known - uses_.begin());
  }
  [[nodiscard]] const std::vector<Use>& in_order() const { return uses_; }

 private:
  std::vector<Use> uses_;
};

/// The words of the points of one kind, in order.
Words words_of(const Column& column, Kind kind) {
  Words words;
  auto from = column.words.begin();
  for (const auto& run : column.runs) {
    const auto to = from + static_cast<std::ptrdiff_t>(run.points);
    if (run.kind == kind) {
      words.insert(words.end(), from, to);
    }
    from = to;
  }
  return words;
}

void write_kind(std::span<const std::uint64_t> words, Kind kind, ByteWriter& out) {
  if (kind == Kind::measurement) {
    write_decimals(words, out);
  } else {
    write_integers(words, out);
  }
}

void write_column(const Column& column, ByteWriter& out) {
  if (column.runs.empty()) {
    return;
  }
  if (column.runs.size() == 1) {
    out.byte(static_cast<std::uint8_t>(column.runs[0].kind));
    write_kind(column.words, column.runs[0].kind, out);
    return;
  }
  out.byte(kMixed);
  write_kind_runs(column.runs, out);
  for (const auto each : {Kind::count, Kind::measurement, Kind::reason}) {
    write_kind(words_of(column, each), each, out);
  }
}

void write_lists(const Columns& columns, const ListUses& uses, ByteWriter& out) {
  out.number(uses.in_order().size());
  for (const auto& [list, points] : uses.in_order()) {
    Words stamps(points);
    std::ranges::transform(std::span(columns.lists[list]).first(points), stamps.begin(),
                           [](std::int64_t stamp) { return static_cast<std::uint64_t>(stamp); });
    ByteWriter body;
    write_integers(stamps, body);
    out.number(points);
    out.text(body.bytes());
  }
}

std::string plain_body(const Columns& columns) {
  ListUses uses;
  ByteWriter bodies;
  ByteWriter directory;
  std::uint32_t metric = 0;
  std::vector<std::size_t> places;
  for (const auto& column : columns.columns) {
    places.push_back(uses.number_of({column.list, column.words.size()}));
  }
  const bool several = uses.in_order().size() > 1;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const auto& column = columns.columns[i];
    const auto before = bodies.bytes().size();
    write_column(column, bodies);
    directory.signed_number(std::int64_t{column.metric} - std::int64_t{metric});
    metric = column.metric;
    if (several) {
      directory.number(places[i]);
    }
    directory.number(bodies.bytes().size() - before);
  }
  ByteWriter out;
  write_reasons(columns.reasons, out);
  write_lists(columns, uses, out);
  out.number(columns.columns.size());
  out.raw(directory.bytes());
  out.raw(bodies.bytes());
  return out.take();
}

/// A list of stamps that is unpacked when the first column asks for it.
struct PackedList {
  std::size_t points = 0;
  std::string_view body;
};

struct Entry {
  std::uint32_t metric = 0;
  std::uint32_t list = 0;
  std::size_t bytes = 0;
};

std::vector<PackedList> read_lists(ByteReader& in) {
  std::vector<PackedList> lists;
  const auto count = in.count(std::min(in.left(), kMaxChunkPoints));
  for (std::size_t i = 0; i < count && in.ok(); ++i) {
    const auto points = in.count(kMaxChunkPoints);
    lists.push_back({points, in.text()});
  }
  return lists;
}

/// The directory; `in` has failed where it says what cannot be.
std::vector<Entry> read_entries(const std::vector<PackedList>& lists, ByteReader& in) {
  std::vector<Entry> entries;
  const auto count = in.count(std::min(in.left(), kMaxChunkPoints));
  std::int64_t metric = 0;
  std::size_t points = 0;
  for (std::size_t i = 0; i < count && in.ok(); ++i) {
    metric = wrapping_sum(metric, in.signed_number());
    const auto list = lists.size() > 1 ? in.count(lists.size() - 1) : 0;
    in.require(metric >= 0 && metric <= UINT32_MAX && list < lists.size());
    entries.push_back({static_cast<std::uint32_t>(metric), static_cast<std::uint32_t>(list),
                       in.count(in.left())});
    points += in.ok() ? lists[list].points : 0;
    in.require(points <= kMaxChunkPoints);
  }
  return entries;
}

bool unpack(const PackedList& list, Stamps& stamps) {
  if (stamps.size() == list.points) {
    return true;
  }
  ByteReader in(list.body);
  Words words(list.points);
  read_integers(words, in);
  stamps.resize(words.size());
  std::ranges::transform(words, stamps.begin(),
                         [](std::uint64_t word) { return static_cast<std::int64_t>(word); });
  return in.ok() && in.left() == 0;
}

void read_kind(std::span<std::uint64_t> words, Kind kind, std::size_t reasons, ByteReader& in) {
  if (kind == Kind::measurement) {
    read_decimals(words, in);
    return;
  }
  read_integers(words, in);
  const auto known = [reasons](std::uint64_t word) { return word < reasons; };
  in.require(kind != Kind::reason || std::ranges::all_of(words, known));
}

/// Puts the words of one kind where its runs are.
void put_words(const Words& words, Kind kind, Column& column) {
  auto from = words.begin();
  auto place = column.words.begin();
  for (const auto& run : column.runs) {
    const auto points = static_cast<std::ptrdiff_t>(run.points);
    if (run.kind == kind) {
      std::copy(from, from + points, place);
      from += points;
    }
    place += points;
  }
}

/// false where the bytes are not what they should be.
bool read_column(std::string_view body, std::size_t points, std::size_t reasons, Column& column) {
  if (points == 0) {
    return body.empty();
  }
  ByteReader in(body);
  const auto head = in.byte();
  column.words.resize(points);
  if (head < kMixed) {
    column.runs = {{static_cast<Kind>(head), static_cast<std::uint32_t>(points)}};
    read_kind(column.words, static_cast<Kind>(head), reasons, in);
    return in.ok() && in.left() == 0;
  }
  column.runs = read_kind_runs(points, in);
  in.require(head == kMixed);
  for (const auto kind : {Kind::count, Kind::measurement, Kind::reason}) {
    if (!in.ok()) {
      return false;
    }
    Words words(points_of(column.runs, kind));
    read_kind(words, kind, reasons, in);
    put_words(words, kind, column);
  }
  return in.ok() && in.left() == 0;
}

Result<Columns> decode_plain(std::string_view plain, std::optional<std::uint32_t> metric) {
  ByteReader in(plain);
  Columns columns;
  read_reasons(in, kMaxChunkPoints, columns.reasons);
  const auto lists = read_lists(in);
  const auto entries = read_entries(lists, in);
  columns.lists.resize(lists.size());
  for (std::size_t i = 0; i < entries.size() && in.ok(); ++i) {
    const auto& [id, list, bytes] = entries[i];
    const auto body = in.raw(bytes);
    if (metric && *metric != id) {
      continue;
    }
    columns.columns.push_back({id, list, {}, {}});
    in.require(in.ok() && unpack(lists[list], columns.lists[list]) &&
               read_column(body, lists[list].points, columns.reasons.in_order().size(),
                           columns.columns.back()));
  }
  if (!in.ok() || in.left() != 0) {
    return broken_chunk("its bytes are not what its head says");
  }
  return columns;
}

}  // namespace

Result<std::string> encode_chunk(const Columns& columns) {
  if (columns.points() > kMaxChunkPoints) {
    return broken_chunk("more points than a chunk may have");
  }
  const auto plain = plain_body(columns);
  if (plain.size() > kMaxChunkBytes) {
    return broken_chunk("larger than a chunk may be");
  }
  std::string bytes{static_cast<char>(kLayout), static_cast<char>(kPlain)};
  // Coded columns are as short as they get; words of people are not.
  const bool wordy = columns.reasons.bytes() > plain.size() / kFrameMustSave;
  const auto framed = plain.size() < kShortest || !wordy ? std::string() : compress(plain);
  if (!framed.empty() && framed.size() < plain.size() - plain.size() / kFrameMustSave) {
    bytes.back() = static_cast<char>(kFramed);
    return bytes + framed;
  }
  return bytes + plain;
}

Result<Columns> decode_chunk(std::string_view bytes, std::optional<std::uint32_t> metric) {
  if (layout_1::is_chunk(bytes)) {
    return layout_1::decode_chunk(bytes, metric);
  }
  ByteReader in(bytes);
  const auto layout = in.byte();
  const auto framing = in.byte();
  if (!in.ok() || layout != kLayout || framing > kFramed) {
    return broken_chunk("of a layout that this release does not know");
  }
  if (framing == kPlain) {
    return decode_plain(in.rest(), metric);
  }
  const auto plain = decompress(in.rest());
  return plain ? decode_plain(*plain, metric) : Result<Columns>(plain.error());
}

std::int64_t chunk_checksum(std::string_view bytes) {
  return layout_1::is_chunk(bytes) ? checksum(bytes) : body_checksum(bytes);
}

}  // namespace rackproof::store
