#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "probes/machine/segment_file.h"
#include "probes/sinks/spool_record.h"
#include "schemas/result.h"

namespace rackproof {

/// The file of the segment whose first request has this sequence: "00000000000000000007.spool", so
/// that names sort as sequences do.
[[nodiscard]] std::string spool_segment_name(std::uint64_t first);
[[nodiscard]] bool is_spool_segment(std::string_view name);

struct SpoolEntry {
  SpoolHead head;
  std::uint64_t offset = 0;  ///< Of its body in the file.
};

/// One file of a spool and where in it each request stands, in rising order of sequence. One
/// thread at a time.
class SpoolSegment {
 public:
  /// A new and empty one.
  static Result<SpoolSegment> make(const std::string& path);
  /// Walks the heads of one that is there and stops at the first that does not hold. The `last`
  /// segment of a spool, which a crash may have torn, is cut there, or before bodies at its end
  /// that do not hold.
  static Result<SpoolSegment> open(const std::string& path, bool last);

  /// All of it or nothing. Error{out_of_range}: no room on the disk.
  Result<void> append(const SpoolHead& head, std::string_view body);
  /// Error{malformed} where the bytes are not those that were written.
  Result<std::string> body(const SpoolEntry& entry) const;
  /// The first entry whose sequence is at least `sequence`; nullptr when there is none.
  [[nodiscard]] const SpoolEntry* find(std::uint64_t sequence) const;
  /// That entry is never found again; its bytes stay.
  void forget(std::uint64_t sequence);
  Result<void> sync() { return file_.sync(); }

  [[nodiscard]] const std::vector<SpoolEntry>& entries() const { return entries_; }
  [[nodiscard]] const std::string& path() const { return file_.path(); }
  [[nodiscard]] std::uint64_t bytes() const { return file_.size(); }
  /// Bytes at its end that open() could make nothing of.
  [[nodiscard]] std::uint64_t lost_bytes() const { return lost_bytes_; }
  /// The highest sequence that ever stood in it; 0 when it is empty.
  [[nodiscard]] std::uint64_t last() const { return last_; }

 private:
  explicit SpoolSegment(SegmentFile file) : file_(std::move(file)) {}
  Result<void> walk();
  Result<void> cut_torn_end();

  SegmentFile file_;
  std::vector<SpoolEntry> entries_;
  std::uint64_t lost_bytes_ = 0;
  std::uint64_t last_ = 0;
};

}  // namespace rackproof
