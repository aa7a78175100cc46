#include "probes/outside/exec_probe.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "probes/outside/outside_probe.h"
#include "schemas/encoding.h"
#include "schemas/text.h"

namespace rackproof::outside {
namespace {

constexpr std::uint64_t kMostMemory = std::uint64_t{1} << 30;

/// The last words on stderr, for a person who asks why.
std::string last_words(std::string_view errors) {
  const auto all = lines(trim(errors));
  return all.empty() || trim(all.back()).empty() ? std::string()
                                                 : ": " + printable(trim(all.back()), 200);
}

Result<SourceText> run_source(const Host& host, const SourceSettings& settings) {
  if (!host.files.is_this_machine()) {
    return Error{ErrorKind::not_observable, "a captured tree has no running program"};
  }
  auto ended = run_child(child_of(settings), {}, {});
  if (!ended) {
    return std::move(ended).error();
  }
  auto output = output_of(std::move(ended).value(), settings);
  return output ? Result<SourceText>(SourceText{std::move(output).value(), {}})
                : Result<SourceText>(std::move(output).error());
}

/// What a child gets besides what its source says, unless that says it too.
void add_unless_named(std::vector<std::string>& environment, std::string_view variable) {
  const auto name = variable.substr(0, variable.find('=') + 1);
  if (std::ranges::none_of(environment,
                           [name](const auto& given) { return given.starts_with(name); })) {
    environment.emplace_back(variable);
  }
}

}  // namespace

ChildCommand child_of(const SourceSettings& settings) {
  ChildCommand command;
  command.argv = settings.command;
  command.environment = settings.environment;
  add_unless_named(command.environment, "PATH=/usr/bin:/bin:/usr/sbin:/sbin");
  add_unless_named(command.environment, "LC_ALL=C");
  command.directory = "/";
  command.deadline = settings.timeout;
  command.output_limit = settings.output_limit;
  command.resident_limit_bytes = kMostMemory;
  return command;
}

Result<std::string> output_of(ChildResult ended, const SourceSettings& settings) {
  if (ended.output_limited) {
    return Error{ErrorKind::out_of_range, "printed more than its limit, " +
                                              std::to_string(settings.output_limit) + " bytes"};
  }
  if (ended.memory_limited) {
    return Error{ErrorKind::out_of_range,
                 "took more memory than " + std::to_string(ended.memory_limit_bytes) + " bytes"};
  }
  if (ended.timed_out) {
    const std::chrono::duration<double> limit = settings.timeout;
    return Error{ErrorKind::timed_out,
                 "had not ended after " + format_double(limit.count()) + " s"};
  }
  if (!ended.exit_code) {
    return Error{ErrorKind::io, "was ended by signal " + std::to_string(ended.signal) +
                                    last_words(ended.error_output)};
  }
  if (*ended.exit_code != 0) {
    return Error{ErrorKind::io, "ended with exit code " + std::to_string(*ended.exit_code) +
                                    last_words(ended.error_output)};
  }
  return std::move(ended.output);
}

std::unique_ptr<Probe> make_exec_probe(const Host& host, const SourceSettings& settings,
                                       const SiteMetrics& site) {
  return make_outside_probe(host, settings, site,
                            [&host, &settings] { return run_source(host, settings); });
}

}  // namespace rackproof::outside
