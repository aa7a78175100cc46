#include "cli/agent.h"

#include <iostream>
#include <memory>
#include <optional>
#include <string>

#include "cli/commands.h"
#include "cli/reference_listing.h"
#include "probes/machine/listening_socket.h"
#include "probes/machine/output_file.h"
#include "probes/machine/process_memory.h"
#include "schemas/toml/tree.h"

namespace rackproof {
namespace {

struct AgentOptions {
  std::string config;
  std::string check;
  std::string store;
  std::string listen;
  std::string push;
  std::string push_ca;
  std::string spool;
  std::string every = "1s";
};

ExitCode refuse(const Error& error) {
  std::cerr << "rackproof agent: " << error.message << "\n";
  return exit_code_of_input(error);
}

ExitCode refuse_usage(const std::string& sentence) {
  std::cerr << "rackproof agent: " << sentence << "\n";
  return ExitCode::usage;
}

ExitCode check(const std::string& file) {
  const auto text = read_file(file, kTomlLimit);
  if (!text) {
    return refuse(text.error());
  }
  const auto findings = check_agent_config(*text, file);
  std::cout << findings_text(findings)
            << (findings.empty() ? file + ": nothing to complain of\n" : "");
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
  if (!findings.empty()) {
    std::cerr << findings_text(findings);
    return ExitCode::usage;
  }
  return run(read_agent_config(*text, file).config, file);
}

/// Where what waits is held: beside the store unless told.
std::string spool_of(const AgentOptions& options) {
  return options.spool.empty() && !options.store.empty() ? options.store + "-push" : options.spool;
}

ExitCode run_options(const AgentOptions& options) {
  AgentConfig config;
  config.every = agent_period(options.every);
  config.store = options.store;
  config.listen = options.listen;
  if (config.every.count() == 0) {
    return refuse_usage("--every is a time of 1 s to 1 h, as 1s or 5m");
  }
  if (config.store.empty() && config.listen.empty() && options.push.empty()) {
    return refuse_usage(
        "--config, --store, --listen or --push is needed, or what is read goes nowhere");
  }
  if (const auto fits = check_listen_address(config.listen); !config.listen.empty() && !fits) {
    return refuse_usage("--listen: " + fits.error().message);
  }
  if (!options.push.empty()) {
    const auto spool = spool_of(options);
    if (spool.empty()) {
      return refuse_usage("--push needs --spool DIR, which holds what waits to be sent");
    }
    auto push = push_of_options(options.push, options.push_ca, spool);
    if (!push) {
      return refuse_usage("--push: " + push.error().message);
    }
    config.pushes.push_back(*std::move(push));
  }
  return run(config, "");
}

}  // namespace

void add_agent_command(CLI::App& app, ExitCode& result) {
  auto options = std::make_shared<AgentOptions>();
  auto* command = app.add_subcommand("agent", "Collect until told to end: store, serve, push");
  auto* config = command->add_option("--config", options->config, "agent.toml (docs/agent.md)");
  auto* check_file =
      command->add_option("--check", options->check, "Say everything that is wrong with this file");
  auto* store = command->add_option("--store", options->store, "File to store in");
  auto* listen = command->add_option("--listen", options->listen,
                                     "Address to serve at: 127.0.0.1:PORT, [::1]:PORT, *:PORT");
  auto* push = command->add_option("--push", options->push, "URL to send to by remote write");
  auto* push_ca = command->add_option("--push-ca", options->push_ca, "PEM file, for an https URL");
  auto* spool = command->add_option("--spool", options->spool,
                                    "Directory of what waits to be sent (STORE-push)");
  auto* every = command->add_option("--every", options->every, "Shortest period of a probe");
  push_ca->needs(push);
  spool->needs(push);
  for (auto* own : {store, listen, push, push_ca, spool, every}) {
    own->excludes(config)->excludes(check_file);
  }
  config->excludes(check_file);
  command->callback([options, &result] {
    if (!options->check.empty()) {
      result = check(options->check);
    } else {
      result = options->config.empty() ? run_options(*options) : run_file(options->config);
    }
  });
}

}  // namespace rackproof
