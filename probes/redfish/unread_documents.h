#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "probes/redfish/redfish_legacy.h"
#include "probes/redfish/redfish_reading.h"
#include "probes/redfish/source_rest.h"
#include "schemas/result.h"

namespace rackproof::redfish {

/// A document to be fetched, and whose readings it will hold.
struct Visit {
  std::string uri;
  std::string type;  ///< What it should be; "" = it will say.
  std::optional<DeviceHandle> owner = std::nullopt;
  std::size_t depth = 0;
  bool optional = false;     ///< That it is not there is no news.
  std::string request = {};  ///< What it was fetched with, once it was.
};

/// A document that a walk could not have.
struct Unread {
  Visit visit;
  std::optional<LegacyNeed> need;  ///< Of an old document of a chassis.
  Error why;
};

/// The documents that a walk could not have and that may be had later: when each is asked for
/// again, and what is said of the parts whose readings are missing. One thread at a time.
class UnreadDocuments {
 public:
  /// Behind the others. What is not there, not offered or not to be trusted is not kept.
  void add(Unread document);
  /// Those to be asked for in this pass, `most` at most; whoever takes them adds them again where
  /// they fail again, and then says asked_again(). None while they rest.
  std::vector<Unread> take_due(std::size_t most);
  /// Where none could be had, they are left alone for 1, 2, 4, 8 and then 16 passes.
  void asked_again(bool any_was_had);
  [[nodiscard]] bool empty() const { return documents_.empty(); }
  [[nodiscard]] std::size_t size() const { return documents_.size(); }

  /// documents_readable of each part that ever lacked one: why it lacks the oldest, or 1 once it
  /// lacks none. `root` stands for the BMC, where no part is known to own a document.
  [[nodiscard]] RedfishReadings readings(DeviceHandle root) const;

 private:
  std::vector<Unread> documents_;  ///< The oldest first.
  std::set<std::optional<DeviceHandle>> parts_;
  SourceRest rest_;
};

}  // namespace rackproof::redfish
