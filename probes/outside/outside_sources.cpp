#include "probes/outside/outside_sources.h"

#include <utility>

#include "probes/outside/exec_probe.h"
#include "probes/outside/scrape_probe.h"
#include "probes/outside/source_file.h"

namespace rackproof {

struct OutsideSources::State {
  outside::SourceFile file;
};

OutsideSources::OutsideSources() : state_(std::make_unique<State>()) {}
OutsideSources::~OutsideSources() = default;
OutsideSources::OutsideSources(OutsideSources&& other) noexcept = default;
OutsideSources& OutsideSources::operator=(OutsideSources&& other) noexcept = default;

Result<OutsideSources> OutsideSources::load(std::string_view text, std::string_view file) {
  OutsideSources sources;
  if (text.empty()) {
    return sources;
  }
  auto read = outside::load_source_file(text, file);
  if (!read) {
    return std::move(read).error();
  }
  sources.state_ = std::make_unique<State>(State{std::move(read).value()});
  return sources;
}

std::vector<std::unique_ptr<Probe>> OutsideSources::make_probes(const Host& host) const {
  std::vector<std::unique_ptr<Probe>> probes;
  for (const auto& source : state_->file.sources) {
    const auto make = source.url.empty() ? outside::make_exec_probe : outside::make_scrape_probe;
    probes.push_back(make(host, source, state_->file.site_metrics));
  }
  return probes;
}

std::vector<std::string> OutsideSources::names() const {
  std::vector<std::string> names;
  for (const auto& source : state_->file.sources) {
    names.push_back(source.name);
  }
  return names;
}

}  // namespace rackproof
