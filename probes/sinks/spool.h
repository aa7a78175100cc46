#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "probes/machine/clock.h"
#include "probes/machine/journal_file.h"
#include "probes/sinks/spool_segment.h"
#include "schemas/result.h"

namespace rackproof {

struct SpoolSettings {
  std::string directory;                               ///< Made where it is missing.
  std::uint64_t most_bytes = std::uint64_t{1} << 30U;  ///< On the disk.
  std::chrono::seconds most_age = std::chrono::hours(7 * 24);
  /// A power cut loses what was appended since the last sync; a killed process loses nothing.
  std::chrono::nanoseconds sync_every = std::chrono::seconds(10);
  std::size_t most_held = std::size_t{16} << 20U;  ///< Bytes in memory while the disk takes none.
};

struct SpoolLoss {
  std::int64_t requests = 0;
  std::int64_t samples = 0;
};

/// What waits and what was lost since open().
struct SpoolState {
  std::int64_t waiting_requests = 0;
  std::int64_t waiting_samples = 0;
  std::int64_t held_requests = 0;  ///< Of those waiting: in memory only, the disk took them not.
  std::uint64_t disk_bytes = 0;
  std::chrono::nanoseconds oldest_age{0};  ///< Of the first request that waits.
  SpoolLoss too_many;                      ///< Over most_bytes, most_held, or too long by itself.
  SpoolLoss too_old;                       ///< Over most_age.
  SpoolLoss damaged;                       ///< Not the bytes that were written.
  std::uint64_t torn_bytes = 0;            ///< Found at the ends of segments by open(), and cut.
  std::string trouble;                     ///< What the disk said last; "" once it takes again.
};

struct SpoolRequest {
  SpoolHead head;
  std::string body;
};

/// Requests that are ready to be sent, in order, on disk: DIR/<first sequence>.spool, DIR/mark and
/// DIR/lock. What append() returned for outlives the process, however that ends; a power cut loses
/// at most what was appended since the last sync. When the disk takes nothing requests are held in
/// memory and written later, in their order. Over its bounds the oldest go, a segment at a time,
/// and are counted. Age is measured on the monotonic clock; only what an earlier process left is
/// dated by the time of day, once, at open(). One thread at a time.
class Spool {
 public:
  /// `clock` outlives the spool. Error{denied} while another process has this directory.
  static Result<Spool> open(const SpoolSettings& settings, const Clock& clock);

  /// Error{out_of_range} for a body that is too long by itself: it is lost.
  Result<void> append(std::string_view body, std::uint32_t samples);
  /// The first request with a sequence of at least `from`.
  std::optional<SpoolRequest> read_from(std::uint64_t from);
  /// Requests below `position` do not wait any more; those below `floor`, at most `position`, are
  /// never read again, after a restart neither.
  void move_on(std::uint64_t position, std::uint64_t floor);
  /// Returns when all that was appended outlives a power cut. Error{out_of_range} while some of it
  /// is held in memory only.
  Result<void> sync();

  /// Where move_on() put the floor last, in whichever process.
  [[nodiscard]] std::uint64_t floor() const { return mark_.next; }
  [[nodiscard]] SpoolState state() const;

 private:
  /// A segment, and when its newest request came, on the monotonic clock.
  struct Part {
    SpoolSegment segment;
    std::chrono::nanoseconds newest;
  };

  Spool(SpoolSettings settings, const Clock& clock, FileLock lock, SegmentFile mark_file);
  Result<void> load_segments();
  void load_mark();
  void tell(const Error& error) { trouble_ = error.message; }
  bool store(const SpoolRequest& request);
  bool begin_segment(std::uint64_t sequence);
  void store_held();
  void bound();
  void drop_front(SpoolLoss& loss);
  void count_loss(const SpoolHead& head, SpoolLoss& loss) const;
  void remove_done();
  void write_mark();
  void sync_when_due();

  SpoolSettings settings_;
  const Clock& clock_;
  FileLock lock_;
  SegmentFile mark_file_;
  SpoolMark mark_;
  std::uint64_t next_ = 1;
  std::uint64_t position_ = 0;
  std::deque<Part> parts_;
  std::deque<SpoolRequest> held_;
  std::size_t held_bytes_ = 0;
  std::uint64_t disk_bytes_ = 0;
  bool is_dirty_ = false;
  bool has_new_name_ = false;
  std::chrono::nanoseconds synced_at_;
  SpoolLoss too_many_;
  SpoolLoss too_old_;
  SpoolLoss damaged_;
  std::uint64_t torn_bytes_ = 0;
  std::string trouble_;
};

}  // namespace rackproof
