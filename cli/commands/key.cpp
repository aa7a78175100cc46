#include <iostream>
#include <memory>
#include <string>

#include "cli/commands.h"
#include "reports/seal/key_file.h"

namespace rackproof {
namespace {

ExitCode refuse(const Error& error) {
  std::cerr << "rackproof key: " << error.message << "\n";
  return exit_code_of_input(error);
}

ExitCode new_key(const std::string& path) {
  const auto key = seal::create_key_pair(path);
  if (!key) {
    return refuse(key.error());
  }
  std::cout << key->key_id() << "\n";
  std::cerr << "private key " << path << " (keep it off the machine under test), public key "
            << path << ".pub\n";
  return ExitCode::done;
}

/// A file of either half. Of two refusals the one is told that fits what the file is.
ExitCode show_key(const std::string& path) {
  const auto secret = seal::load_private_key(path);
  const auto known = secret ? secret->public_key() : seal::load_public_key(path);
  if (!known) {
    const bool is_private = secret.error().kind != ErrorKind::malformed;
    return refuse(is_private ? secret.error() : known.error());
  }
  std::cout << known->key_id() << (secret ? " private" : " public") << "\n" << known->pem();
  return ExitCode::done;
}

ExitCode not_built() {
  std::cerr << "rackproof key csr: not built yet; bare Ed25519 keys only\n";
  return ExitCode::usage;
}

}  // namespace

void add_key_command(CLI::App& app, ExitCode& result) {
  auto path = std::make_shared<std::string>();
  auto* command = app.add_subcommand("key", "Make and show signing keys");
  command->require_subcommand(1);

  auto* fresh = command->add_subcommand("new", "Write a new private key (0600) and PATH.pub");
  fresh->add_option("path", *path, "File of the private key")->required();
  fresh->callback([path, &result] { result = new_key(*path); });

  auto* show = command->add_subcommand("show", "Print fingerprint and public key");
  show->add_option("path", *path, "Private or public key file")->required();
  show->callback([path, &result] { result = show_key(*path); });

  auto* csr = command->add_subcommand("csr", "Certificate request (not built yet)");
  csr->add_option("path", *path, "File of the private key");
  csr->callback([&result] { result = not_built(); });
}

}  // namespace rackproof
