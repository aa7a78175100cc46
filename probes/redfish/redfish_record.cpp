#include "probes/redfish/redfish_record.h"

#include "probes/machine/output_file.h"
#include "schemas/text.h"

namespace rackproof::redfish {
namespace {

constexpr std::string_view kHeading = "rackproof redfish sessions 1";
constexpr std::string_view kOriginKey = "origin ";
constexpr std::size_t kLimit = std::size_t{64} << 10;
constexpr std::size_t kMost = 32;  ///< Sessions; a BMC ends idle ones by itself.
constexpr unsigned kMode = 0600;

Error not_ours() {
  return Error{ErrorKind::malformed, "is no record of sessions; remove it"};
}

}  // namespace

std::string write_session_record(std::string_view origin,
                                 const std::vector<SessionPath>& sessions) {
  std::string text(kHeading);
  text += '\n';
  text += kOriginKey;
  text += origin;
  text += '\n';
  for (const auto& session : sessions) {
    text += session.text() + "\n";
  }
  return text;
}

Result<SessionRecord> parse_session_record(std::string_view text) {
  const auto all = lines(text);
  if (all.size() < 2 || all[0] != kHeading || !all[1].starts_with(kOriginKey)) {
    return not_ours();
  }
  SessionRecord record;
  record.origin = all[1].substr(kOriginKey.size());
  for (std::size_t i = 2; i < all.size(); ++i) {
    auto session = SessionPath::from_location(all[i]);
    if (!session) {
      return not_ours();
    }
    record.sessions.push_back(*std::move(session));
  }
  return record;
}

Result<RedfishRecord> RedfishRecord::open(const std::string& directory, const std::string& name,
                                          const std::string& origin) {
  const auto path = directory + "/" + name + ".sessions";
  if (auto made = make_directories(directory); !made) {
    return Error{ErrorKind::denied, "state_directory " + made.error().message};
  }
  auto lock = FileLock::take(directory + "/" + name + ".lock");
  if (!lock) {
    return Error{ErrorKind::denied,
                 "another rackproof reads this BMC, or its state_directory is "
                 "not ours: " +
                     lock.error().message};
  }
  RedfishRecord record(*std::move(lock), path, origin);
  const auto text = read_file(path, kLimit);
  if (!text) {
    return text.error().kind == ErrorKind::absent ? Result<RedfishRecord>(std::move(record))
                                                  : text.error();
  }
  auto parsed = parse_session_record(*text);
  if (!parsed) {
    return std::move(parsed).error().during(path);
  }
  if (parsed->origin == origin) {
    record.sessions_ = std::move(parsed->sessions);
  }
  return record;
}

Result<void> RedfishRecord::add(const SessionPath& session) {
  if (sessions_.size() >= kMost) {
    sessions_.erase(sessions_.begin());
  }
  sessions_.push_back(session);
  return write();
}

Result<void> RedfishRecord::remove(const SessionPath& session) {
  std::erase(sessions_, session);
  return write();
}

Result<void> RedfishRecord::write() const {
  auto written = write_file(path_, write_session_record(origin_, sessions_), kMode);
  return written ? Result<void>()
                 : Error{ErrorKind::denied, "state_directory " + written.error().message};
}

}  // namespace rackproof::redfish
