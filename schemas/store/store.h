#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/device.h"
#include "schemas/event.h"
#include "schemas/result.h"
#include "schemas/sample.h"
#include "schemas/store/keep_rules.h"
#include "schemas/telemetry_source.h"
#include "schemas/time.h"

namespace rackproof {

namespace store {
struct Columns;
}

/// What the last writer left behind, as found when the store was opened.
struct StoreRecovery {
  bool closed_cleanly = true;  ///< false: the writer was killed, crashed or lost its machine.
  /// The latest stamp that the last completed flush() held; none = nothing was ever flushed.
  std::optional<UtcTime> safe_until;
  std::string note;  ///< One sentence for people: what is safe, what was lost at most; "" if clean.
};

/// Samples and events of one run in one SQLite file (WAL while it is written): one compressed,
/// checksummed chunk a device and stretch of time, never a row a sample. Counts stay int64, doubles
/// keep their bits, reasons for no value are kept. What questions unpack of saved chunks is kept
/// for the next ones, up to 20 MiB (unpacked.h). Owned and used by one thread at a time; one
/// writer at a time, any number of reading processes beside it.
///
/// Errors everywhere: unsupported = written by a newer release, malformed = not a store of ours or
/// a checksum that does not hold (never a wrong value, never a silent gap), absent, denied, io
/// (full disk...). After a failed call the store is as it was before it.
class Store final : public TelemetrySource {
 public:
  enum class Mode {
    create,  ///< Makes a new store; a file that holds a store already is an Error{io}.
    append,  ///< Opens an existing store for writing, an older format is brought up to date.
    read,    ///< Opens an existing store beside its writer; sees what was flushed.
  };

  /// `path` is a file; SQLite keeps `path`-wal and `path`-shm beside it until close().
  static Result<std::unique_ptr<Store>> open(const std::string& path, Mode mode);

  /// For evidence out of other hands: read-only, nothing but `path` itself is touched or believed;
  /// any schema but ours is refused, every count and size is checked before it is used, and memory
  /// stays bounded whatever the file says. `path` may be /proc/self/fd/N.
  static Result<std::unique_ptr<Store>> open_immutable(const std::string& path);

  ~Store() override;  ///< Closes without flush(): what close() did not save is lost, and is said.
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;
  Store(Store&&) = delete;
  Store& operator=(Store&&) = delete;

  /// Takes samples into memory; Sample::device indexes `devices`. Not safe before flush(). A
  /// reason's message is kept up to kMaxMessageBytes.
  Result<void> append(const Devices& devices, const Samples& samples);
  Result<void> append(const Events& events);
  /// Keeps devices even when they never give a sample.
  Result<void> append(const Devices& devices);

  /// Writes all that was taken since the last flush, in one transaction, and waits for the disk.
  /// The caller decides how often: it is what a crash can cost. On failure (full disk) everything
  /// stays in memory and the next flush() tries again.
  Result<void> flush();

  /// How many readings may wait in memory, ten bytes each, for their chunk to be whole; where there
  /// are more, flush() writes shorter chunks, which take more of the file. Of this process only.
  void gather_at_most(std::size_t readings);

  /// How many samples and events only a flush() would save.
  [[nodiscard]] std::size_t unflushed() const;

  /// Forgets in order what `rules` no longer keep, by one small step; the caller goes on while it
  /// says true, between flushes. Ages are counted back from `now`, once the clock has not jumped
  /// for an hour. Nothing that waits for a flush is touched, and nothing is forgotten without it.
  Result<bool> forget(const KeepRules& rules, UtcTime now);
  /// Makes the file one that shrinks while it is written: files of old releases are not. Rewrites
  /// it where it is small; false where it is not, and freed pages are then only used again.
  Result<bool> make_shrinkable();
  /// Readings, since this was opened, that came when their time was forgotten already: they are in
  /// no answer and go with the next step.
  [[nodiscard]] std::int64_t too_late() const;

  /// Flushes, folds the WAL into the file and marks the store as closed in order. Afterwards only
  /// destruction is allowed.
  Result<void> close();

  /// Flushes and writes the whole store to one new file without WAL; `path` must not exist.
  Result<void> export_to(const std::string& path);

  // TelemetrySource. Samples not yet flushed are included.
  Result<std::unique_ptr<Held>> hold() override;
  Result<std::vector<SeriesKey>> keys() override;
  Result<std::vector<SeriesKey>> keys_like(const SeriesPattern& pattern) override;
  /// out_of_range: of that time summaries alone are kept.
  Result<Series> read(const SeriesKey& key, TimeRange range) override;
  /// Where no reading of it is kept one by one any more: the last one with a value that summaries
  /// tell, to the bit and with its stamp; readings without a value that came after it are no more.
  Result<Point> last(const SeriesKey& key) override;
  /// min, max, mean and count, and of counts growth and rate, from what chunks are known to come to
  /// where a window holds them whole; the rest from the readings. Of a time whose readings were
  /// forgotten from summaries; a window that they do not tell says so in place of its value.
  Result<SeriesWindows> windows(const SeriesAsked& asked, const WindowQuery& query) override;
  /// Of one state of the file, as read_each() and last_each().
  Result<std::vector<GroupWindows>> group_windows(std::span<const SeriesGroup> groups,
                                                  const WindowQuery& query) override;
  Result<std::vector<Series>> read_each(std::span<const SeriesKey> keys, TimeRange range) override;
  Result<std::vector<std::optional<Point>>> last_each(std::span<const SeriesKey> keys) override;
  Result<std::optional<Point>> last_value(const SeriesKey& key, TimeRange range) override;
  Result<std::vector<KeptStretch>> kept_instead() override;

  /// Is handed what one chunk holds; metrics are numbered from 1 as in metrics(). `later_ns`: no
  /// chunk behind it has an earlier stamp, as far as their heads tell; INT64_MAX = none is behind.
  using ChunkVisitor = std::function<Result<void>(const store::Columns&, std::int64_t later_ns)>;
  /// All readings of one device, chunk by chunk in order of arrival, each unpacked once and not
  /// kept. Ends with the first error that `visit` gives. out_of_range where some were forgotten.
  Result<void> walk(std::string_view device, const ChunkVisitor& visit);

  /// Events with range.from <= taken_at < range.to, by time; equal stamps in order of arrival.
  Result<Events> events(TimeRange range);
  /// How many are kept one by one, as the heads of chunks tell; none is unpacked.
  Result<std::uint64_t> readings();
  /// Every device that was ever given to append(), sorted by id.
  Result<Devices> devices() override;
  Result<std::vector<StoredMetric>> metrics() override;
  Result<std::optional<StoredMetric>> metric(std::string_view name) override;

  /// Small facts about the store ("run_id"); a later value replaces an earlier one. Written at
  /// once. Error{absent} for a key that was never set.
  Result<void> set_note(std::string_view key, std::string_view value);
  Result<std::string> note(std::string_view key);

  [[nodiscard]] const StoreRecovery& recovery() const;

  static constexpr std::size_t kMaxMessageBytes = 1024;

  struct State;
  explicit Store(std::unique_ptr<State> state);  ///< For open() only.

 private:
  Result<Point> last_forgotten(const SeriesKey& key);
  [[nodiscard]] std::size_t windows_before_readings(const SeriesAsked& asked,
                                                    const WindowQuery& query) const;
  Result<SeriesWindows> early_windows(const SeriesAsked& asked, const WindowQuery& query);
  Result<SeriesWindows> windows_over_tiers(const SeriesAsked& asked, const WindowQuery& query,
                                           std::size_t old);
  Result<GroupWindows> pooled(const SeriesGroup& group, const WindowQuery& query);
  Result<GroupWindows> pool_over_tiers(const SeriesGroup& group, const WindowQuery& query,
                                       std::size_t old);

  std::unique_ptr<State> state_;
};

}  // namespace rackproof
