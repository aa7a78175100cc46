#pragma once

#include <string>

#include <CLI/CLI.hpp>

#include "cli/signing.h"

namespace rackproof {

/// --key FILE|URI with what belongs to it. `help` says what is signed. Gives the option --key. Only
/// files of commands include this.
CLI::Option* add_signing_options(CLI::App& command, KeyChoice& choice, const std::string& help);

/// --public and --passphrase-fd alone.
void add_key_details(CLI::App& command, KeyChoice& choice);

/// --chain and --crl.
void add_credential_options(CLI::App& command, CredentialChoice& choice);

}  // namespace rackproof
