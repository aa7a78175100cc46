#include "probes/redfish/redfish_events.h"

#include <algorithm>
#include <utility>

#include "probes/redfish/redfish_uri.h"

namespace rackproof::redfish {

void RedfishEvents::follow(const RedfishTree& tree) {
  devices_.clear();
  for (const auto& device : tree.devices) {
    const auto uri = device.attributes.find("redfish_uri");
    if (uri != device.attributes.end()) {
      devices_.emplace(uri->second, device.id);
    }
  }
  std::erase_if(logs_, [&tree](const EventLog& log) {
    return std::ranges::find(tree.logs, log.uri()) == tree.logs.end();
  });
  logs_left_out_ = 0;
  for (const auto& uri : tree.logs) {
    const bool known =
        std::ranges::any_of(logs_, [&uri](const EventLog& log) { return log.uri() == uri; });
    if (!known && logs_.size() < kMostLogs) {
      logs_.emplace_back(uri, has_begun_);
    } else if (!known) {
      ++logs_left_out_;
    }
  }
  feed_uri_ = tree.event_stream;
  feed_.follow(feed_uri_);
}

Events RedfishEvents::read(const Fetch& fetch, const OpenStream& open, UtcTime now) {
  Turn turn{now, {}};
  has_begun_ = true;
  if (const auto count = std::exchange(logs_left_out_, 0); count > 0) {
    tell(Notice{"event_logs_left_out", Severity::warning,
                std::to_string(count) + " more logs than " + std::to_string(kMostLogs) +
                    " are not read"},
         "", turn);
  }
  read_stream(open, turn);
  for (auto& log : logs_) {
    read_log(log, fetch, turn);
  }
  return std::move(turn.events);
}

void RedfishEvents::read_stream(const OpenStream& open, Turn& turn) {
  const auto news = feed_.take(open);
  if (news.opened) {
    told_.stream_is_opened();
  }
  for (const auto& notice : news.notices) {
    tell(notice, feed_uri_, turn);
  }
  for (const auto& event : news.events) {
    if (told_.is_news_of_stream(event)) {
      tell(event, turn);
    }
  }
}

void RedfishEvents::read_log(EventLog& log, const Fetch& fetch, Turn& turn) {
  const auto news = log.read(fetch);
  for (const auto& notice : news.notices) {
    tell(notice, log.uri(), turn);
  }
  for (const auto& event : news.history) {
    told_.remember(event);
  }
  for (const auto& event : news.events) {
    if (told_.is_news_of_log(event)) {
      tell(event, turn);
    }
  }
}

void RedfishEvents::tell(const BmcEvent& event, Turn& turn) {
  turn.events.push_back({device_at(event.origin), turn.now, "redfish", event.code, event.severity,
                         event.text, ++sequence_});
}

void RedfishEvents::tell(const Notice& notice, std::string_view source, Turn& turn) {
  turn.events.push_back({device_at(source), turn.now, "redfish", std::string(notice.code),
                         notice.severity, notice.text, ++sequence_});
}

/// The part itself, else the closest that it belongs to by its address.
std::string RedfishEvents::device_at(std::string_view uri) const {
  while (uri.size() > kServiceRoot.size()) {
    const auto found = devices_.find(uri);
    if (found != devices_.end()) {
      return found->second;
    }
    uri = uri.substr(0, uri.rfind('/'));
  }
  return root_;
}

}  // namespace rackproof::redfish
