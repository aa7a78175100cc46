#include "probes/outside/scrape_probe.h"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <catch2/catch.hpp>

#include "probes/machine/child_lines.h"
#include "probes/machine/file_tree.h"
#include "tests/support/fixture_host.h"
#include "tests/support/frozen_clock.h"
#include "tests/support/probe_run.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using namespace rackproof::outside;
using namespace rackproof::testing;

namespace {

/// A real exporter: the port it listens on is the first line that it prints. Its path says how it
/// answers.
constexpr const char* kServer = R"(
import http.server, sys, time
PAGE = b'heat_watts 950.5\n'
class Exporter(http.server.BaseHTTPRequestHandler):
    def log_message(self, *words): pass
    def answer(self, status, kind, body, length=None):
        self.send_response(status)
        self.send_header('Content-Type', kind)
        self.send_header('Content-Length', str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)
    def do_GET(self):
        plain = 'text/plain; version=0.0.4'
        strict = 'application/openmetrics-text; version=1.0.0; charset=utf-8'
        if self.path == '/metrics': self.answer(200, plain, PAGE)
        elif self.path == '/strict': self.answer(200, strict, PAGE + b'# EOF\n')
        elif self.path == '/cut': self.answer(200, strict, PAGE)
        elif self.path == '/short': self.answer(200, plain, PAGE, 1000)
        elif self.path == '/flood': self.answer(200, plain, PAGE * 100000)
        elif self.path == '/html': self.answer(200, 'text/html', b'<html></html>\n')
        elif self.path == '/busy': self.answer(503, plain, b'')
        elif self.path == '/closed': self.answer(403, plain, b'')
        elif self.path == '/slow': time.sleep(600)
        elif self.path == '/asked': self.answer(200, plain,
            b'heat_watts %d\n' % (1 if 'openmetrics' in self.headers['Accept'] else 0))
server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Exporter)
print(server.server_address[1], flush=True)
server.serve_forever()
)";

class Exporter {
 public:
  Exporter() {
    ChildCommand command;
    command.argv = {"/usr/bin/python3", "-c", kServer};
    command.environment = {"PATH=/usr/bin:/bin"};
    auto child = ChildLines::start(command);
    REQUIRE(child);
    child_.emplace(std::move(child).value());
    const auto lines = child_->take(std::chrono::seconds(60));
    REQUIRE(lines);
    REQUIRE_FALSE(lines->empty());
    port_ = lines->front();
  }

  [[nodiscard]] std::string url(const std::string& path) const {
    return "http://127.0.0.1:" + port_ + path;
  }
  void stop() { child_.reset(); }

 private:
  std::optional<ChildLines> child_;
  std::string port_;
};

SourceSettings settings_for(const std::string& url) {
  auto file = load_source_file(
      "[[source]]\nname = \"site\"\nscrape = \"" + url +
          "\"\ntimeout = \"7s\"\n"
          "[[source.series]]\nname = \"heat_watts\"\nmetric = \"power_watts\"\nunit = \"W\"\n",
      "s.toml");
  INFO((file ? std::string() : file.error().message));
  REQUIRE(file);
  return std::move(file->sources.front());
}

ProbeRun pass(const SourceSettings& settings) {
  const auto files = FileTree::open("/");
  REQUIRE(files);
  const FrozenClock clock;
  const Host host{*files, clock};
  return ProbeRun(*make_scrape_probe(host, settings, SiteMetrics{}));
}

Error reason_of(const SourceSettings& settings) {
  return pass(settings).reason("node/source:site", "power_watts");
}

}  // namespace

TEST_CASE("scrape: a page is read, in whichever of the two formats it comes", "[probes][outside]") {
  const Exporter exporter;
  const auto watts = [&](const std::string& path) {
    return pass(settings_for(exporter.url(path))).value("node/source:site", "power_watts");
  };
  CHECK(watts("/metrics") == 950.5);
  CHECK(watts("/strict") == 950.5);
  CHECK(watts("/asked") == 1);
}

TEST_CASE("scrape: a page that is cut off, of another kind or no page is a reason",
          "[probes][outside]") {
  const Exporter exporter;
  const auto why = [&](const std::string& path) {
    return reason_of(settings_for(exporter.url(path)));
  };
  CHECK(why("/cut").message == "site: expected # EOF as the last line: the text is cut off");
  CHECK(why("/short").kind == ErrorKind::io);
  CHECK(why("/html").kind == ErrorKind::malformed);
  CHECK(why("/busy").message == "site: answered with status 503");
  CHECK(why("/closed").kind == ErrorKind::denied);
}

TEST_CASE("scrape: an exporter that hangs or floods costs its own samples at its limits",
          "[probes][outside]") {
  const Exporter exporter;
  auto slow = settings_for(exporter.url("/slow"));
  slow.timeout = std::chrono::milliseconds(300);
  CHECK(reason_of(slow).kind == ErrorKind::timed_out);
  auto flood = settings_for(exporter.url("/flood"));
  flood.output_limit = 10000;
  CHECK(reason_of(flood).kind == ErrorKind::out_of_range);
}

TEST_CASE("scrape: an exporter that has gone is a reason on its samples", "[probes][outside]") {
  Exporter exporter;
  const auto settings = settings_for(exporter.url("/metrics"));
  exporter.stop();
  CHECK(reason_of(settings).kind == ErrorKind::io);
}

TEST_CASE("scrape: the answer's kind says its format, its status whether there is one",
          "[probes][outside]") {
  const auto page = page_of({200, {{"content-type", "application/openmetrics-text; v=1"}}, "x"});
  REQUIRE(page);
  CHECK(page->format == SourceFormat::openmetrics);
  CHECK_FALSE(page_of({200, {{"Content-Type", "text/plain"}}, "x"})->format);
  CHECK(page_of({401, {}, ""}).error().kind == ErrorKind::denied);
  CHECK(page_of({404, {}, ""}).error().message == "answered with status 404");
}

TEST_CASE("scrape: over a captured tree nothing is asked", "[probes][outside]") {
  const TempDir tree;
  const FixtureHost fixture(tree.path());
  const auto settings = settings_for("http://127.0.0.1:1/metrics");
  const ProbeRun run(*make_scrape_probe(fixture.host(), settings, SiteMetrics{}));
  CHECK(run.reason("node/source:site", "power_watts").kind == ErrorKind::not_observable);
}
