#include "cli/certify_run.h"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <optional>
#include <ostream>
#include <utility>

#include "certsuite/runner.h"
#include "cli/attesting.h"
#include "cli/certify_bundle.h"
#include "cli/closing_inventory.h"
#include "cli/external_files.h"
#include "cli/order_file.h"
#include "cli/progress.h"
#include "probes/machine/child.h"
#include "probes/machine/output_file.h"
#include "reports/bundle.h"
#include "reports/seal/checkpoint.h"
#include "schemas/digest.h"
#include "schemas/encoding.h"
#include "schemas/store/store.h"

namespace rackproof {
namespace {

constexpr const char* kRunLog = "logs/run.jsonl";
constexpr auto kLogBeat = std::chrono::seconds(10);  ///< Between two lines of progress in it.

ExitCode refuse(const Error& error, std::ostream& err) {
  err << "rackproof certify: " << error.message << "\n";
  return exit_code_of(error);
}

RunRecord known(const CertifyRun& run) {
  const auto& request = run.request;
  RunRecord record;
  record.run_id = request.run_id;
  record.suite_version = request.suite_version;
  record.suite_digest = request.suite_digest;
  record.command_line = request.command_line;
  record.site = run.inputs.site;
  record.order = mention_in(request.order);
  record.external_results = request.external_results;
  record.clock_at_start = request.clock;
  record.environment = run.before ? run.before->next.environment : request.environment;
  return record;
}

/// Signs the journal's checkpoints; none where no key is at the run.
SignHead journal_signer(const CertifyInputs& inputs) {
  if (!inputs.key) {
    return {};
  }
  return [&key = *inputs.key](const TreeHead& head) { return seal::sign_checkpoint(head, key); };
}

std::string absolute(const std::string& path) {
  return std::filesystem::absolute(path).string();
}

/// By what the run has read and, where it came to look, what was there when it was over.
Result<Inventory> inventory_after(const CertifyRun& run, const std::optional<Inventory>& at_end,
                                  const BundleWriter& writer) {
  const auto samples = Store::open_immutable(writer.directory() + "/" + bundle::kSamples);
  if (!samples) {
    return samples.error();
  }
  return closing_inventory(run.inventory, at_end, run.inputs.reference.architecture, **samples);
}

/// The run is over and its bundle cannot be made.
ExitCode refuse_bundle(const Error& error, const std::string& name, std::ostream& err) {
  err << "rackproof certify: the run is kept; `rackproof certify --resume " << name
      << "` makes its bundle\n";
  return refuse(error.during("making the bundle"), err);
}

/// Has the machine's parts prove who they are: what they answer goes into the bundle and into
/// `record`, and so does why one did not.
Result<void> add_attestations(const CertifyRun& run, const Inventory& inventory, RunRecord& record,
                              BundleWriter& writer, std::ostream& err) {
  auto attested =
      attest(attestation_sources(run.options), run.machine.host().files, record, inventory);
  for (const auto& [member, bytes] : attested.members) {
    if (auto written = writer.write(member, bytes); !written) {
      return written;
    }
  }
  record.attestations = std::move(attested.told);
  for (auto& fact : attested.unavailable) {
    err << "rackproof certify: note: " << printable(fact.name) << ": " << printable(fact.value, 500)
        << "\n";
    record.environment.push_back(std::move(fact));
  }
  return {};
}

ExitCode conclude(const CertifyRun& run, const FinishedRun& finished, BundleWriter& writer,
                  std::ostream& out, std::ostream& err) {
  const auto& inputs = run.inputs;
  const auto& record = finished.record;
  const auto name = writer.out();
  if (const auto added = add_kept_files(run.request.external_results, writer); !added) {
    return refuse_bundle(added.error(), name, err);
  }
  // A run is gone on with by the program that began it and by no other.
  const Issue issue{run.machine.host().clock.now(), run.request.suite_digest, inputs.site.waivers};
  const auto report = write_bundle(finished, issue, {inputs.key.get(), inputs.credentials}, writer);
  if (!report) {
    return refuse_bundle(report.error(), name, err);
  }
  print_conclusion(*report, record, inputs.key != nullptr, run.options.out, out);
  if (record.status == RunStatus::aborted) {
    return refuse({ErrorKind::io, "the run did not complete: " + record.status_reason}, err);
  }
  return record.simulated ? ExitCode::not_pass : exit_code_of(report->judgement.overall);
}

}  // namespace

ExitCode work_and_seal(const CertifyRun& run, BundleWriter& writer, std::ostream& out,
                       std::ostream& err) {
  const auto program = own_executable();
  if (!program) {
    return refuse(program.error(), err);
  }
  std::optional<Inventory> at_end;
  const RunSetup setup{.host = run.machine.host(),
                       .probes = run.machine.probes(),
                       .inventory = run.machine.inventory(),
                       .plan = run.plan,
                       .state = absolute(writer.state()),
                       .output = absolute(writer.directory()),
                       .program = {*program},
                       .look_again = [&] { return at_end.emplace(run.machine.look_again()); },
                       .known = known(run),
                       .before = run.before,
                       .signals = &run.signals,
                       .sign = journal_signer(run.inputs)};
  const auto* reference = &run.inputs.reference.architecture;
  const auto shown = make_progress(run.options.progress, err, reference);
  auto made = make_directories(writer.state() + "/logs");
  if (!made) {
    return refuse(made.error(), err);
  }
  std::ofstream log_file(writer.state() + "/" + kRunLog, std::ios::app);
  const auto log = make_json_progress(log_file, reference, kLogBeat);
  const auto progress = make_both_progress(*shown, *log);
  auto finished = run_plan(setup, *progress, {});
  if (!finished) {
    return refuse(finished.error(), err);
  }
  writer.keep_state();
  const auto inventory = inventory_after(run, at_end, writer);
  if (!inventory) {
    return refuse_bundle(inventory.error(), writer.out(), err);
  }
  if (auto added = add_attestations(run, *inventory, *finished, writer, err); !added) {
    return refuse_bundle(added.error(), writer.out(), err);
  }
  return conclude(run,
                  {*finished, *inventory, run.inputs.reference, plan_text(run.plan),
                   run.inputs.site_toml, run.request.order},
                  writer, out, err);
}

std::string request_path(const std::string& state) {
  return state + "/request.json";
}

std::string lock_path(const std::string& state) {
  return state + "/lock";
}

}  // namespace rackproof
