#pragma once

#include <string>
#include <string_view>

#include "probes/sinks/exposition.h"

namespace rackproof {

/// What a scraper says that it takes; "" where it does not say.
struct ScrapeRequest {
  std::string_view accept;           ///< Header Accept.
  std::string_view accept_encoding;  ///< Header Accept-Encoding.
};

/// Of an HTTP answer with status 200; the header Vary is "Accept, Accept-Encoding".
struct ScrapeAnswer {
  std::string content_type;
  std::string content_encoding;  ///< "gzip"; "" = none.
  std::string body;
};

/// OpenMetrics where it is asked for by name, in version 1.0.0, and no less wanted than plain text;
/// else the Prometheus text, also for who takes neither: scrapers of old send no such header.
[[nodiscard]] ExpositionFormat format_for(std::string_view accept);
/// Whether gzip may be sent (RFC 9110, 12.5.3).
[[nodiscard]] bool takes_gzip(std::string_view accept_encoding);

/// Packs `body` where that is taken, and says so in `encoding`; else, and where it cannot be
/// packed, both stay as they are.
void gzip_where_taken(std::string_view accept_encoding, std::string& body, std::string& encoding);

/// What is sent to one scrape. Any thread.
[[nodiscard]] ScrapeAnswer answer_scrape(const Exposition& exposition, const ScrapeRequest& request,
                                         const SinkStates& sinks = {});

}  // namespace rackproof
