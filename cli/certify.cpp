#include "cli/certify.h"

#include <optional>
#include <ostream>
#include <utility>

#include "certsuite/criteria/identity.h"
#include "certsuite/environment.h"
#include "certsuite/plan.h"
#include "certsuite/plan_json.h"
#include "certsuite/workloads/registry.h"
#include "cli/attesting.h"
#include "cli/certify_inputs.h"
#include "cli/certify_run.h"
#include "cli/order_file.h"
#include "cli/own_digest.h"
#include "cli/plan_page.h"
#include "probes/machine/child.h"
#include "probes/machine/journal_file.h"
#include "probes/machine/output_file.h"
#include "probes/machine/scratch.h"
#include "probes/machine/termination.h"
#include "probes/machine/uuid.h"
#include "reports/bundle_writer.h"
#include "schemas/json/run_request_json.h"

namespace rackproof {
namespace {

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
  [[nodiscard]] OrderQuestion order_question(const CertifyInputs& inputs,
                                             const Machine& machine) const;
  ExitCode show(const Architecture& reference, const Inventory& inventory, const Plan& plan);
  ExitCode run(const CertifyInputs& inputs, const Machine& machine, const Plan& plan,
               const TerminationSignals& signals);
  Result<RunRequest> request(const CertifyInputs& inputs, const Machine& machine,
                             const Plan& plan) const;

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
  if (const auto key = options_.plan ? Result<void>() : check_tpm_key(options_); !key) {
    return refuse(exit_code_of_input(key.error()), key.error().message);
  }
  if (const auto room = room_at_out(); !options_.plan && !room) {
    return refuse(exit_code_of_input(room.error()), room.error().message);
  }
  auto files = FileTree::open(options_.root);
  if (!files) {
    return refuse(ExitCode::failed, "--root " + files.error().message);
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
  if (const auto misfit = order_misfit(inputs.order, order_question(inputs, machine)); !misfit) {
    return refuse(ExitCode::usage, options_.order + ": " + misfit.error().message);
  }
  if (const auto bound =
          check_credentials(inputs, &machine.inventory(), machine.host().clock.now());
      !bound) {
    return refuse(ExitCode::usage, bound.error().message);
  }
  const auto identity =
      criteria::judge_identity(inputs.reference.architecture, machine.inventory());
  if (identity && identity->outcome != Outcome::pass) {
    err_ << "rackproof certify: warning: " << identity->reason << "; this run cannot pass\n";
  }
  if (options_.plan) {
    return show(inputs.reference.architecture, machine.inventory(), *plan);
  }
  return run(inputs, machine, *plan, signals);
}

/// The run that is about to begin.
OrderQuestion Certification::order_question(const CertifyInputs& inputs,
                                            const Machine& machine) const {
  return {.reference = inputs.reference,
          .tier = options_.tier,
          .inventory = machine.inventory(),
          .now = machine.host().clock.now()};
}

ExitCode Certification::show(const Architecture& reference, const Inventory& inventory,
                             const Plan& plan) {
  const auto coverage = coverage_of(reference, inventory, plan, make_workload);
  if (!coverage) {
    return refuse(coverage.error().during("what the plan covers"));
  }
  out_ << (options_.json ? plan_json(plan, *coverage) : plan_page(plan, *coverage));
  return ExitCode::done;
}

Result<RunRequest> Certification::request(const CertifyInputs& inputs, const Machine& machine,
                                          const Plan& plan) const {
  auto id = random_uuid();
  auto arguments = own_command_line();
  auto digest = own_digest();
  if (!id || !arguments || !digest) {
    return !id ? id.error() : !arguments ? arguments.error() : digest.error();
  }
  RunRequest request;
  request.run_id = *std::move(id);
  request.started = machine.host().clock.now();
  request.suite_version = RACKPROOF_VERSION;
  request.suite_digest = *std::move(digest);
  request.reference_toml = inputs.reference.canonical_toml;
  request.reference_digest = inputs.reference.digest;
  request.plan_digest = plan_digest(plan);
  request.tier = options_.tier;
  request.only = options_.only;
  request.seconds = options_.seconds;
  request.site_toml = inputs.site_toml;
  request.root = options_.root;
  request.command_line = *std::move(arguments);
  request.environment = environment_facts(machine.host().files);
  request.clock = clock_sync(machine.host());
  request.inventory = machine.inventory();
  request.order = inputs.order;
  request.external_results = results_of(inputs.external);
  return request;
}

ExitCode Certification::run(const CertifyInputs& inputs, const Machine& machine, const Plan& plan,
                            const TerminationSignals& signals) {
  const auto asked = request(inputs, machine, plan);
  if (!asked) {
    return refuse(asked.error());
  }
  auto writer = BundleWriter::create(options_.out);
  if (!writer) {
    return refuse(writer.error());
  }
  auto made = make_directories(writer->state());
  if (!made) {
    return refuse(made.error());
  }
  const auto lock = FileLock::take(lock_path(writer->state()));
  if (!lock) {
    return refuse(lock.error());
  }
  made = keep_external_files(inputs.external, writer->state());
  if (!made) {
    return refuse(exit_code_of_input(made.error()), made.error().message);
  }
  made = write_file(request_path(writer->state()), encode_run_request(*asked));
  if (!made) {
    return refuse(made.error());
  }
  return work_and_seal({.options = options_,
                        .inputs = inputs,
                        .machine = machine,
                        .plan = plan,
                        .request = *asked,
                        .inventory = machine.inventory(),
                        .signals = signals},
                       *writer, out_, err_);
}

}  // namespace

ExitCode certify(const CertifyOptions& options, std::ostream& out, std::ostream& err) {
  return Certification(options, out, err).to_its_end();
}

}  // namespace rackproof
