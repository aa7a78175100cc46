#include "probes/outside/source_file.h"

#include <chrono>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "probes/outside/ready_maps.h"
#include "probes/outside/source_map_toml.h"
#include "tests/support/source_dir.h"

using namespace rackproof;
using namespace rackproof::outside;

namespace {

Result<SourceFile> loaded(const std::string& text) {
  return load_source_file(text, "s.toml");
}

std::string complaint(const std::string& text) {
  const auto file = loaded(text);
  REQUIRE_FALSE(file);
  CHECK(file.error().kind == ErrorKind::malformed);
  return file.error().message;
}

const std::string kCdu = R"([[site_metric]]
name = "site_coolant_flow_ratio"
unit = "ratio"
kind = "gauge"
help = "Share of the rated coolant flow."

[[source]]
name = "cdu"
exec = ["/usr/local/bin/read-cdu", "--once"]
environment = ["TOKEN_FILE=/etc/cdu.token"]
format = "openmetrics"
every = "30s"
timeout = "2.5s"
oldest = "2m"
output_limit_mib = 1

[[source.series]]
name = "cdu_flow_percent"
metric = "site_coolant_flow_ratio"
unit = "ratio"
divide = 100
)";

std::string with(const std::string& line) {
  return "[[source]]\nname = \"x\"\nmap = \"dcgm-exporter\"\n" + line + "\n";
}

}  // namespace

TEST_CASE("sources file: what a site writes is what is run", "[probes][outside]") {
  const auto file = loaded(kCdu);
  INFO((file ? std::string() : file.error().message));
  REQUIRE(file);
  REQUIRE(file->sources.size() == 1);
  const auto& cdu = file->sources[0];
  CHECK(cdu.name == "cdu");
  CHECK(cdu.command == std::vector<std::string>{"/usr/local/bin/read-cdu", "--once"});
  CHECK(cdu.environment.front() == "TOKEN_FILE=/etc/cdu.token");
  CHECK(cdu.format == SourceFormat::openmetrics);
  CHECK(cdu.every == std::chrono::seconds(30));
  CHECK(cdu.timeout == std::chrono::milliseconds(2500));
  CHECK(cdu.oldest == std::chrono::minutes(2));
  CHECK(cdu.output_limit == std::size_t{1} << 20);
  CHECK(cdu.place == "node/source:cdu");
  CHECK(cdu.map.series.front().metric == file->site_metrics.find("site_coolant_flow_ratio"));
}

TEST_CASE("sources file: an exporter with a map of the program needs three lines",
          "[probes][outside]") {
  const auto file = loaded(with("scrape = \"http://127.0.0.1:9400/metrics\"\nunder = \"node\""));
  INFO((file ? std::string() : file.error().message));
  REQUIRE(file);
  CHECK(file->sources[0].url == "http://127.0.0.1:9400/metrics");
  CHECK(file->sources[0].place == "node");
  CHECK(file->sources[0].map.series.size() > 5);
}

TEST_CASE("sources file: a site's own rows rule over those of the map and may name its devices",
          "[probes][outside]") {
  const auto file =
      loaded(with("scrape = \"http://h:1/\"\n"
                  "[[source.series]]\nname = \"DCGM_FI_DEV_POWER_USAGE\"\n"
                  "device = \"hbm\"\nmetric = \"power_watts\"\nunit = \"mW\"\n"));
  INFO((file ? std::string() : file.error().message));
  REQUIRE(file);
  const auto& first = file->sources[0].map.series.front();
  CHECK(first.conversion.unit == Unit::milliwatt);
  CHECK(first.device == std::size_t{1});
}

TEST_CASE("sources file: an unknown key is an error with file and line", "[probes][outside]") {
  CHECK(complaint(with("exec = [\"/bin/true\"]\ntimeuot = \"1s\"")) ==
        "s.toml:5: source: unknown key 'timeuot' (did you mean 'timeout'?)");
  CHECK(complaint("[[sources]]\n").starts_with("s.toml:1: sources file: unknown key 'sources'"));
  CHECK(complaint("") ==
        "s.toml:1: sources file: 'source' is missing: a sources file names at "
        "least one");
}

TEST_CASE("sources file: a source is a program or a page, and not both", "[probes][outside]") {
  CHECK(complaint(with("")).find("'exec' or 'scrape' is needed") != std::string::npos);
  CHECK(complaint(with("exec = [\"/bin/true\"]\nscrape = \"http://h/\"")).find("not both") !=
        std::string::npos);
  CHECK(complaint(with("exec = [\"read-cdu\"]")).find("absolute path") != std::string::npos);
  CHECK(complaint(with("exec = \"/bin/true\"")).find("must be a list of texts") !=
        std::string::npos);
  CHECK(complaint(with("exec = [\"/bin/true\"]\nenvironment = [\"PATH\"]")).find("NAME=value") !=
        std::string::npos);
}

TEST_CASE("sources file: a password in a URL is refused, for it would stand in a log",
          "[probes][outside]") {
  for (const auto* url : {"http://user:secret@h:1/", "ftp://h/", "h:9400", "http://", "http:///x",
                          "http://h/a b", "http://h/#x"}) {
    INFO(url);
    const auto why = complaint(with("scrape = \"" + std::string(url) + "\""));
    CHECK(why.find("'scrape' is a URL") != std::string::npos);
    CHECK(why.find("secret") == std::string::npos);
  }
}

TEST_CASE("sources file: no source takes the name of a probe or of another source",
          "[probes][outside]") {
  const std::string map = "map = \"dcgm-exporter\"\nexec = [\"/bin/true\"]\n";
  CHECK(complaint("[[source]]\nname = \"hwmon\"\n" + map).find("is that of a probe") !=
        std::string::npos);
  const auto cdu = "[[source]]\nname = \"cdu\"\n" + map;
  CHECK(complaint(cdu + cdu) == "s.toml:5: source: two are called 'cdu'");
  CHECK(complaint("[[source]]\nname = \"CDU 1\"\n" + map).find("is made of a-z") !=
        std::string::npos);
}

TEST_CASE("sources file: times beyond what a pass may take are refused", "[probes][outside]") {
  const std::string exec = "exec = [\"/bin/true\"]\n";
  CHECK(complaint(with(exec + "timeout = \"8s\"")) ==
        "s.toml:5: source: 'timeout' is a time of 0.1 s to 7 s, as \"10s\" or \"5m\"");
  CHECK(complaint(with(exec + "every = \"0.5s\"")).find("'every' is a time") != std::string::npos);
  CHECK(complaint(with(exec + "every = \"often\"")).find("'every' is a time") != std::string::npos);
  CHECK(complaint(with(exec + "output_limit_mib = 65")).find("64 at most") != std::string::npos);
}

TEST_CASE("sources file: JSON speaks our words and takes no map, the rest needs one",
          "[probes][outside]") {
  const std::string source = "[[source]]\nname = \"x\"\nexec = [\"/bin/true\"]\n";
  CHECK(loaded(source + "format = \"json\"\n"));
  CHECK(complaint(source + "format = \"json\"\nmap = \"dcgm-exporter\"\n").find("takes no map") !=
        std::string::npos);
  CHECK(complaint(source).find("'map' or [[source.series]] is missing") != std::string::npos);
  CHECK(complaint(source + "map = \"dcgm-exprter\"\n") ==
        "s.toml:4: source: 'map' 'dcgm-exprter' is no map of the program (did you mean "
        "'dcgm-exporter'?)");
}

TEST_CASE("sources file: a site metric that the catalogue would not take is refused",
          "[probes][outside]") {
  const std::string source = with("exec = [\"/bin/true\"]");
  const std::string metric =
      "[[site_metric]]\nname = \"site_x_watts\"\nunit = \"W\"\nkind = \"gauge\"\nhelp = \"X.\"\n";
  CHECK(loaded(metric + source));
  CHECK(complaint(metric + metric + source) ==
        "s.toml:7: site_metric: 'name' 'site_x_watts' is declared twice");
  CHECK(complaint("[[site_metric]]\nname = \"x_watts\"\nunit = \"W\"\nkind = \"gauge\"\nhelp = "
                  "\"X.\"\n" +
                  source)
            .find("is no name of a site's metric") != std::string::npos);
  CHECK(complaint("[[site_metric]]\nname = \"site_x\"\nunit = \"furlong\"\nkind = \"gauge\"\nhelp "
                  "= \"X.\"\n" +
                  source)
            .find("closed list of units") != std::string::npos);
  CHECK(complaint("[[site_metric]]\nname = \"site_x\"\nunit = \"1\"\nkind = \"state\"\nhelp = "
                  "\"X.\"\n" +
                  source)
            .find("cannot be 'state'") != std::string::npos);
}

TEST_CASE("sources file: the whole example of the docs loads", "[probes][outside]") {
  std::ifstream example(rackproof::testing::source_dir() + "/tests/examples/outside/sources.toml");
  const std::string text(std::istreambuf_iterator<char>(example), {});
  const auto file = loaded(text);
  INFO((file ? std::string() : file.error().message));
  REQUIRE(file);
  CHECK(file->sources.size() == 4);
  CHECK(file->site_metrics.size() == 2);
}

TEST_CASE("ready maps: each loads, and says where its names are from", "[probes][outside]") {
  REQUIRE(ready_maps().size() >= 4);
  for (const auto& ready : ready_maps()) {
    const auto map = load_source_map(ready.text, std::string(ready.name) + ".toml");
    INFO((map ? std::string(ready.name) : map.error().message));
    REQUIRE(map);
    CHECK_FALSE(map->series.empty());
    CHECK_FALSE(map->ignored.empty());
  }
}
