#include "cli/serve.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "cli/telemetry_routes.h"
#include "probes/machine/listening_socket.h"
#include "probes/sinks/exposition_answer.h"
#include "reports/fleet_page.h"

namespace rackproof {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kWho = "rackproof serve: ";
constexpr std::chrono::milliseconds kTidy = 30s;
constexpr DeskLimits kReaders{.readers = 3, .patience = 10s};
/// More threads than readers: an answer takes longest where the line is slow.
constexpr HttpServerLimits kLimits{.threads = 6, .request = 60s};

Result<std::unique_ptr<TelemetrySource>> opened(const TelemetryPlace& place) {
  TelemetryRefusal refusal;
  auto telemetry = open_telemetry(place, refusal);
  if (telemetry.source == nullptr) {
    return Error{ErrorKind::io, refusal.why};
  }
  return std::move(telemetry.source);
}

ServedAnswer page(int status, std::string html, const ServedRequest& request) {
  ServedAnswer answer{.status = status,
                      .type = "text/html; charset=utf-8",
                      .body = std::move(html),
                      .vary = "Accept-Encoding"};
  gzip_where_taken(request.accept_encoding, answer.body, answer.encoding);
  return answer;
}

ServedAnswer trouble(int status, const std::string& why, UtcTime now,
                     const ServedRequest& request) {
  return page(status, fleet_trouble_page(why, now), request);
}

ServedAnswer page_of(const std::vector<FleetNode>& nodes, const ServedRequest& request,
                     UtcTime now) {
  const auto asked = request.parameter("node");
  if (asked.empty() && nodes.size() != 1) {
    return page(200, fleet_page(nodes, now), request);
  }
  const auto node = asked.empty() ? nodes.begin() : std::ranges::find(nodes, asked, &FleetNode::id);
  return node == nodes.end()
             ? trouble(404, "no node '" + std::string(asked) + "' was ever read", now, request)
             : page(200, node_page(*node, now), request);
}

ServedAnswer fleet(TelemetryDesk& desk, const Clock& clock, const ServedRequest& request) {
  const auto now = clock.now();
  auto nodes = Result<std::vector<FleetNode>>(std::vector<FleetNode>());
  const auto lent = desk.lend([&](TelemetrySource& source) {
    nodes = view_fleet(source, now);
    return nodes.has_value();
  });
  if (!lent || !nodes) {
    const auto& why = lent ? nodes.error() : lent.error();
    return trouble(why.kind == ErrorKind::timed_out ? 503 : 500, why.message, now, request);
  }
  return page_of(*nodes, request, now);
}

}  // namespace

ServedAnswer answer_fleet(TelemetryDesk& desk, const Clock& clock, const ServedRequest& request) {
  if (request.path == "/") {
    return fleet(desk, clock, request);
  }
  if (request.path == "/healthz") {
    const auto lent = desk.lend([](TelemetrySource& /*source*/) { return true; });
    return lent ? ServedAnswer{.body = "ok\n"}
                : ServedAnswer{.status = 503, .body = lent.error().message + "\n"};
  }
  return answer_telemetry(desk, request);
}

ExitCode serve_telemetry(const ServeOrder& order, const TerminationSignals& signals,
                         const Clock& clock, std::ostream& log) {
  TelemetryRefusal refusal;
  const auto first = open_telemetry(order.place, refusal);
  if (first.source == nullptr) {
    log << kWho << refusal.why << "\n";
    return refusal.code;
  }
  if (const auto fits = check_listen_address(order.listen); !fits) {
    log << kWho << "--listen: " << fits.error().message << "\n";
    return ExitCode::usage;
  }
  TelemetryDesk desk([&order] { return opened(order.place); }, clock, kReaders);
  const auto server = HttpServer::start(
      order.listen,
      [&](const ServedRequest& request) { return answer_fleet(desk, clock, request); }, kLimits);
  if (!server) {
    log << kWho << server.error().message << "\n";
    return ExitCode::failed;
  }
  log << kWho << "http://" << server->address() << "/" << std::endl;
  auto signal = signals.wait(kTidy);
  for (; !signal || *signal == "SIGHUP"; signal = signals.wait(kTidy)) {
    desk.close_unused();
  }
  log << kWho << *signal << ": ends" << std::endl;
  return ExitCode::done;
}

}  // namespace rackproof
