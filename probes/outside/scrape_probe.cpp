#include "probes/outside/scrape_probe.h"

#include <algorithm>
#include <chrono>
#include <string_view>
#include <utility>

#include "probes/machine/http_url.h"

namespace rackproof::outside {
namespace {

constexpr int kFound = 200;
constexpr int kUnauthorised = 401;
constexpr int kForbidden = 403;
constexpr const char* kAccept =
    "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5";

Result<SourceText> ask_page(const Host& host, const SourceSettings& settings) {
  if (!host.files.is_this_machine()) {
    return Error{ErrorKind::not_observable, "a captured tree has no running exporter"};
  }
  const auto url = parse_http_url(settings.url);
  if (!url) {
    return url.error();
  }
  auto session = HttpSession::open({url->origin, PeerProof::plain, ""});
  if (!session) {
    return std::move(session).error();
  }
  HttpRequest request;
  request.target = url->target;
  request.headers = {{"Accept", kAccept}};
  request.connect = std::min(request.connect, settings.timeout);
  request.total = settings.timeout;
  request.body_limit = settings.output_limit;
  auto answer = session->ask(request);
  return answer ? page_of(std::move(answer).value())
                : Result<SourceText>(std::move(answer).error());
}

}  // namespace

Result<SourceText> page_of(HttpAnswer answer) {
  if (answer.status != kFound) {
    const bool refused = answer.status == kUnauthorised || answer.status == kForbidden;
    return Error{refused ? ErrorKind::denied : ErrorKind::io,
                 "answered with status " + std::to_string(answer.status)};
  }
  SourceText page{std::move(answer.body), {}};
  const auto* type = answer.header("Content-Type");
  if (type != nullptr && type->starts_with("application/openmetrics-text")) {
    page.format = SourceFormat::openmetrics;
  }
  return page;
}

std::unique_ptr<Probe> make_scrape_probe(const Host& host, const SourceSettings& settings,
                                         const SiteMetrics& site) {
  return make_outside_probe(host, settings, site,
                            [&host, &settings] { return ask_page(host, settings); });
}

}  // namespace rackproof::outside
