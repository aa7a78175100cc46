#include "tests/support/filled_engine.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <thread>

#include <catch2/catch.hpp>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include "probes/machine/child.h"
#include "probes/machine/descriptor.h"
#include "probes/machine/http_session.h"
#include "schemas/json/json_value.h"
#include "schemas/json/json_writer.h"
#include "schemas/text.h"

namespace rackproof::testing {
namespace {

using namespace std::chrono_literals;

const std::vector<std::string> kEnvironment{"PATH=/usr/local/bin:/usr/bin:/bin"};

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

JsonValue json_of_labels(const std::map<std::string, std::string>& labels) {
  JsonObject object;
  for (const auto& [name, value] : labels) {
    object.add(name, value);
  }
  return object.take();
}

/// A line of OpenMetrics text, or rather its name and labels.
std::string exposed(const FilledSeries& series) {
  std::string text = series.labels.at("__name__") + "{";
  for (const auto& [name, value] : series.labels) {
    if (name != "__name__") {
      text += (text.back() == '{' ? "" : ",") + name + "=\"" + value + "\"";
    }
  }
  return text + "} ";
}

}  // namespace

FilledEngine::FilledEngine(Make make, const std::vector<FilledSeries>& series) {
  const auto address = "127.0.0.1:" + free_port();
  origin_ = "http://" + address;
  if (make == Make::victoria_metrics) {
    start({"victoria-metrics", "-storageDataPath=" + directory_.at("data"),
           "-httpListenAddr=" + address, "-retentionPeriod=100y", "-dedup.minScrapeInterval=1ms",
           "-memory.allowedBytes=256MB", "-loggerLevel=WARN"},
          "/health");
    import_lines(series);
    CHECK(answers("/internal/force_flush"));
    return;
  }
  make_blocks(series);
  start({"prometheus", "--config.file=" + directory_.write("prometheus.yml", "global: {}\n"),
         "--storage.tsdb.path=" + directory_.at("data"), "--web.listen-address=" + address,
         "--storage.tsdb.retention.time=100y", "--log.level=warn"},
        "/-/ready");
}

FilledEngine::~FilledEngine() {
  if (child_ != nullptr) {
    child_->signal_group(SIGKILL);
    pollfd ended{child_->ended().get(), POLLIN, 0};
    static_cast<void>(::poll(&ended, 1, 10'000));
    static_cast<void>(child_->reap());
  }
}

engine::EngineSettings FilledEngine::settings() const {
  engine::EngineSettings settings;
  settings.url = origin_;
  return settings;
}

void FilledEngine::start(const std::vector<std::string>& argv, const std::string& ready) {
  ChildCommand command;
  command.argv = argv;
  command.environment = kEnvironment;
  command.stderr_path = directory_.at("log");
  auto child = ChildProcess::start(command);
  REQUIRE(child);
  child_ = std::make_unique<ChildProcess>(*std::move(child));
  const auto until = std::chrono::steady_clock::now() + 60s;
  while (!answers(ready)) {
    REQUIRE(std::chrono::steady_clock::now() < until);
    std::this_thread::sleep_for(20ms);
  }
}

bool FilledEngine::answers(const std::string& target) const {
  auto session = HttpSession::open({origin_, PeerProof::plain, ""});
  REQUIRE(session);
  HttpRequest request;
  request.target = target;
  request.total = 10s;
  const auto answer = session->ask(request);
  return answer && answer->status == 200;
}

void FilledEngine::import_lines(const std::vector<FilledSeries>& series) const {
  auto session = HttpSession::open({origin_, PeerProof::plain, ""});
  REQUIRE(session);
  HttpRequest request;
  request.verb = HttpVerb::post;
  request.target = "/api/v1/import";
  for (const auto& one : series) {
    JsonArray values;
    JsonArray stamps;
    for (const auto& [stamp, value] : one.samples) {
      values.add(value);
      stamps.add(stamp);
    }
    request.body += write_json_line(JsonObject()
                                        .add("metric", json_of_labels(one.labels))
                                        .add("values", values.take())
                                        .add("timestamps", stamps.take())
                                        .take());
  }
  const auto answer = session->ask(request);
  REQUIRE(answer);
  REQUIRE(answer->status / 100 == 2);
}

void FilledEngine::make_blocks(const std::vector<FilledSeries>& series) const {
  std::map<std::string, std::string> families;  // their lines must stand together
  for (const auto& one : series) {
    const auto& name = one.labels.at("__name__");
    auto& text = families[name];
    text += text.empty() ? "# TYPE " + name + " unknown\n" : "";
    const auto beginning = exposed(one);
    for (const auto& [stamp, value] : one.samples) {
      auto decimals = std::to_string(stamp % 1000);
      decimals.insert(0, 3 - decimals.size(), '0');
      text += beginning + format_double(value) + " " + std::to_string(stamp / 1000) + "." +
              decimals + "\n";
    }
  }
  std::string all;
  for (const auto& [name, text] : families) {
    all += text;
  }
  ChildCommand command;
  command.argv = {"promtool",
                  "tsdb",
                  "create-blocks-from",
                  "openmetrics",
                  directory_.write("samples.txt", all + "# EOF\n"),
                  directory_.at("data")};
  command.environment = kEnvironment;
  const auto made = run_child(command, {}, {});
  REQUIRE(made);
  INFO(made->error_output);
  REQUIRE(made->exit_code == 0);
}

}  // namespace rackproof::testing
