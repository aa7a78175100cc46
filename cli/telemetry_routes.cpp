#include "cli/telemetry_routes.h"

#include <cstddef>
#include <utility>

#include "probes/sinks/exposition_answer.h"

namespace rackproof {
namespace {

constexpr std::size_t kOnePacket = 1400;  ///< What is shorter gains nothing.

}  // namespace

ServedAnswer served_json(ApiAnswer answer, const ServedRequest& request) {
  ServedAnswer served{.status = answer.status,
                      .type = "application/json",
                      .body = std::move(answer.body),
                      .vary = "Accept-Encoding"};
  if (served.body.size() > kOnePacket) {
    gzip_where_taken(request.accept_encoding, served.body, served.encoding);
  }
  return served;
}

ServedAnswer answer_telemetry(TelemetryDesk& desk, const ServedRequest& request) {
  auto answer = desk.answer(request.path, request.query);
  return answer ? served_json(*std::move(answer), request) : nothing_here();
}

}  // namespace rackproof
