#include "probes/sinks/exposition_answer.h"

#include <algorithm>
#include <utility>

#include "probes/sinks/gzip.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

/// One of the things that a header names, and how much it is wanted.
struct Wanted {
  std::string name;     ///< Lower case.
  std::string version;  ///< "" = not said.
  double weight = 1;    ///< "q"; what is no number counts as 0.
};

Wanted wanted_of(std::string_view item) {
  Wanted wanted;
  const auto parts = split(item, ';');
  wanted.name = lower_case(trim(parts.front()));
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const auto part = trim(parts[i]);
    const auto equals = part.find('=');
    const auto key = lower_case(trim(part.substr(0, equals)));
    const auto value = equals == std::string_view::npos ? "" : trim(part.substr(equals + 1));
    if (key == "q") {
      const auto weight = parse_double(value);
      wanted.weight = weight ? *weight : 0;
    } else if (key == "version") {
      wanted.version = value;
    }
  }
  return wanted;
}

/// The greatest weight among the items that `fits` takes; 0 where none is.
template <typename Fits>
double weight_in(std::string_view header, const Fits& fits) {
  double most = 0;
  for (const auto item : split(header, ',')) {
    const auto wanted = wanted_of(item);
    most = fits(wanted) ? std::max(most, wanted.weight) : most;
  }
  return most;
}

}  // namespace

ExpositionFormat format_for(std::string_view accept) {
  const auto open = weight_in(accept, [](const Wanted& wanted) {
    return wanted.name == "application/openmetrics-text" &&
           (wanted.version.empty() || wanted.version == "1.0.0");
  });
  const auto plain = weight_in(accept, [](const Wanted& wanted) {
    return wanted.name == "text/plain" && (wanted.version.empty() || wanted.version == "0.0.4");
  });
  return open > 0 && open >= plain ? ExpositionFormat::openmetrics : ExpositionFormat::prometheus;
}

bool takes_gzip(std::string_view accept_encoding) {
  bool named = false;
  bool taken = false;
  for (const auto item : split(accept_encoding, ',')) {
    const auto wanted = wanted_of(item);
    if (wanted.name == "gzip" || wanted.name == "x-gzip") {
      named = true;
      taken = taken || wanted.weight > 0;
    }
  }
  return named ? taken : weight_in(accept_encoding, [](const Wanted& wanted) {
                           return wanted.name == "*";
                         }) > 0;
}

void gzip_where_taken(std::string_view accept_encoding, std::string& body, std::string& encoding) {
  if (!takes_gzip(accept_encoding)) {
    return;
  }
  if (auto packed = gzip(body)) {
    body = *std::move(packed);
    encoding = "gzip";
  }
}

/// An answer that cannot be compressed is sent as it is.
ScrapeAnswer answer_scrape(const Exposition& exposition, const ScrapeRequest& request,
                           const SinkStates& sinks) {
  const auto format = format_for(request.accept);
  ScrapeAnswer answer{std::string(content_type_of(format)), "", exposition.text(format, sinks)};
  gzip_where_taken(request.accept_encoding, answer.body, answer.content_encoding);
  return answer;
}

}  // namespace rackproof
