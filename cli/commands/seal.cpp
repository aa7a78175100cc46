#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "cli/bundle_page.h"
#include "cli/commands.h"
#include "cli/signing_options.h"
#include "probes/machine/clock.h"
#include "reports/bundle.h"
#include "reports/report_sequence.h"
#include "reports/sealer_credentials.h"
#include "reports/sealing.h"
#include "schemas/encoding.h"
#include "schemas/enum_names.h"
#include "schemas/json/json_writer.h"

namespace rackproof {
namespace {

constexpr std::size_t kLine = 1000;

struct SealOptions : KeyChoice {
  std::string bundle;
  std::string role;
  SequenceFile sequence = {};  ///< Path "" = the report is not counted.
  CredentialChoice credentials;
  bool json = false;
};

ExitCode refuse(const Error& error, ExitCode code) {
  std::cerr << "rackproof seal: " << printable(error.message, kLine) << "\n";
  return code;
}

/// What was done, for people and for programs.
struct Sealed {
  std::string bundle;
  std::string role;
  std::string key_id;
  seal::Credentials credentials;
  int sequence = 0;                  ///< The report's number; 0 = none was given.
  std::vector<std::string> members;  ///< That were written.
  std::vector<std::string> notes;
};

/// null where none was brought along.
JsonValue certificate_of(const Sealed& sealed) {
  if (sealed.credentials.certificates.empty()) {
    return {};
  }
  const auto& leaf = sealed.credentials.certificates.front();
  return JsonObject()
      .add("subject", leaf.subject)
      .add("serial", leaf.serial)
      .add("notBefore", format_utc(leaf.not_before))
      .add("notAfter", format_utc(leaf.not_after))
      .take();
}

void print_json(const Sealed& sealed) {
  std::cout << write_json(JsonObject()
                              .add("format", "rackproof-sealed/1")
                              .add("bundle", sealed.bundle)
                              .add("as", sealed.role)
                              .add("keyId", sealed.key_id)
                              .add("certificate", certificate_of(sealed))
                              .add("sequence", sealed.sequence)
                              .add("members", sealed.members)
                              .add("notes", sealed.notes)
                              .take());
}

void print_text(const Sealed& sealed) {
  if (sealed.sequence != 0) {
    std::cout << "number " << sealed.sequence << " of its issuer's reports\n";
  }
  std::cout << "sealed as " << sealed.role << " by " << sealed.key_id << "\n";
  if (!sealed.credentials.certificates.empty()) {
    const auto& leaf = sealed.credentials.certificates.front();
    std::cout << "certificate " << printable(describe(leaf), kLine) << ", valid until "
              << format_utc(leaf.not_after) << "\n";
  }
  for (const auto& note : sealed.notes) {
    std::cerr << "note: " << printable(note, kLine) << "\n";
  }
}

/// The page shows who sealed; the old one would be out of date, and is replaced with the seal.
Result<void> add_page(Loaded& loaded, BundleChange& change) {
  if (!loaded.has_report()) {
    return {};
  }
  const bool replaces = loaded.bundle.has(bundle::kHtml);
  apply(change, loaded.bundle);
  auto page = page_of(loaded);
  if (!page) {
    return std::move(page).error();
  }
  change.put.push_back({bundle::kHtml, *std::move(page), replaces});
  return {};
}

/// Seals and writes; what was written goes into `sealed`.
Result<void> seal_loaded(Loaded& loaded, const seal::Signer& key, seal::Role role, Sealed& sealed) {
  auto change = sealing_of(loaded, {role, key, sealed.credentials});
  if (!change) {
    return std::move(change).error();
  }
  if (auto page = add_page(loaded, *change); !page) {
    return page;
  }
  for (const auto& put : change->put) {
    sealed.members.push_back(put.path);
  }
  return change_bundle(sealed.bundle, *change);
}

/// Where it is asked for, the report in the bundle gets its issuer's next number before it is
/// sealed and is read again; none is taken for a key that cannot seal.
Result<void> count(const SequenceFile& file, const seal::Signer& key, Loaded& loaded,
                   Sealed& sealed) {
  if (file.path.empty()) {
    return {};
  }
  if (auto usable = try_signer(key); !usable) {
    return usable;
  }
  const auto number = number_report(sealed.bundle, file, SystemClock().now());
  if (!number) {
    return number.error();
  }
  sealed.sequence = *number;
  auto counted = load_bundle(sealed.bundle);
  if (!counted) {
    return std::move(counted).error();
  }
  loaded = *std::move(counted);
  return {};
}

ExitCode seal_with(const SealOptions& options, seal::Role role, const seal::Signer& key) {
  Sealed sealed{options.bundle, options.role, key.public_key().key_id(), {}, {}, {}};
  auto credentials = read_sealer_credentials(options.credentials.chain, options.credentials.lists);
  if (!credentials) {
    return refuse(credentials.error(), exit_code_of_input(credentials.error()));
  }
  sealed.credentials = *std::move(credentials);
  auto loaded = load_bundle(options.bundle);
  if (!loaded) {
    return refuse(loaded.error(), exit_code_of(loaded.error()));
  }
  auto notes = check_sealer_credentials(sealed.credentials,
                                        {key.public_key(), role, SystemClock().now()}, &*loaded);
  if (!notes) {
    return refuse(notes.error(), exit_code_of_input(notes.error()));
  }
  sealed.notes = *std::move(notes);
  if (const auto counted = count(options.sequence, key, *loaded, sealed); !counted) {
    return refuse(counted.error(), exit_code_of(counted.error()));
  }
  if (const auto done = seal_loaded(*loaded, key, role, sealed); !done) {
    return refuse(done.error(), exit_code_of(done.error()));
  }
  options.json ? print_json(sealed) : print_text(sealed);
  return ExitCode::done;
}

ExitCode seal_bundle(const SealOptions& options) {
  const auto role = value_of(seal::kRoles, options.role);
  if (role != seal::Role::collector && role != seal::Role::certifier) {
    std::cerr << "rackproof seal: --as collector or --as certifier\n";
    return ExitCode::usage;
  }
  if (role != seal::Role::certifier && !options.sequence.path.empty()) {
    std::cerr << "rackproof seal: --sequence counts reports: --as certifier\n";
    return ExitCode::usage;
  }
  const auto key = open_signer(options);
  return key ? seal_with(options, *role, **key)
             : refuse(key.error(), exit_code_of_input(key.error()));
}

}  // namespace

void add_seal_command(CLI::App& app, ExitCode& result) {
  auto options = std::make_shared<SealOptions>();
  auto* command = app.add_subcommand(
      "seal", "Seal what was left unsealed, byte for byte; a second key adds its signature");
  command->add_option("bundle", options->bundle, "Bundle directory or archive")->required();
  command->add_option("--as", options->role, "collector (the run) or certifier (the report)")
      ->required();
  auto* sequence = command->add_option(
      "--sequence", options->sequence.path,
      "File that counts the issuer's reports: the report gets the next number before it is sealed");
  command
      ->add_option("--sequence-from", options->sequence.begin,
                   "Make that file, to begin with this number")
      ->needs(sequence);
  add_signing_options(*command, *options, "Private key to seal with")->required();
  add_credential_options(*command, options->credentials);
  command->add_flag("--json", options->json, "What was done as a JSON document");
  command->callback([options, &result] { result = seal_bundle(*options); });
}

}  // namespace rackproof
