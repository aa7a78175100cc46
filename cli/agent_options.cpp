#include "cli/agent_options.h"

#include <utility>

#include "probes/machine/listening_socket.h"

namespace rackproof {
namespace {

Error wrong(std::string sentence) {
  return Error{ErrorKind::malformed, std::move(sentence)};
}

Result<AgentPush> push_of(const AgentOptions& options) {
  const bool beside_store = options.spool.empty() && !options.store.empty();
  const auto spool = beside_store ? options.store + "-push" : options.spool;
  if (spool.empty()) {
    return wrong("--push needs --spool DIR, which holds what waits to be sent");
  }
  auto push = push_of_options(options.push, options.push_ca, spool);
  return push ? std::move(push) : wrong("--push: " + push.error().message);
}

}  // namespace

Result<AgentConfig> config_of(const AgentOptions& options) {
  AgentConfig config;
  config.every = agent_period(options.every);
  config.store = options.store;
  config.listen = options.listen;
  if (config.every.count() == 0) {
    return wrong("--every is a time of 1 s to 1 h, as 1s or 5m");
  }
  if (config.store.empty() && config.listen.empty() && options.push.empty()) {
    return wrong("--config, --store, --listen or --push is needed, or what is read goes nowhere");
  }
  if (const auto fits = check_listen_address(config.listen); !config.listen.empty() && !fits) {
    return wrong("--listen: " + fits.error().message);
  }
  if (!options.push.empty()) {
    auto push = push_of(options);
    if (!push) {
      return std::move(push).error();
    }
    config.pushes.push_back(*std::move(push));
  }
  return config;
}

}  // namespace rackproof
