#include "cli/signing_options.h"

namespace rackproof {

CLI::Option* add_signing_options(CLI::App& command, KeyChoice& choice, const std::string& help) {
  auto* option = command.add_option("--key", choice.key,
                                    help + ": FILE, pkcs11:..., or \"command:PROGRAM ARG...\"");
  add_key_details(command, choice);
  return option;
}

void add_key_details(CLI::App& command, KeyChoice& choice) {
  command.add_option("--public", choice.public_key,
                     "Public half of the key, needed for a command; another key is refused");
  command
      .add_option("--passphrase-fd", choice.passphrase_fd,
                  "Descriptor whose first line is the passphrase or PIN; else it is asked for")
      ->check(CLI::NonNegativeNumber);
}

void add_credential_options(CLI::App& command, CredentialChoice& choice) {
  command.add_option("--chain", choice.chain,
                     "Certificates (PEM) to go with the seal: that of the key, then its issuers");
  command.add_option("--crl", choice.lists,
                     "Lists of revoked certificates (PEM) to go with the seal, as current");
}

}  // namespace rackproof
