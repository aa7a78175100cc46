#include "probes/redfish/unread_documents.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <utility>

#include "probes/redfish/redfish_uri.h"
#include "schemas/catalogue.h"

namespace rackproof::redfish {
namespace {

constexpr auto kReadable = metrics::named("documents_readable");

/// Whether asking again may help.
bool may_pass(ErrorKind kind) {
  return kind == ErrorKind::io || kind == ErrorKind::timed_out || kind == ErrorKind::denied ||
         kind == ErrorKind::malformed;
}

/// Most reasons begin with the address already.
Error named(const Unread& document) {
  const bool is_named = document.why.message.starts_with(document.visit.uri);
  return is_named ? document.why : document.why.during(document.visit.uri);
}

}  // namespace

void UnreadDocuments::add(Unread document) {
  if (may_pass(document.why.kind)) {
    parts_.insert(document.visit.owner);
    documents_.push_back(std::move(document));
  }
}

std::vector<Unread> UnreadDocuments::take_due(std::size_t most) {
  if (documents_.empty() || !rest_.is_over()) {
    return {};
  }
  const auto end =
      documents_.begin() + static_cast<std::ptrdiff_t>(std::min(most, documents_.size()));
  std::vector<Unread> due(std::make_move_iterator(documents_.begin()),
                          std::make_move_iterator(end));
  documents_.erase(documents_.begin(), end);
  return due;
}

void UnreadDocuments::asked_again(bool any_was_had) {
  if (any_was_had) {
    rest_.worked();
  } else {
    rest_.failed();
  }
}

RedfishReadings UnreadDocuments::readings(DeviceHandle root) const {
  RedfishReadings all;
  for (const auto& part : parts_) {
    RedfishReading reading{part.value_or(root), kReadable, std::int64_t{1}, std::nullopt,
                           std::string(kServiceRoot)};
    const auto lacked =
        std::ranges::find(documents_, part, [](const Unread& entry) { return entry.visit.owner; });
    if (lacked != documents_.end()) {
      reading.reading = named(*lacked);
      reading.source = lacked->visit.uri;
    }
    all.push_back(std::move(reading));
  }
  return all;
}

}  // namespace rackproof::redfish
