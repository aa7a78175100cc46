#include "cli/certify.h"

#include <filesystem>
#include <optional>
#include <ostream>
#include <utility>

#include "certsuite/criteria/identity.h"
#include "certsuite/plan.h"
#include "certsuite/runner.h"
#include "certsuite/workloads/registry.h"
#include "cli/certify_bundle.h"
#include "cli/certify_inputs.h"
#include "probes/machine/child.h"
#include "probes/machine/output_file.h"
#include "probes/machine/scratch.h"
#include "probes/machine/termination.h"
#include "probes/machine/uuid.h"
#include "reports/bundle_writer.h"
#include "schemas/digest.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

constexpr std::size_t kProgramLimit = std::size_t{1} << 30;

PlanRequest request_of(const CertifyOptions& options) {
  return {.tier = options.tier, .only = options.only, .seconds = options.seconds};
}

/// One certification, told to two streams.
class Certification {
 public:
  Certification(const CertifyOptions& options, std::ostream& out, std::ostream& err)
      : options_(options), out_(out), err_(err) {}

  ExitCode to_its_end();

 private:
  ExitCode refuse(ExitCode code, const std::string& why) {
    err_ << "rackproof certify: " << why << "\n";
    return code;
  }
  ExitCode refuse(const Error& error) { return refuse(exit_code_of(error), error.message); }

  /// Whether a bundle can be written at options.out.
  [[nodiscard]] Result<void> room_at_out() const;
  ExitCode with_machine(const CertifyInputs& inputs, const Machine& machine,
                        const TerminationSignals& signals);
  ExitCode run(const CertifyInputs& inputs, const Machine& machine, const Plan& plan,
               const TerminationSignals& signals);
  ExitCode conclude(const CertifyInputs& inputs, const Machine& machine, const RunRecord& record,
                    BundleWriter& writer);
  Result<RunRecord> known(const CertifyInputs& inputs, const std::string& program) const;

  const CertifyOptions& options_;
  std::ostream& out_;
  std::ostream& err_;
};

ExitCode Certification::to_its_end() {
  Refusal refusal;
  const auto inputs = read_inputs(options_, refusal);
  if (!inputs) {
    return refuse(refusal.code, refusal.why);
  }
  if (const auto room = room_at_out(); !options_.plan && !room) {
    return refuse(exit_code_of_input(room.error()), room.error().message);
  }
  auto files = FileTree::open(options_.root);
  if (!files) {
    return refuse(files.error().kind == ErrorKind::absent ? ExitCode::usage : ExitCode::failed,
                  files.error().message);
  }
  ignore_broken_pipes();
  const auto signals = TerminationSignals::open();  // before a probe can start a thread
  if (!signals) {
    return refuse(signals.error());
  }
  const Machine machine(*std::move(files));
  return with_machine(*inputs, machine, *signals);
}

Result<void> Certification::room_at_out() const {
  const auto vacant = is_vacant(options_.out);
  if (!vacant) {
    return vacant.error();
  }
  if (!*vacant) {
    return Error{ErrorKind::malformed,
                 options_.out + ": exists; a bundle is never written over something"};
  }
  return {};
}

ExitCode Certification::with_machine(const CertifyInputs& inputs, const Machine& machine,
                                     const TerminationSignals& signals) {
  const auto plan =
      make_plan(inputs.reference, machine.inventory(), request_of(options_), make_workload);
  if (!plan) {
    return refuse(ExitCode::usage, plan.error().message);
  }
  const auto identity =
      criteria::judge_identity(inputs.reference.architecture, machine.inventory());
  if (identity && identity->outcome != Outcome::pass) {
    err_ << "rackproof certify: warning: " << identity->reason << "; this run cannot pass\n";
  }
  if (options_.plan) {
    out_ << plan_text(*plan) << "plan sha256 " << plan_digest(*plan) << "\n";
    return ExitCode::done;
  }
  return run(inputs, machine, *plan, signals);
}

Result<RunRecord> Certification::known(const CertifyInputs& inputs,
                                       const std::string& program) const {
  auto id = random_uuid();
  if (!id) {
    return std::move(id).error();
  }
  auto arguments = own_command_line();
  if (!arguments) {
    return std::move(arguments).error();
  }
  const auto binary = read_file(program, kProgramLimit);
  if (!binary) {
    return binary.error().during("the running program");
  }
  RunRecord record;
  record.run_id = *std::move(id);
  record.suite_version = RACKPROOF_VERSION;
  record.suite_digest = sha256_hex(*binary);
  record.command_line = *std::move(arguments);
  record.site = inputs.site;
  return record;
}

ExitCode Certification::run(const CertifyInputs& inputs, const Machine& machine, const Plan& plan,
                            const TerminationSignals& signals) {
  const auto program = own_executable();
  if (!program) {
    return refuse(program.error());
  }
  auto record = known(inputs, *program);
  if (!record) {
    return refuse(record.error());
  }
  auto writer = BundleWriter::create(options_.out);
  if (!writer) {
    return refuse(writer.error());
  }
  const RunSetup setup{.host = machine.host(),
                       .probes = machine.probes(),
                       .inventory = machine.inventory(),
                       .plan = plan,
                       .output = std::filesystem::absolute(writer->directory()).string(),
                       .program = {*program},
                       .look_again = [&machine] { return machine.look_again(); },
                       .known = *std::move(record),
                       .signals = &signals};
  const auto progress = make_progress(options_.progress, err_);
  const auto finished = run_plan(setup, *progress, {});
  if (!finished) {
    return refuse(finished.error());
  }
  return conclude(inputs, machine, *finished, *writer);
}

ExitCode Certification::conclude(const CertifyInputs& inputs, const Machine& machine,
                                 const RunRecord& record, BundleWriter& writer) {
  const auto report =
      write_bundle({record, machine.inventory(), inputs.reference, inputs.site_toml},
                   machine.host().clock.now(), inputs.key, writer);
  if (!report) {
    return refuse(report.error().during("making the bundle"));
  }
  print_conclusion(*report, record, inputs.key.has_value(), options_.out, out_);
  if (record.status == RunStatus::aborted) {
    return refuse(ExitCode::failed, "the run did not complete: " + record.status_reason);
  }
  return record.simulated ? ExitCode::not_pass : exit_code_of(report->judgement.overall);
}

}  // namespace

ExitCode certify(const CertifyOptions& options, std::ostream& out, std::ostream& err) {
  return Certification(options, out, err).to_its_end();
}

}  // namespace rackproof
