#include "probes/sinks/spool_segment.h"

#include <algorithm>
#include <utility>

namespace rackproof {
namespace {

constexpr std::string_view kEnding = ".spool";
constexpr std::size_t kDigits = 20;  ///< Of the highest sequence.

}  // namespace

std::string spool_segment_name(std::uint64_t first) {
  const auto digits = std::to_string(first);
  return std::string(kDigits - digits.size(), '0') + digits + std::string(kEnding);
}

bool is_spool_segment(std::string_view name) {
  return name.size() == kDigits + kEnding.size() && name.ends_with(kEnding) &&
         name.find_first_not_of("0123456789") == kDigits;
}

Result<SpoolSegment> SpoolSegment::make(const std::string& path) {
  auto file = SegmentFile::open(path);
  if (!file) {
    return std::move(file).error();
  }
  if (auto empty = file->cut(0); !empty) {
    return std::move(empty).error();
  }
  return SpoolSegment(*std::move(file));
}

Result<SpoolSegment> SpoolSegment::open(const std::string& path, bool last) {
  auto file = SegmentFile::open(path);
  if (!file) {
    return std::move(file).error();
  }
  SpoolSegment segment(*std::move(file));
  auto done = segment.walk();
  if (done && last) {
    done = segment.cut_torn_end();
  }
  if (!done) {
    return std::move(done).error();
  }
  return segment;
}

Result<void> SpoolSegment::walk() {
  std::uint64_t at = 0;
  while (file_.size() - at >= kSpoolHeadBytes) {
    const auto bytes = file_.read(at, kSpoolHeadBytes);
    if (!bytes) {
      return bytes.error();
    }
    const auto head = decode_spool_head(*bytes);
    const auto offset = at + kSpoolHeadBytes;
    if (!head || head->sequence <= last_ || head->body_bytes > file_.size() - offset) {
      break;
    }
    entries_.push_back({*head, offset});
    last_ = head->sequence;
    at = offset + head->body_bytes;
  }
  lost_bytes_ = file_.size() - at;
  return {};
}

/// A power cut may leave a head whose body never came; one in the middle is found when it is read.
Result<void> SpoolSegment::cut_torn_end() {
  const auto whole = file_.size();
  auto keep = whole - lost_bytes_;
  while (!entries_.empty() && !body(entries_.back())) {
    keep = entries_.back().offset - kSpoolHeadBytes;
    entries_.pop_back();
  }
  last_ = entries_.empty() ? 0 : entries_.back().head.sequence;
  lost_bytes_ = whole - keep;
  return lost_bytes_ > 0 ? file_.cut(keep) : Result<void>();
}

Result<void> SpoolSegment::append(const SpoolHead& head, std::string_view body) {
  auto bytes = encode_spool_head(head);
  bytes += body;
  const auto offset = file_.size() + kSpoolHeadBytes;
  auto done = file_.append(bytes);
  if (done) {
    entries_.push_back({head, offset});
    last_ = head.sequence;
  }
  return done;
}

Result<std::string> SpoolSegment::body(const SpoolEntry& entry) const {
  auto bytes = file_.read(entry.offset, entry.head.body_bytes);
  if (bytes && crc32_of(*bytes) != entry.head.body_sum) {
    return Error{ErrorKind::malformed,
                 path() + ": request " + std::to_string(entry.head.sequence) + " is damaged"};
  }
  return bytes;
}

const SpoolEntry* SpoolSegment::find(std::uint64_t sequence) const {
  const auto found = std::ranges::lower_bound(
      entries_, sequence, {}, [](const SpoolEntry& entry) { return entry.head.sequence; });
  return found == entries_.end() ? nullptr : &*found;
}

void SpoolSegment::forget(std::uint64_t sequence) {
  std::erase_if(entries_,
                [sequence](const SpoolEntry& entry) { return entry.head.sequence == sequence; });
}

}  // namespace rackproof
