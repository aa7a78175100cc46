#include "cli/judging.h"

#include <memory>
#include <ostream>
#include <utility>
#include <vector>

#include "certsuite/architectures/find.h"
#include "certsuite/criteria/requirements.h"
#include "certsuite/criteria/waivers.h"
#include "cli/bundle_page.h"
#include "cli/own_digest.h"
#include "cli/seal_keeping.h"
#include "probes/machine/clock.h"
#include "probes/machine/output_file.h"
#include "reports/assemble.h"
#include "reports/bundle_writer.h"
#include "reports/evidence.h"
#include "reports/sealer_credentials.h"
#include "schemas/encoding.h"
#include "schemas/toml/site_file.h"
#include "schemas/toml/tree.h"

namespace rackproof {
namespace {

/// What the new report is sealed with; no key = it is left unsealed.
struct Sealer {
  std::unique_ptr<seal::Signer> key;
  seal::Credentials credentials;
};

ExitCode refuse(const Error& error, ExitCode code, std::ostream& err) {
  err << "rackproof judge: " << error.message << "\n";
  return code;
}

ExitCode refuse_input(const Error& error, std::ostream& err) {
  return refuse(error, exit_code_of_input(error), err);
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
void tell_dropped(const Loaded& old, const JudgeRequest& request, std::ostream& err) {
  if (request.waivers.empty() && !old.report.report.site.waivers.empty()) {
    err << "the waivers of the report that is replaced are not taken over: give those that "
           "still stand with --waivers FILE\n";
  }
}

Result<Sealer> sealer_of(const JudgeRequest& request) {
  Sealer sealer;
  if (!request.key.empty()) {
    auto key = open_signer(request);
    if (!key) {
      return std::move(key).error();
    }
    sealer.key = *std::move(key);
  }
  auto credentials = read_credentials(request, request.credentials);
  if (!credentials) {
    return std::move(credentials).error();
  }
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

void print(const JudgedAgain& judged, const std::string& bundle, std::ostream& out,
           std::ostream& err) {
  const auto& judgement = judged.report.judgement;
  out << word_of(kOutcomes, judgement.overall) << "  " << bundle << "\n";
  for (const auto& sentence : judgement.because) {
    out << "  " << printable(sentence, 400) << "\n";
  }
  for (const auto& sentence : criteria::waivers_told(judged.report)) {
    out << "  waived: " << printable(sentence, 400) << "\n";
  }
  for (const auto& note : judged.notes) {
    err << "note: " << printable(note, 1000) << "\n";
  }
}

}  // namespace

ExitCode judge_bundle(const JudgeRequest& request, std::ostream& out, std::ostream& err) {
  const auto reference = find_reference(request.reference);
  if (!reference) {
    return refuse_input(reference.error(), err);
  }
  auto waivers = waivers_in(request.waivers, reference->architecture);
  if (!waivers) {
    return refuse_input(waivers.error(), err);
  }
  const auto sealer = sealer_of(request);
  if (!sealer) {
    return refuse_input(sealer.error(), err);
  }
  auto old = load_bundle(request.bundle);
  if (!old) {
    return refuse(old.error(), exit_code_of(old.error()), err);
  }
  if (const auto sound = check_sealer(*sealer, old->inventory); !sound) {
    return refuse_input(sound.error(), err);
  }
  const auto judged = judge_into(*old, {*reference, *std::move(waivers), *sealer}, request.out);
  if (!judged) {
    return refuse(judged.error(), exit_code_of(judged.error()), err);
  }
  print(*judged, request.out, out, err);
  if (sealer->key == nullptr) {
    err << "the report is not sealed yet: rackproof seal " << request.out
        << " --as certifier --key FILE\n";
  }
  tell_dropped(*old, request, err);
  return exit_code_of(judged->report.judgement.overall);
}

}  // namespace rackproof
