#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "certsuite/architectures/find.h"
#include "certsuite/criteria/requirements.h"
#include "certsuite/criteria/waivers.h"
#include "cli/bundle_page.h"
#include "cli/commands.h"
#include "cli/own_digest.h"
#include "cli/seal_keeping.h"
#include "cli/signing_options.h"
#include "probes/machine/clock.h"
#include "probes/machine/output_file.h"
#include "reports/assemble.h"
#include "reports/bundle.h"
#include "reports/bundle_writer.h"
#include "reports/evidence.h"
#include "reports/sealer_credentials.h"
#include "schemas/encoding.h"
#include "schemas/toml/site_file.h"
#include "schemas/toml/tree.h"

namespace rackproof {
namespace {

struct JudgeOptions : KeyChoice {
  std::string bundle;
  std::string reference;
  std::string out;
  CredentialChoice credentials;
  std::string waivers;  ///< File; "" = none.

  [[nodiscard]] bool has_credentials() const {
    return !credentials.chain.empty() || !credentials.lists.empty();
  }
};

/// What the new report is sealed with; no key = it is left unsealed.
struct Sealer {
  std::unique_ptr<seal::Signer> key;
  seal::Credentials credentials;
};

ExitCode refuse(const Error& error, ExitCode code) {
  std::cerr << "rackproof judge: " << error.message << "\n";
  return code;
}

ExitCode refuse(const Error& error) {
  return refuse(error, exit_code_of(error));
}

/// What the new report waives: all of it must be required by the reference.
Result<std::vector<Waiver>> waivers_in(const std::string& path, const Architecture& reference) {
  if (path.empty()) {
    return std::vector<Waiver>();
  }
  const auto text = read_file(path, kTomlLimit);
  if (!text) {
    return text.error();
  }
  auto waivers = load_waivers(*text, path);
  if (!waivers) {
    return waivers;
  }
  const auto known = criteria::check_waived(*waivers, criteria::requirements_of(reference));
  return known ? std::move(waivers) : Result<std::vector<Waiver>>(known.error().during(path));
}

/// Waivers are somebody's word for one report: none is carried over in silence.
void tell_dropped(const Loaded& old, const JudgeOptions& options) {
  if (options.waivers.empty() && !old.report.report.site.waivers.empty()) {
    std::cerr << "the waivers of the report that is replaced are not taken over: give those that "
                 "still stand with --waivers FILE\n";
  }
}

Result<Sealer> sealer_of(const JudgeOptions& options) {
  Sealer sealer;
  if (options.key.empty()) {
    return options.has_credentials()
               ? Result<Sealer>(Error{ErrorKind::malformed, "--chain and --crl go with --key"})
               : std::move(sealer);
  }
  auto key = open_signer(options);
  if (!key) {
    return std::move(key).error();
  }
  auto credentials = read_sealer_credentials(options.credentials.chain, options.credentials.lists);
  if (!credentials) {
    return std::move(credentials).error();
  }
  sealer.key = *std::move(key);
  sealer.credentials = *std::move(credentials);
  return sealer;
}

/// Whether what is brought along could make the seal believed, before anything is written.
Result<void> check_sealer(const Sealer& sealer, const Inventory& about) {
  if (sealer.key == nullptr) {
    return {};
  }
  const SealerQuestion question{sealer.key->public_key(), seal::Role::certifier,
                                SystemClock().now(), &about};
  const auto notes = check_sealer_credentials(sealer.credentials, question, nullptr);
  return notes ? Result<void>() : Result<void>(notes.error());
}

/// Seals the report in `directory` and makes the page that shows who did; what is to be told.
Result<std::vector<std::string>> seal_report(const Sealer& sealer, const std::string& directory) {
  auto loaded = load_bundle(directory);
  if (!loaded) {
    return std::move(loaded).error();
  }
  const auto key = sealer.key->public_key();
  auto notes = check_sealer_credentials(
      sealer.credentials, {key, seal::Role::certifier, SystemClock().now()}, &*loaded);
  if (!notes) {
    return notes;
  }
  Sealed sealed{directory, "certifier", key.key_id(), sealer.credentials, 0, {}, {}};
  auto done = seal_loaded(*loaded, *sealer.key, seal::Role::certifier, sealed);
  return done ? std::move(notes)
              : Result<std::vector<std::string>>(std::move(done).error().during("sealing"));
}

Result<void> write_page(BundleWriter& writer) {
  const auto page = page_of(writer.directory());
  return page ? writer.write(bundle::kHtml, *page) : Result<void>(page.error());
}

struct JudgedAgain {
  Report report;
  std::vector<std::string> notes;
};

struct Judging {
  const ResolvedReference& reference;
  std::vector<Waiver> waivers;
  const Sealer& sealer;
};

Result<JudgedAgain> judge_into(Loaded& old, const Judging& judging, const std::string& out) {
  const auto& sealer = judging.sealer;
  auto digest = own_digest();
  if (!digest) {
    return std::move(digest).error();
  }
  auto writer = BundleWriter::create(out);
  if (!writer) {
    return std::move(writer).error();
  }
  auto report = judge_again(old, judging.reference,
                            {SystemClock().now(), *std::move(digest), judging.waivers}, *writer);
  if (!report) {
    return std::move(report).error();
  }
  JudgedAgain judged{*std::move(report), {}};
  if (sealer.key != nullptr) {
    auto notes = seal_report(sealer, writer->directory());
    if (!notes) {
      return std::move(notes).error();
    }
    judged.notes = *std::move(notes);
  } else if (auto written = write_page(*writer); !written) {
    return std::move(written).error();
  }
  auto finished = old.bundle.is_archive ? writer->finish_archive() : writer->finish();
  return finished ? Result<JudgedAgain>(std::move(judged)) : std::move(finished).error();
}

void print(const JudgedAgain& judged, const Sealer& sealer, const std::string& out) {
  const auto& judgement = judged.report.judgement;
  std::cout << word_of(kOutcomes, judgement.overall) << "  " << out << "\n";
  for (const auto& sentence : judgement.because) {
    std::cout << "  " << printable(sentence, 400) << "\n";
  }
  for (const auto& sentence : criteria::waivers_told(judged.report)) {
    std::cout << "  waived: " << printable(sentence, 400) << "\n";
  }
  for (const auto& note : judged.notes) {
    std::cerr << "note: " << printable(note, 1000) << "\n";
  }
  if (sealer.key == nullptr) {
    std::cerr << "the report is not sealed yet: rackproof seal " << out
              << " --as certifier --key FILE\n";
  }
}

ExitCode judge_bundle(const JudgeOptions& options) {
  const auto reference = find_reference(options.reference);
  if (!reference) {
    return refuse(reference.error(), exit_code_of_input(reference.error()));
  }
  auto waivers = waivers_in(options.waivers, reference->architecture);
  if (!waivers) {
    return refuse(waivers.error(), exit_code_of_input(waivers.error()));
  }
  const auto sealer = sealer_of(options);
  if (!sealer) {
    return refuse(sealer.error(), exit_code_of_input(sealer.error()));
  }
  auto old = load_bundle(options.bundle);
  if (!old) {
    return refuse(old.error());
  }
  if (const auto sound = check_sealer(*sealer, old->inventory); !sound) {
    return refuse(sound.error(), exit_code_of_input(sound.error()));
  }
  const auto judged = judge_into(*old, {*reference, *std::move(waivers), *sealer}, options.out);
  if (!judged) {
    return refuse(judged.error());
  }
  print(*judged, *sealer, options.out);
  tell_dropped(*old, options);
  return exit_code_of(judged->report.judgement.overall);
}

}  // namespace

void add_judge_command(CLI::App& app, ExitCode& result) {
  auto options = std::make_shared<JudgeOptions>();
  auto* command = app.add_subcommand("judge", "A new report over the run of an old bundle");
  command->add_option("bundle", options->bundle, "Bundle directory or archive")->required();
  command->add_option("--reference", options->reference, "Built-in name or TOML file")->required();
  command
      ->add_option("--out", options->out,
                   "The new bundle: a directory, or an archive where the old one is")
      ->required();
  command->add_option("--waivers", options->waivers,
                      "TOML file of [[waiver]] tables to record beside the verdicts");
  add_signing_options(*command, *options, "Private key to seal the new report with");
  add_credential_options(*command, options->credentials);
  command->callback([options, &result] { result = judge_bundle(*options); });
}

}  // namespace rackproof
