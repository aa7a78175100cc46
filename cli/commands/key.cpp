#include <iostream>
#include <memory>
#include <optional>
#include <string>

#include "cli/commands.h"
#include "cli/known_key.h"
#include "cli/signing_options.h"
#include "reports/seal/key_file.h"
#include "schemas/enum_names.h"
#include "schemas/json/json_writer.h"

namespace rackproof {
namespace {

struct NewKeyOptions {
  std::string path;
  std::string algorithm = "ed25519";
  bool encrypt = false;
  std::optional<int> passphrase_fd;
  bool json = false;
};

struct ShowKeyOptions : KeyChoice {
  bool json = false;
};

ExitCode refuse(const Error& error) {
  std::cerr << "rackproof key: " << error.message << "\n";
  return exit_code_of_input(error);
}

ExitCode new_key(const NewKeyOptions& options) {
  const auto algorithm = value_of(seal::kKeyAlgorithms, options.algorithm);
  if (!algorithm) {
    return refuse({ErrorKind::malformed, "--algorithm ed25519 or p256"});
  }
  seal::NewKey wanted{.algorithm = *algorithm, .passphrase = std::nullopt};
  if (options.encrypt || options.passphrase_fd) {
    auto passphrase = new_passphrase(options.passphrase_fd);
    if (!passphrase) {
      return refuse(passphrase.error());
    }
    wanted.passphrase = *std::move(passphrase);
  }
  const auto key = seal::create_key_pair(options.path, wanted);
  if (!key) {
    return refuse(key.error());
  }
  if (options.json) {
    std::cout << write_json(JsonObject()
                                .add("format", "rackproof-key-new/1")
                                .add("keyId", key->key_id())
                                .add("algorithm", options.algorithm)
                                .add("encrypted", wanted.passphrase.has_value())
                                .add("privateKey", options.path)
                                .add("publicKey", options.path + ".pub")
                                .take());
    return ExitCode::done;
  }
  std::cout << key->key_id() << "\n";
  std::cerr << "private key " << options.path
            << " (keep it off the machine under test), public key " << options.path << ".pub\n";
  return ExitCode::done;
}

ExitCode show_key(const ShowKeyOptions& options) {
  const auto known = find_key(options);
  if (!known) {
    return refuse(known.error());
  }
  if (options.json) {
    std::cout << write_json(JsonObject()
                                .add("format", "rackproof-key/1")
                                .add("keyId", known->key.key_id())
                                .add("what", known->what)
                                .add("publicKey", known->key.pem())
                                .take());
    return ExitCode::done;
  }
  std::cout << known->key.key_id() << " " << known->what << "\n" << known->key.pem();
  return ExitCode::done;
}

void add_new(CLI::App& command, ExitCode& result) {
  auto options = std::make_shared<NewKeyOptions>();
  auto* fresh = command.add_subcommand("new", "Write a new private key (0600) and PATH.pub");
  fresh->add_option("path", options->path, "File of the private key")->required();
  fresh->add_option("--algorithm", options->algorithm, "ed25519 or p256; default ed25519");
  fresh->add_flag("--encrypt", options->encrypt, "Ask for a passphrase and encrypt the file");
  fresh
      ->add_option("--passphrase-fd", options->passphrase_fd,
                   "Encrypt by the first line of this descriptor")
      ->check(CLI::NonNegativeNumber);
  fresh->add_flag("--json", options->json, "What was done as a JSON document");
  fresh->callback([options, &result] { result = new_key(*options); });
}

void add_show(CLI::App& command, ExitCode& result) {
  auto choice = std::make_shared<ShowKeyOptions>();
  auto* show = command.add_subcommand("show", "Print fingerprint and public key");
  show->add_option("path", choice->key,
                   "Private or public key file, pkcs11:..., or \"command:PROGRAM ARG...\"")
      ->required();
  add_key_details(*show, *choice);
  show->add_flag("--json", choice->json, "One JSON document");
  show->callback([choice, &result] { result = show_key(*choice); });
}

}  // namespace

void add_key_command(CLI::App& app, ExitCode& result) {
  auto* command = app.add_subcommand("key", "Make and show signing keys");
  command->require_subcommand(1);
  add_new(*command, result);
  add_show(*command, result);

  add_key_csr_command(*command, result);
}

}  // namespace rackproof
