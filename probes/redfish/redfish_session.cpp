#include "probes/redfish/redfish_session.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "schemas/encoding.h"
#include "schemas/text.h"

namespace rackproof::redfish {
namespace {

using std::chrono::seconds;

constexpr int kMostSilent = 3;
constexpr auto kSilentRest = seconds(30);
constexpr auto kBusyRest = seconds(2);  ///< Doubles with each "later" in a row.
constexpr auto kLongestBusyRest = seconds(300);
constexpr std::chrono::milliseconds kStreamLimit = seconds(5);  ///< Until its headers are there.

/// A path of this service without its fragment; what a document links to may be anything.
Result<std::string> checked_uri(std::string_view uri) {
  const auto path = uri.substr(0, uri.find('#'));
  const bool inside =
      path == "/redfish" || path == "/redfish/v1" || path.starts_with(kRootDocument);
  if (!inside || path.find("/..") != std::string_view::npos) {
    return Error{ErrorKind::malformed, "'" + printable(uri) + "' is no Redfish document"};
  }
  return std::string(path);
}

class HttpByteStream final : public ByteStream {
 public:
  explicit HttpByteStream(HttpStream http) : http_(std::move(http)) {}

  Result<std::string> take(std::size_t limit) override {
    return http_.take(limit, std::chrono::milliseconds(0));
  }

 private:
  HttpStream http_;
};

}  // namespace

void sleep_for(std::chrono::nanoseconds duration) {
  std::this_thread::sleep_for(duration);
}

Result<std::unique_ptr<RedfishSession>> RedfishSession::open(const BmcConfig& bmc,
                                                             const std::string& state_directory,
                                                             const Clock& clock, Pause pause) {
  auto door = RedfishDoor::open(bmc.peer);
  if (!door) {
    return std::move(door).error().during(bmc.name);
  }
  return std::make_unique<RedfishSession>(bmc, state_directory, clock, std::move(pause),
                                          *std::move(door));
}

RedfishSession::RedfishSession(const BmcConfig& bmc, const std::string& state_directory,
                               const Clock& clock, Pause pause, RedfishDoor door)
    : bmc_(bmc),
      clock_(clock),
      pace_(clock, bmc_.limits, std::move(pause)),
      door_(std::move(door)),
      pass_began_(clock.monotonic()),
      login_(bmc_, state_directory, door_, pace_) {}

void RedfishSession::begin_pass() {
  pace_.begin_pass();
  pass_began_ = clock_.monotonic();
  documents_.begin_pass(pass_began_);
  may_log_in_again_ = true;
}

std::chrono::nanoseconds RedfishSession::age_of(std::string_view uri) const {
  const auto* kept = documents_.fresh(uri);
  return clock_.monotonic() - (kept != nullptr ? kept->taken : pass_began_);
}

Fetch RedfishSession::fetcher() {
  return [this](std::string_view uri) -> Result<std::string> {
    auto document = fetch(uri);
    if (!document) {
      return std::move(document).error();
    }
    return std::move(document->text);
  };
}

Result<RedfishDocument> RedfishSession::fetch(std::string_view uri) {
  const auto path = checked_uri(uri);
  if (!path) {
    return path.error();
  }
  if (const auto* kept = documents_.fresh(*path)) {
    return given(*kept);
  }
  if (auto known = know_service(); !known) {
    return std::move(known).error();
  }
  if (path->find("?$expand") != std::string::npos && !service_->expands) {
    return Error{ErrorKind::unsupported, *path + ": the service does not say that it can expand"};
  }
  return ask_for(*path);
}

RedfishDocument RedfishSession::given(const KeptDocument& kept) const {
  return {kept.text, clock_.monotonic() - kept.taken};
}

Result<RedfishDocument> RedfishSession::ask_for(const std::string& uri) {
  auto answer = request(uri, documents_.etag_of(uri));
  if (!answer) {
    return std::move(answer).error();
  }
  const auto now = clock_.monotonic();
  if (answer->status == 304) {
    const auto* kept = documents_.confirm(uri, now);
    return kept != nullptr ? Result<RedfishDocument>(given(*kept))
                           : Error{ErrorKind::malformed, uri + ": \"unchanged\" unasked"};
  }
  if (answer->status != 200) {
    return refusal_of(*answer, uri);
  }
  const auto* etag = answer->header("ETag");
  documents_.keep(uri, answer->body, etag == nullptr ? "" : *etag, now);
  return RedfishDocument{std::move(answer->body), {}};
}

Result<HttpAnswer> RedfishSession::request(const std::string& uri, const std::string& etag) {
  auto answer = request_once(uri, etag);
  if (!answer || !wants_another_try(*answer, uri)) {
    return answer;
  }
  auto second = request_once(uri, etag);
  if (second) {
    static_cast<void>(wants_another_try(*second, uri));  // a rest that it asks for is kept
  }
  return second;
}

Result<HttpAnswer> RedfishSession::request_once(const std::string& uri, const std::string& etag) {
  const auto token = login_.token(service_->sessions);
  if (!token) {
    return token.error();
  }
  const auto limit = pace_.turn();
  if (!limit) {
    return limit.error();
  }
  auto answer = door_.get(uri, etag, by_token(*token), *limit);
  count_silence(answer);
  return answer;
}

Result<HttpAnswer> RedfishSession::request_root() {
  const auto limit = pace_.turn();
  if (!limit) {
    return limit.error();
  }
  auto answer = door_.get_root(*limit);
  count_silence(answer);
  return answer;
}

Result<std::unique_ptr<ByteStream>> RedfishSession::stream(const std::string& uri) {
  const auto path = checked_uri(uri);
  if (!path) {
    return path.error();
  }
  if (auto known = know_service(); !known) {
    return std::move(known).error();
  }
  const auto token = login_.token(service_->sessions);
  if (!token) {
    return token.error();
  }
  const auto limit = pace_.turn();
  if (!limit) {
    return limit.error();
  }
  auto opened = door_.get_stream(*path, by_token(*token), std::min(*limit, kStreamLimit));
  if (!opened) {
    return std::move(opened).error();
  }
  if (opened->head().status != 200) {
    return refusal_of(opened->head(), *path);
  }
  const auto* type = opened->head().header("Content-Type");
  if (type == nullptr || !lower_case(*type).starts_with("text/event-stream")) {
    return Error{ErrorKind::malformed, *path + ": what is sent is no stream of events"};
  }
  return std::unique_ptr<ByteStream>(std::make_unique<HttpByteStream>(*std::move(opened)));
}

/// Once, before the first session: it says where sessions are made, and that this is a Redfish
/// service at all, before it is told a password.
Result<void> RedfishSession::know_service() {
  if (service_) {
    return {};
  }
  auto answer = request_root();
  if (answer && is_busy(*answer) && wants_another_try(*answer, kRootDocument)) {
    answer = request_root();
  }
  if (!answer) {
    return std::move(answer).error();
  }
  if (answer->status != 200) {
    return refusal_of(*answer, kRootDocument);
  }
  auto offer = parse_service_root(answer->body);
  if (!offer) {
    pace_.rest(kSilentRest, offer.error());
    return std::move(offer).error();
  }
  service_ = *offer;
  return {};
}

/// Whether the same request may go out once more: with a new session, or after a rest.
bool RedfishSession::wants_another_try(const HttpAnswer& answer, std::string_view uri) {
  if (is_busy(answer)) {
    constexpr int kMostDoublings = 8;
    const auto own = kBusyRest * (1 << std::min(busy_++, kMostDoublings));
    pace_.rest(std::max(retry_after(answer).value_or(seconds(0)), std::min(own, kLongestBusyRest)),
               refusal_of(answer, uri));
    return true;
  }
  busy_ = 0;
  if (answer.status != 401 || !may_log_in_again_) {
    return false;
  }
  may_log_in_again_ = false;
  login_.forget();
  return true;
}

void RedfishSession::count_silence(const Result<HttpAnswer>& answer) {
  silent_ = answer ? 0 : silent_ + 1;
  if (silent_ >= kMostSilent) {
    pace_.rest(kSilentRest, answer.error());
    silent_ = 0;
  }
}

}  // namespace rackproof::redfish
