#include "cli/agent.h"

#include <iostream>
#include <memory>
#include <string>

#include "cli/agent_keep.h"
#include "cli/agent_options.h"
#include "cli/commands.h"
#include "cli/reference_listing.h"
#include "probes/machine/output_file.h"
#include "probes/machine/process_memory.h"
#include "schemas/toml/tree.h"

namespace rackproof {
namespace {

struct AgentCommand {
  std::string config;
  std::string check;
  AgentOptions options;
};

ExitCode refuse(const Error& error) {
  std::cerr << "rackproof agent: " << error.message << "\n";
  return exit_code_of_input(error);
}

ExitCode check(const std::string& file) {
  const auto text = read_file(file, kTomlLimit);
  if (!text) {
    return refuse(text.error());
  }
  const auto findings = check_agent_config(*text, file);
  std::cout << findings_text(findings)
            << (findings.empty() ? file + ": nothing to complain of\n" : "");
  if (findings.empty()) {
    const auto config = read_agent_config(*text, file).config;
    std::cout << (config.store.empty() ? "" : "keeps: " + keep_words(config.keep) + "\n");
  }
  return findings.empty() ? ExitCode::done : ExitCode::not_pass;
}

ExitCode run(const AgentConfig& config, const std::string& file) {
  share_one_heap();
  ignore_broken_pipes();
  const auto signals = TerminationSignals::open();
  const auto notifier = ServiceNotifier::open(service_environment());
  if (!signals || !notifier) {
    return refuse(!signals ? signals.error() : notifier.error());
  }
  return Agent(file, *notifier, std::cerr).work(config, *signals);
}

ExitCode run_file(const std::string& file) {
  const auto text = read_file(file, kTomlLimit);
  if (!text) {
    return refuse(text.error());
  }
  const auto findings = check_agent_config(*text, file);
  std::cerr << findings_text(findings);
  if (holds_errors(findings)) {
    return ExitCode::usage;
  }
  return run(read_agent_config(*text, file).config, file);
}

ExitCode run_options(const AgentOptions& options) {
  const auto config = config_of(options);
  if (!config) {
    std::cerr << "rackproof agent: " << config.error().message << "\n";
    return ExitCode::usage;
  }
  return run(*config, "");
}

}  // namespace

void add_agent_command(CLI::App& app, ExitCode& result) {
  auto asked = std::make_shared<AgentCommand>();
  auto* command = app.add_subcommand("agent", "Collect until told to end: store, serve, push");
  auto* config = command->add_option("--config", asked->config, "agent.toml (docs/agent.md)");
  auto* check_file =
      command->add_option("--check", asked->check, "Say everything that is wrong with this file");
  auto& options = asked->options;
  auto* store = command->add_option("--store", options.store, "File to store in");
  auto* listen = command->add_option("--listen", options.listen,
                                     "Address to serve at: 127.0.0.1:PORT, [::1]:PORT, *:PORT");
  auto* push = command->add_option("--push", options.push, "URL to send to by remote write");
  auto* push_ca = command->add_option("--push-ca", options.push_ca, "PEM file, for an https URL");
  auto* spool = command->add_option("--spool", options.spool,
                                    "Directory of what waits to be sent (STORE-push)");
  auto* every = command->add_option("--every", options.every, "Shortest period of a probe");
  push_ca->needs(push);
  spool->needs(push);
  for (auto* own : {store, listen, push, push_ca, spool, every}) {
    own->excludes(config)->excludes(check_file);
  }
  config->excludes(check_file);
  command->callback([asked, &result] {
    if (!asked->check.empty()) {
      result = check(asked->check);
    } else {
      result = asked->config.empty() ? run_options(asked->options) : run_file(asked->config);
    }
  });
}

}  // namespace rackproof
