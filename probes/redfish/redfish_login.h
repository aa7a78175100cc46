#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "probes/redfish/redfish_config.h"
#include "probes/redfish/redfish_door.h"
#include "probes/redfish/redfish_pace.h"
#include "probes/redfish/redfish_record.h"
#include "schemas/result.h"

namespace rackproof::redfish {

/// The one session at a BMC: opened when it is needed, written down before it is used, closed at
/// the end. Sessions that an earlier process left behind are closed first. After a refusal the BMC
/// is left alone, longer each time, so that no account is locked and no table of sessions filled.
/// One thread at a time.
class RedfishLogin {
 public:
  /// `door` and `pace` outlive this.
  RedfishLogin(const BmcConfig& bmc, std::string state_directory, RedfishDoor& door,
               RedfishPace& pace);
  ~RedfishLogin();
  RedfishLogin(const RedfishLogin&) = delete;
  RedfishLogin& operator=(const RedfishLogin&) = delete;
  RedfishLogin(RedfishLogin&&) = delete;
  RedfishLogin& operator=(RedfishLogin&&) = delete;

  /// The session's token; opens a session where there is none.
  Result<std::string> token(SessionsAt place);
  /// The service does not know the session any more.
  void forget();
  /// Closes the session, within some seconds. Does nothing without one. One that could not be
  /// closed stays written down.
  void close();

 private:
  struct Open {
    std::string token;
    SessionPath path;
  };

  Result<void> open_session(SessionsAt place);
  Result<void> log_in(SessionsAt place, const RedfishCredentials& credentials);
  Result<void> adopt(const HttpAnswer& answer);
  Result<void> open_record();
  void close_left_behind(const HttpHeader& authority);
  bool close_one(const SessionPath& session, const HttpHeader& authority, bool own);
  Error refused(const HttpAnswer& answer);
  Error give_up(Error why, std::chrono::seconds rest);

  const BmcConfig& bmc_;
  std::string state_directory_;
  RedfishDoor& door_;
  RedfishPace& pace_;
  std::optional<RedfishRecord> record_;
  std::optional<Open> open_;
  int failures_ = 0;  ///< In a row.
};

}  // namespace rackproof::redfish
