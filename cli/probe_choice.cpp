#include "cli/probe_choice.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <string_view>
#include <utility>

#include "probes/machine/output_file.h"
#include "probes/read_once.h"
#include "probes/redfish/redfish_bmcs.h"
#include "probes/registry.h"
#include "schemas/encoding.h"
#include "schemas/suggest.h"
#include "schemas/toml/tree.h"

namespace rackproof {
namespace {

using Probes = std::vector<std::unique_ptr<Probe>>;

constexpr std::string_view kRedfish = "redfish";  ///< Before a BMC's name, and for all of them.

Result<std::string> read_whole(const std::string& path) {
  auto text = read_file(path, kTomlLimit);
  if (text && text->empty()) {
    return Error{ErrorKind::malformed, path + ": is empty"};
  }
  return text;
}

std::string absolute(const std::string& path) {
  return std::filesystem::absolute(path).string();
}

/// "redfish" asks for "redfish:rack1" too.
bool asks_for(std::string_view word, std::string_view probe) {
  return word == probe || word == probe.substr(0, probe.find(':'));
}

Error unknown_probe(const std::string& word, const std::vector<std::string>& known,
                    bool has_sources) {
  auto why = "no probe '" + printable(word) + "'" + did_you_mean(word, known);
  if (!has_sources) {
    why += "; a source of one's own needs --sources FILE (docs/outside-sources.md)";
  }
  return Error{ErrorKind::absent, std::move(why)};
}

void append(Probes& probes, Probes more) {
  std::ranges::move(more, std::back_inserter(probes));
}

}  // namespace

Result<ProbeChoice> ProbeChoice::load(const ProbeFiles& files) {
  ProbeChoice choice;
  if (!files.bmcs.empty()) {
    const auto text = read_whole(files.bmcs);
    auto config = text ? redfish::load_redfish_config(*text, absolute(files.bmcs))
                       : Result<redfish::RedfishConfig>(text.error());
    if (!config) {
      return std::move(config).error();
    }
    choice.bmcs_ = *std::move(config);
  }
  if (!files.sources.empty()) {
    const auto text = read_whole(files.sources);
    auto sources = text ? OutsideSources::load(*text, absolute(files.sources))
                        : Result<OutsideSources>(text.error());
    if (!sources) {
      return std::move(sources).error();
    }
    choice.sources_ = *std::move(sources);
  }
  return choice;
}

Result<void> ProbeChoice::suits(const FileTree& machine) const {
  if (bmcs_ && !machine.is_this_machine()) {
    return Error{ErrorKind::unsupported, "--bmc asks live machines; --root is a captured one"};
  }
  return {};
}

Probes ProbeChoice::make_others(const Host& host) const {
  Probes probes;
  if (bmcs_) {
    append(probes, redfish::make_bmc_probes(host, *bmcs_));
  }
  append(probes, sources_.make_probes(host));
  return probes;
}

Probes ProbeChoice::make_all(const Host& host) const {
  auto probes = make_all_probes(host);
  append(probes, make_others(host));
  return probes;
}

Result<void> ProbeChoice::check_names(const std::vector<std::string>& names,
                                      const Probes& others) const {
  std::vector<std::string> known{std::string(kRedfish)};
  for (const auto& entry : probe_registry()) {
    known.emplace_back(entry.name);
  }
  for (const auto& probe : others) {
    known.emplace_back(probe->name());
  }
  for (const auto& word : names) {
    if (!bmcs_ && asks_for(kRedfish, word)) {
      return Error{ErrorKind::absent, "--probe " + printable(word) +
                                          " needs --bmc FILE, which names the BMCs "
                                          "(docs/redfish.md)"};
    }
    if (std::ranges::none_of(known, [&](const auto& name) { return asks_for(word, name); })) {
      return unknown_probe(word, known, !sources_.names().empty());
    }
  }
  return {};
}

Result<Probes> ProbeChoice::make(const Host& host, std::vector<std::string> names) const {
  auto others = make_others(host);
  if (auto checked = check_names(names, others); !checked) {
    return std::move(checked).error();
  }
  std::erase_if(others, [&](const auto& probe) {
    return std::ranges::none_of(names,
                                [&](const auto& word) { return asks_for(word, probe->name()); });
  });
  std::erase_if(names, [&](const auto& word) {
    return std::ranges::any_of(others,
                               [&](const auto& probe) { return asks_for(word, probe->name()); });
  });
  if (names.empty()) {
    return others;
  }
  auto probes = make_probes(host, names);
  if (probes) {
    append(*probes, std::move(others));
  }
  return probes;
}

}  // namespace rackproof
