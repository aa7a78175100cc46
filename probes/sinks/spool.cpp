#include "probes/sinks/spool.h"

#include <algorithm>
#include <utility>

#include "probes/machine/output_file.h"

namespace rackproof {
namespace {

/// Old requests go a segment at a time, so that a segment is a small share of the whole.
std::uint64_t segment_bytes(const SpoolSettings& settings) {
  constexpr std::uint64_t kLeast = std::uint64_t{4} << 10U;
  constexpr std::uint64_t kMost = std::uint64_t{8} << 20U;
  return std::clamp(settings.most_bytes / 16, kLeast, kMost);
}

}  // namespace

Spool::Spool(SpoolSettings settings, const Clock& clock, FileLock lock, SegmentFile mark_file)
    : settings_(std::move(settings)),
      clock_(clock),
      lock_(std::move(lock)),
      mark_file_(std::move(mark_file)),
      synced_at_(clock.monotonic()) {}

Result<Spool> Spool::open(const SpoolSettings& settings, const Clock& clock) {
  if (auto made = make_directories(settings.directory); !made) {
    return std::move(made).error();
  }
  auto lock = FileLock::take(settings.directory + "/lock");
  if (!lock) {
    return std::move(lock).error();
  }
  auto mark = SegmentFile::open(settings.directory + "/mark");
  if (!mark) {
    return std::move(mark).error();
  }
  Spool spool(settings, clock, *std::move(lock), *std::move(mark));
  if (auto loaded = spool.load_segments(); !loaded) {
    return std::move(loaded).error();
  }
  spool.load_mark();
  spool.remove_done();
  return spool;
}

Result<void> Spool::load_segments() {
  auto names = names_in_directory(settings_.directory);
  if (!names) {
    return std::move(names).error();
  }
  std::erase_if(*names, [](const std::string& name) { return !is_spool_segment(name); });
  for (const auto& name : *names) {
    auto segment = SpoolSegment::open(settings_.directory + "/" + name, name == names->back());
    if (!segment) {
      return std::move(segment).error();
    }
    if (segment->entries().empty() || segment->entries().front().head.sequence < next_) {
      tell({ErrorKind::malformed, segment->path() + ": holds no request of this spool"});
      static_cast<void>(remove_file(segment->path()));
      continue;
    }
    if (torn_bytes_ > 0) {
      damaged_.requests +=
          static_cast<std::int64_t>(segment->entries().front().head.sequence - next_);
    }
    torn_bytes_ += segment->lost_bytes();
    next_ = segment->last() + 1;
    disk_bytes_ += segment->bytes();
    const auto since = clock_.now() - segment->entries().back().head.made_at;
    const auto age = std::max(std::chrono::nanoseconds(since), std::chrono::nanoseconds(0));
    parts_.push_back({*std::move(segment), clock_.monotonic() - age});
  }
  return {};
}

void Spool::load_mark() {
  for (const std::uint64_t slot : {0U, 1U}) {
    const auto bytes = mark_file_.read(slot * kSpoolMarkBytes, kSpoolMarkBytes);
    const auto mark = bytes ? decode_spool_mark(*bytes) : std::nullopt;
    if (mark && mark->turn >= mark_.turn) {
      mark_ = *mark;
    }
  }
  next_ = std::max(next_, mark_.next);
  position_ = mark_.next;
}

/// Turns and turns about: a crash tears one of the two, and the other stands.
void Spool::write_mark() {
  ++mark_.turn;
  const auto done =
      mark_file_.overwrite(mark_.turn % 2 * kSpoolMarkBytes, encode_spool_mark(mark_));
  is_dirty_ = true;
  if (!done) {
    tell(done.error());
  }
}

Result<void> Spool::append(std::string_view body, std::uint32_t samples) {
  SpoolRequest request{{next_, clock_.now(), static_cast<std::uint32_t>(body.size()), samples, 0},
                       std::string(body)};
  if (body.size() > std::min<std::uint64_t>(kLongestSpoolBody, segment_bytes(settings_) * 4)) {
    count_loss(request.head, too_many_);
    return Error{ErrorKind::out_of_range, settings_.directory + ": a request of " +
                                              std::to_string(body.size()) +
                                              " bytes is too long for the spool"};
  }
  ++next_;
  request.head.body_sum = crc32_of(body);
  store_held();
  if (!held_.empty() || !store(request)) {
    held_bytes_ += request.body.size();
    held_.push_back(std::move(request));
  }
  bound();
  sync_when_due();
  return {};
}

bool Spool::begin_segment(std::uint64_t sequence) {
  auto segment = SpoolSegment::make(settings_.directory + "/" + spool_segment_name(sequence));
  if (!segment) {
    tell(segment.error());
    return false;
  }
  if (!parts_.empty()) {
    static_cast<void>(parts_.back().segment.sync());
  }
  parts_.push_back({*std::move(segment), clock_.monotonic()});
  has_new_name_ = true;
  return true;
}

bool Spool::store(const SpoolRequest& request) {
  const bool full = parts_.empty() || parts_.back().segment.bytes() >= segment_bytes(settings_);
  if (full && !begin_segment(request.head.sequence)) {
    return false;
  }
  auto& part = parts_.back();
  const auto before = part.segment.bytes();
  if (auto done = part.segment.append(request.head, request.body); !done) {
    tell(done.error());
    return false;
  }
  disk_bytes_ += part.segment.bytes() - before;
  part.newest = clock_.monotonic();
  is_dirty_ = true;
  trouble_.clear();
  return true;
}

void Spool::store_held() {
  while (!held_.empty() && store(held_.front())) {
    held_bytes_ -= held_.front().body.size();
    held_.pop_front();
  }
}

void Spool::count_loss(const SpoolHead& head, SpoolLoss& loss) const {
  if (head.sequence >= position_) {
    ++loss.requests;
    loss.samples += head.samples;
  }
}

void Spool::drop_front(SpoolLoss& loss) {
  const auto& segment = parts_.front().segment;
  for (const auto& entry : segment.entries()) {
    count_loss(entry.head, loss);
  }
  if (auto done = remove_file(segment.path()); !done) {
    tell(done.error());
  }
  disk_bytes_ -= segment.bytes();
  parts_.pop_front();
}

void Spool::bound() {
  const auto born = clock_.monotonic() - settings_.most_age;
  while (!parts_.empty() && parts_.front().newest < born) {
    drop_front(too_old_);
  }
  while (disk_bytes_ > settings_.most_bytes && parts_.size() > 1) {
    drop_front(too_many_);
  }
  while (held_bytes_ > settings_.most_held) {
    count_loss(held_.front().head, too_many_);
    held_bytes_ -= held_.front().body.size();
    held_.pop_front();
  }
}

std::optional<SpoolRequest> Spool::read_from(std::uint64_t from) {
  bound();
  for (auto& part : parts_) {
    const auto* entry = part.segment.find(from);
    while (entry != nullptr) {
      auto body = part.segment.body(*entry);
      if (body) {
        return SpoolRequest{entry->head, *std::move(body)};
      }
      tell(body.error());
      count_loss(entry->head, damaged_);
      part.segment.forget(entry->head.sequence);
      entry = part.segment.find(from);
    }
  }
  const auto held = std::ranges::find_if(
      held_, [from](const SpoolRequest& request) { return request.head.sequence >= from; });
  return held == held_.end() ? std::nullopt : std::optional(*held);
}

void Spool::move_on(std::uint64_t position, std::uint64_t floor) {
  position_ = position;
  if (floor != mark_.next) {
    mark_.next = floor;
    write_mark();
    remove_done();
  }
  sync_when_due();
}

void Spool::remove_done() {
  while (!parts_.empty() && parts_.front().segment.last() < mark_.next &&
         (parts_.size() > 1 || parts_.front().segment.bytes() >= segment_bytes(settings_))) {
    drop_front(damaged_);  // all of it is below the position: nothing is counted
  }
  while (!held_.empty() && held_.front().head.sequence < mark_.next) {
    held_bytes_ -= held_.front().body.size();
    held_.pop_front();
  }
}

void Spool::sync_when_due() {
  if (is_dirty_ && clock_.monotonic() - synced_at_ >= settings_.sync_every) {
    static_cast<void>(sync());
  }
}

Result<void> Spool::sync() {
  synced_at_ = clock_.monotonic();
  store_held();
  auto done = parts_.empty() ? Result<void>() : parts_.back().segment.sync();
  if (done && has_new_name_) {
    done = sync_directory(settings_.directory);
    has_new_name_ = !done;
  }
  if (done) {
    done = mark_file_.sync();
  }
  is_dirty_ = !done;
  if (!done) {
    tell(done.error());
  }
  if (done && !held_.empty()) {
    return Error{ErrorKind::out_of_range,
                 std::to_string(held_.size()) + " requests are in memory only: " + trouble_};
  }
  return done;
}

SpoolState Spool::state() const {
  SpoolState state;
  const SpoolHead* oldest = nullptr;
  const auto see = [&](const SpoolHead& head) {
    if (head.sequence >= position_) {
      oldest = oldest == nullptr ? &head : oldest;
      ++state.waiting_requests;
      state.waiting_samples += head.samples;
    }
  };
  for (const auto& part : parts_) {
    std::ranges::for_each(part.segment.entries(), see, &SpoolEntry::head);
  }
  std::ranges::for_each(held_, see, &SpoolRequest::head);
  if (oldest != nullptr) {
    state.oldest_age = std::max(std::chrono::nanoseconds(clock_.now() - oldest->made_at),
                                std::chrono::nanoseconds(0));
  }
  state.held_requests = static_cast<std::int64_t>(held_.size());
  state.disk_bytes = disk_bytes_;
  state.too_many = too_many_;
  state.too_old = too_old_;
  state.damaged = damaged_;
  state.torn_bytes = torn_bytes_;
  state.trouble = trouble_;
  return state;
}

}  // namespace rackproof
