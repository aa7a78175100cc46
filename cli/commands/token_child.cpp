#include <iostream>
#include <memory>
#include <string>

#include <unistd.h>

#include "cli/commands.h"
#include "reports/seal/token_signer.h"
#include "schemas/encoding.h"

namespace rackproof {
namespace {

struct TokenChildOptions {
  std::string question;
  std::string uri;
};

ExitCode answer(const TokenChildOptions& options) {
  const auto answered = seal::answer_for_token(options.question, options.uri, STDIN_FILENO);
  if (!answered) {
    std::cerr << printable(answered.error().message, 400) << "\n";
    return ExitCode::failed;
  }
  std::cout << *answered << std::flush;
  return std::cout ? ExitCode::done : ExitCode::failed;
}

}  // namespace

void add_token_child_command(CLI::App& app, ExitCode& result) {
  auto options = std::make_shared<TokenChildOptions>();
  auto* command =
      app.add_subcommand("token-child", "Ask one PKCS #11 module on behalf of a signer (internal)");
  command->group("");  // in no list: it is no command for people
  command->add_option("question", options->question, "What is asked")
      ->required()
      ->check(CLI::IsMember({seal::kTokenPublicKey, seal::kTokenSignature}));
  command->add_option("uri", options->uri, "Which key")->required();
  command->callback([options, &result] { result = answer(*options); });
}

}  // namespace rackproof
