#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace rackproof::redfish {

struct KeptDocument {
  std::string text;
  std::string etag;                   ///< "" = it has to be asked for as a whole.
  std::chrono::nanoseconds taken{0};  ///< When the service last said that this is the document.
  std::chrono::nanoseconds whole{0};  ///< When it last sent all of it.
  bool fresh = false;                 ///< Taken within this pass.
};

/// Whether an ETag may stand for this document: a collection, a service, a list of links or a
/// version, which hold no reading, no event and no part's health. Services are known whose tag
/// stays while a reading changes, and a value that never changes again looks like a healthy one.
[[nodiscard]] bool may_be_revalidated(std::string_view text);

/// The documents of one BMC: those of this pass, so that none is asked for twice, and those that
/// their ETag can renew. At most 32 MiB of text. Times are the monotonic clock's. One thread at a
/// time.
class RedfishDocuments {
 public:
  /// Nothing is fresh any more. What no ETag can renew goes, and what was last sent as a whole ten
  /// minutes ago: so long is an ETag believed.
  void begin_pass(std::chrono::nanoseconds now);

  /// Taken within this pass; nullptr when not. Valid until the next call of a non-const member.
  [[nodiscard]] const KeptDocument* fresh(std::string_view uri) const;
  /// "" when there is nothing to renew.
  [[nodiscard]] std::string etag_of(std::string_view uri) const;
  void keep(const std::string& uri, std::string text, std::string etag,
            std::chrono::nanoseconds now);
  /// The service said that it is unchanged; nullptr when we do not have it.
  const KeptDocument* confirm(std::string_view uri, std::chrono::nanoseconds now);

 private:
  std::map<std::string, KeptDocument, std::less<>> kept_;
  std::size_t bytes_ = 0;
};

}  // namespace rackproof::redfish
