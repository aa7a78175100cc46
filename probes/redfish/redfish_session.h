#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "probes/machine/clock.h"
#include "probes/redfish/byte_stream.h"
#include "probes/redfish/fetch.h"
#include "probes/redfish/redfish_answer.h"
#include "probes/redfish/redfish_config.h"
#include "probes/redfish/redfish_documents.h"
#include "probes/redfish/redfish_door.h"
#include "probes/redfish/redfish_login.h"
#include "probes/redfish/redfish_pace.h"
#include "schemas/result.h"

namespace rackproof::redfish {

struct RedfishDocument {
  std::string text;
  std::chrono::nanoseconds age{0};  ///< Since the service said that this is the document.
};

/// Waits on this thread.
void sleep_for(std::chrono::nanoseconds duration);

/// The documents of one BMC, read over one session that lives as long as this object. One thread
/// at a time.
class RedfishSession {
 public:
  /// Sends nothing yet. `clock` outlives it. Error{malformed}: the peer cannot be what it says.
  static Result<std::unique_ptr<RedfishSession>> open(const BmcConfig& bmc,
                                                      const std::string& state_directory,
                                                      const Clock& clock, Pause pause = sleep_for);
  /// What open() calls.
  RedfishSession(const BmcConfig& bmc, const std::string& state_directory, const Clock& clock,
                 Pause pause, RedfishDoor door);
  ~RedfishSession() = default;  ///< Closes the session.
  RedfishSession(const RedfishSession&) = delete;
  RedfishSession& operator=(const RedfishSession&) = delete;
  RedfishSession(RedfishSession&&) = delete;
  RedfishSession& operator=(RedfishSession&&) = delete;

  /// Begins a pass: its time runs anew, and every document is asked for again.
  void begin_pass();
  /// Errors as `Fetch` has them. A session that has ended is replaced, once in a pass. An $expand
  /// that the service does not advertise is Error{unsupported} and not sent.
  Result<RedfishDocument> fetch(std::string_view uri);
  /// How old what this pass knows of `uri` is; of a document that it has not by that address, how
  /// old it can be at most: the age of the pass.
  [[nodiscard]] std::chrono::nanoseconds age_of(std::string_view uri) const;
  /// The same as what a walker takes; valid as long as this object.
  [[nodiscard]] Fetch fetcher();
  /// The stream of events at an address, asked for once and with the token of the session. What the
  /// service answers or does not is held against the stream alone: the BMC is not left alone for
  /// it. Errors as fetch() has them; malformed: no stream of events.
  Result<std::unique_ptr<ByteStream>> stream(const std::string& uri);
  /// Closes the session now; the next fetch() opens another.
  void close() { login_.close(); }

 private:
  Result<RedfishDocument> ask_for(const std::string& uri);
  Result<HttpAnswer> request(const std::string& uri, const std::string& etag);
  Result<HttpAnswer> request_once(const std::string& uri, const std::string& etag);
  Result<void> know_service();
  Result<HttpAnswer> request_root();
  bool wants_another_try(const HttpAnswer& answer, std::string_view uri);
  void count_silence(const Result<HttpAnswer>& answer);
  [[nodiscard]] RedfishDocument given(const KeptDocument& kept) const;

  const BmcConfig bmc_;
  const Clock& clock_;
  RedfishPace pace_;
  RedfishDoor door_;
  RedfishDocuments documents_;
  std::optional<ServiceOffer> service_;
  std::chrono::nanoseconds pass_began_{0};
  bool may_log_in_again_ = true;  ///< Within this pass.
  int silent_ = 0;                ///< Requests without an answer, in a row.
  int busy_ = 0;                  ///< Answers that say "later", in a row.
  RedfishLogin login_;            ///< Goes first: it knows the others.
};

}  // namespace rackproof::redfish
