#include "probes/redfish/redfish_login.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "probes/redfish/redfish_answer.h"

namespace rackproof::redfish {
namespace {

using std::chrono::seconds;

constexpr auto kCloseLimit = seconds(5);
constexpr auto kUnreachableRest = seconds(10);  ///< After the first failure; doubles with each.
constexpr auto kRefusedRest = seconds(60);
constexpr auto kLongestRest = seconds(900);

bool is_done(int status) {
  return status >= 200 && status < 300;
}

bool is_gone(int status) {
  return status == 404 || status == 410;
}

}  // namespace

RedfishLogin::RedfishLogin(const BmcConfig& bmc, std::string state_directory, RedfishDoor& door,
                           RedfishPace& pace)
    : bmc_(bmc), state_directory_(std::move(state_directory)), door_(door), pace_(pace) {}

RedfishLogin::~RedfishLogin() {
  close();
}

Result<std::string> RedfishLogin::token(SessionsAt place) {
  if (!open_) {
    if (auto opened = open_session(place); !opened) {
      return std::move(opened).error();
    }
  }
  return open_->token;
}

Result<void> RedfishLogin::open_session(SessionsAt place) {
  if (auto recorded = open_record(); !recorded) {
    return give_up(std::move(recorded).error(), kUnreachableRest);
  }
  const auto credentials = load_credentials(bmc_);
  if (!credentials) {
    return give_up(credentials.error(), kUnreachableRest);
  }
  close_left_behind(by_password(*credentials));
  if (auto in = log_in(place, *credentials); !in) {
    return in;
  }
  close_left_behind(by_token(open_->token));
  return {};
}

Result<void> RedfishLogin::open_record() {
  if (record_) {
    return {};
  }
  auto opened = RedfishRecord::open(state_directory_, bmc_.name, bmc_.peer.origin);
  if (!opened) {
    return std::move(opened).error();
  }
  record_.emplace(*std::move(opened));
  return {};
}

Result<void> RedfishLogin::log_in(SessionsAt place, const RedfishCredentials& credentials) {
  const auto limit = pace_.turn();
  if (!limit) {
    return limit.error();
  }
  const auto answer = door_.open_session(place, credentials, *limit);
  if (!answer) {
    return give_up(answer.error(), kUnreachableRest);
  }
  if (!is_done(answer->status)) {
    return refused(*answer);
  }
  return adopt(*answer);
}

/// A session that cannot be written down is closed again: nobody would after a crash.
Result<void> RedfishLogin::adopt(const HttpAnswer& answer) {
  const auto* token = answer.header("X-Auth-Token");
  const auto* location = answer.header("Location");
  const auto path =
      SessionPath::from_location(location != nullptr ? *location : odata_id(answer.body));
  if (!path) {  // what it says instead is not repeated: it may be what it was sent
    return give_up({ErrorKind::malformed, "a session was opened and its place is not told"},
                   kRefusedRest);
  }
  if (auto kept = record_->add(*path); !kept) {
    if (token != nullptr) {
      close_one(*path, by_token(*token), true);
    }
    return give_up(std::move(kept).error(), kRefusedRest);
  }
  if (token == nullptr || token->empty()) {
    return give_up({ErrorKind::malformed, "a session was opened and its token is not told"},
                   kRefusedRest);
  }
  open_ = Open{*token, *path};
  failures_ = 0;
  return {};
}

Error RedfishLogin::refused(const HttpAnswer& answer) {
  const auto after = retry_after(answer).value_or(seconds(0));
  const auto rest = std::max(after, kRefusedRest);
  auto why = refusal_of(answer, "opening a session");
  if (is_session_limit(answer)) {
    why = {ErrorKind::denied, "the BMC has as many sessions as it allows (HTTP " +
                                  std::to_string(answer.status) + ")"};
  } else if (answer.status == 401 || answer.status == 403 || answer.status == 400) {
    why = {ErrorKind::denied,
           "the BMC refuses user or password (HTTP " + std::to_string(answer.status) + ")"};
  } else if (why.kind == ErrorKind::absent) {
    why.kind = ErrorKind::unsupported;  // the BMC is there; a place for sessions is not
  }
  return give_up(std::move(why), rest);
}

Error RedfishLogin::give_up(Error why, seconds rest) {
  constexpr int kMostDoublings = 7;
  const int doublings = std::min(failures_++, kMostDoublings);
  pace_.rest(std::max(rest, std::min(rest * (1 << doublings), kLongestRest)), why);
  return why;
}

void RedfishLogin::close_left_behind(const HttpHeader& authority) {
  const auto left_behind = record_->sessions();  // a copy: closing takes them out
  for (const auto& session : left_behind) {
    const bool in_use = open_ && open_->path == session;
    if (!in_use && (!pace_.turn() || !close_one(session, authority, false))) {
      return;  // whoever may not close one may close none
    }
  }
}

/// 401 to the token of this very session says that there is no such session any more.
bool RedfishLogin::close_one(const SessionPath& session, const HttpHeader& authority, bool own) {
  const auto answer = door_.close_session(session, authority, kCloseLimit);
  const bool closed = answer && (is_done(answer->status) || is_gone(answer->status) ||
                                 (own && answer->status == 401));
  if (closed) {
    static_cast<void>(record_->remove(session).has_value());  // at worst it is closed twice
  }
  return closed;
}

/// It stays written down: whether it is gone shows when the next one is opened.
void RedfishLogin::forget() {
  open_.reset();
}

void RedfishLogin::close() {
  if (open_) {
    close_one(open_->path, by_token(open_->token), true);
    open_.reset();
  }
}

}  // namespace rackproof::redfish
