#include "cli/signing.h"

#include <string_view>
#include <utility>
#include <vector>

#include "probes/machine/child.h"
#include "reports/seal/key_file.h"
#include "reports/seal/pkcs11_uri.h"
#include "reports/seal/sign_command.h"
#include "reports/seal/token_signer.h"
#include "reports/sealer_credentials.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

using SignerHandle = std::unique_ptr<seal::Signer>;

constexpr std::string_view kCommandScheme = "command:";
constexpr std::string_view kTrial = "rackproof: is this key there? These bytes are no statement.";

Result<SignerHandle> open_command(const KeyChoice& choice) {
  if (choice.public_key.empty()) {
    return Error{ErrorKind::malformed,
                 "--key command:... needs --public FILE, the public key it signs with"};
  }
  auto known = seal::load_public_key(choice.public_key);
  if (!known) {
    return std::move(known).error();
  }
  seal::SignCommand command;
  for (const auto word : words(std::string_view(choice.key).substr(kCommandScheme.size()))) {
    command.argv.emplace_back(word);
  }
  if (command.argv.empty()) {
    return Error{ErrorKind::malformed, "--key command: names no program"};
  }
  return SignerHandle(std::make_unique<seal::CommandSigner>(std::move(command), *known));
}

Result<SignerHandle> open_on_token(const KeyChoice& choice) {
  const auto uri = seal::parse_pkcs11_uri(choice.key);
  if (!uri) {
    return uri.error();
  }
  const auto program = own_executable();
  if (!program) {
    return program.error();
  }
  auto pin = uri->pin_file.empty()
                 ? secret_from(choice.passphrase_fd,
                               "PIN of the token" + (uri->token ? " " + *uri->token : "") + ": ")
                 : secret_line_of_file(uri->pin_file);
  if (!pin) {
    return std::move(pin).error();
  }
  return seal::open_token({.argv = {*program, "token-child"}}, choice.key, *std::move(pin));
}

Result<SignerHandle> open_file(const KeyChoice& choice) {
  auto key = seal::load_private_key(choice.key, [&choice](const std::string& prompt) {
    return secret_from(choice.passphrase_fd, prompt);
  });
  if (!key) {
    return std::move(key).error();
  }
  return SignerHandle(std::make_unique<seal::PrivateKey>(*std::move(key)));
}

Result<SignerHandle> open_chosen(const KeyChoice& choice) {
  if (choice.key.starts_with(kCommandScheme)) {
    return open_command(choice);
  }
  return choice.key.starts_with(seal::kPkcs11Scheme) ? open_on_token(choice) : open_file(choice);
}

}  // namespace

Result<SignerHandle> open_signer(const KeyChoice& choice) {
  auto signer = open_chosen(choice);
  if (!signer || choice.public_key.empty()) {
    return signer;
  }
  const auto told = seal::load_public_key(choice.public_key);
  if (!told) {
    return told.error();
  }
  if (!(*told == (*signer)->public_key())) {
    return Error{ErrorKind::untrusted, choice.public_key + ": is " + told->key_id() +
                                           ", and the key to sign with is " +
                                           (*signer)->public_key().key_id()};
  }
  return signer;
}

Result<seal::Credentials> read_credentials(const KeyChoice& key, const CredentialChoice& choice) {
  if (key.key.empty() && !(choice.chain.empty() && choice.lists.empty())) {
    return Error{ErrorKind::malformed, "--chain and --crl go with --key"};
  }
  return read_sealer_credentials(choice.chain, choice.lists);
}

Result<void> try_signer(const seal::Signer& signer) {
  const auto signature = seal::signed_by(signer, kTrial);
  return signature ? Result<void>{} : signature.error();
}

Result<SecretText> new_passphrase(const std::optional<int>& descriptor) {
  auto passphrase = secret_from(descriptor, "passphrase for the new key: ");
  if (!passphrase || descriptor) {
    return passphrase;
  }
  const auto again = secret_from({}, "the same again: ");
  if (!again) {
    return again.error();
  }
  if (passphrase->view().empty() || again->view() != passphrase->view()) {
    return Error{ErrorKind::malformed, "no passphrase, or not the same twice; nothing was written"};
  }
  return passphrase;
}

}  // namespace rackproof
