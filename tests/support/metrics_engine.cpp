#include "tests/support/metrics_engine.h"

#include <csignal>
#include <thread>

#include <catch2/catch.hpp>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "probes/machine/http_session.h"
#include "schemas/json/json_value.h"
#include "schemas/json/strict_json.h"
#include "schemas/text.h"

namespace rackproof::testing {
namespace {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

std::string free_port() {
  const Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  auto* const any = reinterpret_cast<sockaddr*>(&address);
  REQUIRE(::bind(socket.get(), any, length) == 0);
  REQUIRE(::getsockname(socket.get(), any, &length) == 0);
  return std::to_string(ntohs(address.sin_port));
}

ChildCommand command_of(MetricsEngine::Make make, const TempDir& directory,
                        const std::string& port) {
  ChildCommand command;
  command.environment = {"PATH=/usr/local/bin:/usr/bin:/bin"};
  command.stderr_path = directory.at("log");
  const auto address = "127.0.0.1:" + port;
  if (make == MetricsEngine::Make::prometheus) {
    directory.write("prometheus.yml", "global: {}\n");
    command.argv = {"prometheus",
                    "--config.file=" + directory.at("prometheus.yml"),
                    "--storage.tsdb.path=" + directory.at("data"),
                    "--web.listen-address=" + address,
                    "--web.enable-remote-write-receiver",
                    "--log.level=warn"};
  } else {
    command.argv = {"victoria-metrics",           "-storageDataPath=" + directory.at("data"),
                    "-httpListenAddr=" + address, "-dedup.minScrapeInterval=1ms",
                    "-memory.allowedBytes=256MB", "-loggerLevel=WARN"};
  }
  return command;
}

std::string text_at(const JsonValue& value, std::string_view name) {
  const auto* member = value.find(name);
  return member == nullptr || member->if_string() == nullptr ? "" : *member->if_string();
}

/// {"data":{"result":[{"metric":{…},"values":[[seconds,"number"],…]},…]}}
std::map<std::string, EngineSeries> series_of_prometheus(const std::string& text) {
  const auto answer = parse_strict_json(text);
  REQUIRE(answer);
  REQUIRE(text_at(*answer, "status") == "success");
  std::map<std::string, EngineSeries> all;
  for (const auto& result : *answer->find("data")->find("result")->if_array()) {
    auto& series = all[text_at(*result.find("metric"), "device")];
    for (const auto& pair : *result.find("values")->if_array()) {
      const auto seconds = (*pair.if_array())[0].as_double();
      const auto number = parse_double(*(*pair.if_array())[1].if_string());
      REQUIRE(seconds);
      REQUIRE(number);
      series.emplace(std::llround(*seconds * 1000), *number);
    }
  }
  return all;
}

/// A line a series: {"metric":{…},"values":[…],"timestamps":[…]}; a staleness marker is null.
std::map<std::string, EngineSeries> series_of_victoria(const std::string& text) {
  std::map<std::string, EngineSeries> all;
  for (const auto line : lines(text)) {
    const auto result = parse_strict_json(line);
    REQUIRE(result);
    auto& series = all[text_at(*result->find("metric"), "device")];
    const auto& values = *result->find("values")->if_array();
    const auto& stamps = *result->find("timestamps")->if_array();
    REQUIRE(values.size() == stamps.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (!values[i].is_null()) {
        series.emplace(*stamps[i].if_integer(), *values[i].as_double());
      }
    }
  }
  return all;
}

}  // namespace

MetricsEngine::MetricsEngine(Make make) : make_(make), port_(free_port()) {
  start();
}

MetricsEngine::~MetricsEngine() {
  kill();
}

void MetricsEngine::start() {
  auto child = ChildProcess::start(command_of(make_, directory_, port_));
  REQUIRE(child);
  child_ = std::make_unique<ChildProcess>(*std::move(child));
  const auto until = Steady::now() + 60s;
  while (!answers()) {
    REQUIRE(Steady::now() < until);
    std::this_thread::sleep_for(20ms);
  }
}

void MetricsEngine::kill() {
  if (child_ == nullptr) {
    return;
  }
  child_->signal_group(SIGKILL);
  pollfd ended{child_->ended().get(), POLLIN, 0};
  static_cast<void>(::poll(&ended, 1, 10'000));
  static_cast<void>(child_->reap());
  child_.reset();
}

PushTarget MetricsEngine::target() const {
  PushTarget target;
  target.url = "http://127.0.0.1:" + port_ + "/api/v1/write";
  target.proof = PeerProof::plain;
  return target;
}

std::chrono::nanoseconds MetricsEngine::forgets() const {
  return make_ == Make::prometheus ? 0s : 15s;
}

bool MetricsEngine::answers() const {
  auto session = HttpSession::open({"http://127.0.0.1:" + port_, PeerProof::plain, ""});
  REQUIRE(session);
  HttpRequest request;
  request.target = make_ == Make::prometheus ? "/-/ready" : "/health";
  request.total = 1s;
  const auto answer = session->ask(request);
  return answer && answer->status == 200;
}

std::string MetricsEngine::ask(const std::string& path) const {
  auto session = HttpSession::open({"http://127.0.0.1:" + port_, PeerProof::plain, ""});
  REQUIRE(session);
  HttpRequest request;
  request.target = path;
  request.total = 60s;
  request.body_limit = std::size_t{1} << 30;
  auto answer = session->ask(request);
  REQUIRE(answer);
  INFO(answer->body.substr(0, 1000));
  REQUIRE(answer->status == 200);
  return std::move(answer->body);
}

std::map<std::string, EngineSeries> MetricsEngine::series(const std::string& metric,
                                                          std::int64_t around) const {
  constexpr std::int64_t kHour = 3'600'000;
  if (make_ == Make::prometheus) {
    return series_of_prometheus(ask("/api/v1/query?query=" + metric +
                                    "[2h]&time=" + std::to_string((around + kHour) / 1000)));
  }
  static_cast<void>(ask("/internal/force_flush"));
  return series_of_victoria(ask("/api/v1/export?match[]=" + metric +
                                "&start=" + std::to_string((around - kHour) / 1000) +
                                "&end=" + std::to_string((around + kHour) / 1000)));
}

std::size_t MetricsEngine::now_of(const std::string& query, std::int64_t milliseconds) const {
  const auto answer =
      parse_strict_json(ask("/api/v1/query?query=" + query +
                            "&time=" + format_double(static_cast<double>(milliseconds) / 1000)));
  REQUIRE(answer);
  return answer->find("data")->find("result")->if_array()->size();
}

}  // namespace rackproof::testing
