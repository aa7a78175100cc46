#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "probes/machine/journal_file.h"
#include "probes/redfish/session_path.h"
#include "schemas/result.h"

namespace rackproof::redfish {

/// The sessions at one BMC that are not known to be closed, in a file, so that whoever starts
/// after a crash closes them first. A session is in it before it is used. The file holds paths and
/// no secret; only its owner may read it. One process at a time has it.
class RedfishRecord {
 public:
  /// `directory`/`name`.sessions, both made where they are missing. Sessions that were recorded
  /// for another `origin` are forgotten. Error{denied}: another process has it; malformed: it is
  /// not what it should be.
  static Result<RedfishRecord> open(const std::string& directory, const std::string& name,
                                    const std::string& origin);

  /// Oldest first.
  [[nodiscard]] const std::vector<SessionPath>& sessions() const { return sessions_; }

  /// On the disk before it returns.
  Result<void> add(const SessionPath& session);
  Result<void> remove(const SessionPath& session);

 private:
  RedfishRecord(FileLock lock, std::string path, std::string origin)
      : lock_(std::move(lock)), path_(std::move(path)), origin_(std::move(origin)) {}
  [[nodiscard]] Result<void> write() const;

  FileLock lock_;
  std::string path_;
  std::string origin_;
  std::vector<SessionPath> sessions_;
};

/// The file's text, and back. Error{malformed} for anything that this did not write.
[[nodiscard]] std::string write_session_record(std::string_view origin,
                                               const std::vector<SessionPath>& sessions);
struct SessionRecord {
  std::string origin;
  std::vector<SessionPath> sessions;
};
Result<SessionRecord> parse_session_record(std::string_view text);

}  // namespace rackproof::redfish
