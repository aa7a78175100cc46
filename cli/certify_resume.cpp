#include "cli/certify_resume.h"

#include <filesystem>
#include <optional>
#include <ostream>
#include <string_view>
#include <system_error>
#include <utility>

#include "certsuite/architectures/find.h"
#include "certsuite/environment.h"
#include "certsuite/run_history.h"
#include "certsuite/workloads/registry.h"
#include "cli/attesting.h"
#include "cli/certify_run.h"
#include "cli/external_files.h"
#include "cli/interrupted_run.h"
#include "cli/own_digest.h"
#include "probes/machine/clock.h"
#include "probes/machine/journal_file.h"
#include "reports/evidence.h"
#include "schemas/json/inventory_json.h"

namespace rackproof {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPart = ".part";

/// What came of one try, where it is over already.
using Ending = std::optional<ExitCode>;

/// One resumption, told to two streams.
class Resuming {
 public:
  Resuming(const CertifyOptions& options, std::ostream& out, std::ostream& err)
      : options_(options), out_(out), err_(err) {
    name_ = bundle_name(options.resume);
    if (name_.ends_with(kPart)) {
      name_.resize(name_.size() - kPart.size());
    }
    options_.out = name_;
    state_ = part_of(name_) + "/state";
  }

  ExitCode to_its_end();

 private:
  ExitCode refuse(ExitCode code, const std::string& why) {
    err_ << "rackproof certify --resume: " << why << "\n";
    return code;
  }
  ExitCode refuse(const Error& error) { return refuse(exit_code_of(error), error.message); }

  Ending find_run();
  ExitCode tidy_up(const Loaded& whole);
  Ending read_state();
  Ending already_complete();
  Ending same_program_and_reference();
  Ending go_on();
  Resumption compare(const Machine& machine, const Plan& plan);
  void tell(const Resumption& before);

  CertifyOptions options_;
  std::ostream& out_;
  std::ostream& err_;
  std::string name_;
  std::string state_;
  InterruptedRun run_;
  CertifyInputs inputs_;
};

/// The bundle is whole: what is left beside it goes.
ExitCode Resuming::tidy_up(const Loaded& whole) {
  std::error_code failed;
  fs::remove_all(part_of(name_), failed);
  out_ << name_ << ": is complete already; what the run had left beside it is removed\n";
  return whole.run_record.record.simulated ? ExitCode::not_pass
                                           : exit_code_of(whole.report.report.judgement.overall);
}

/// Exit 2 unless a run was begun here and not ended.
Ending Resuming::find_run() {
  std::error_code failed;
  if (fs::exists(request_path(state_), failed)) {
    return std::nullopt;
  }
  if (fs::exists(part_of(name_), failed)) {
    if (const auto loaded = load_bundle(name_)) {
      return tidy_up(*loaded);  // killed while it removed the state
    }
    return refuse(ExitCode::usage, part_of(name_) +
                                       ": no run had begun there when it was killed; remove it "
                                       "and start anew");
  }
  return refuse(ExitCode::usage, name_ + ": no run was interrupted there");
}

Ending Resuming::read_state() {
  auto left = read_interrupted_run(state_);
  if (!left) {
    return refuse(left.error());
  }
  run_ = *std::move(left);
  if (const auto kept = check_kept_files(run_.request.external_results, state_); !kept) {
    return refuse(kept.error());
  }
  const auto bound = check_credentials(inputs_, &run_.request.inventory, SystemClock().now());
  if (!bound) {
    return refuse(ExitCode::usage, bound.error().message);
  }
  return std::nullopt;
}

/// A kill between naming the bundle and removing the state.
Ending Resuming::already_complete() {
  std::error_code failed;
  if (!fs::exists(name_, failed) || fs::is_empty(name_, failed)) {
    return std::nullopt;
  }
  const auto loaded = load_bundle(name_);
  if (!loaded || loaded->run_record.record.run_id != run_.request.run_id) {
    return refuse(ExitCode::usage, name_ +
                                       ": exists and is not of this run; a bundle is never "
                                       "written over something");
  }
  return tidy_up(*loaded);
}

/// Evidence of two programs, or for two references, is not one run.
Ending Resuming::same_program_and_reference() {
  const auto digest = own_digest();
  if (!digest) {
    return refuse(digest.error());
  }
  if (*digest != run_.request.suite_digest) {
    return refuse(ExitCode::usage, "this program is not the one that began the run (rackproof " +
                                       run_.request.suite_version + ", sha256 " +
                                       run_.request.suite_digest +
                                       "); evidence of two programs is not one run");
  }
  auto restored = restore_inputs(run_.request, state_);
  if (!restored) {
    return refuse(restored.error());
  }
  restored->key = std::move(inputs_.key);
  restored->credentials = std::move(inputs_.credentials);
  inputs_ = *std::move(restored);
  std::string asked = inputs_.reference.digest;
  if (!options_.reference.empty()) {
    const auto named = find_reference(options_.reference);
    if (!named) {
      return refuse(ExitCode::usage, named.error().message);
    }
    asked = named->digest;
  }
  if (asked != run_.request.reference_digest) {
    return refuse(ExitCode::usage,
                  "the reference is another one than the run was begun for "
                  "(sha256 " +
                      run_.request.reference_digest + ")");
  }
  return std::nullopt;
}

Resumption Resuming::compare(const Machine& machine, const Plan& plan) {
  Resumption before{.history = run_.history, .started = run_.request.started, .next = {}};
  auto& next = before.next;
  const auto& now = machine.inventory();
  auto changes = compare_machines(run_.inventory, now);
  if (!changes.told.empty()) {
    next.inventory = encode_inventory(now);
    run_.inventory = now;
  }
  next.environment = environment_facts(machine.host().files);
  const auto& known =
      run_.history.environment.empty() ? run_.request.environment : run_.history.environment;
  for (auto& change : compare_environments(known, next.environment)) {
    changes.told.push_back(std::move(change));
    changes.kinds.push_back(DeviceKind::node);
  }
  if (changes.told.empty()) {
    next.environment = known;
  }
  next.boot_id = now.boot_id;
  next.again = touched_phases(plan, inputs_.reference.architecture, changes);
  next.changes = std::move(changes.told);
  return before;
}

void Resuming::tell(const Resumption& before) {
  if (run_.history.torn) {
    err_ << "rackproof certify --resume: the last line of the journal was torn and is dropped\n";
  }
  for (const auto& change : before.next.changes) {
    err_ << "rackproof certify --resume: changed meanwhile: " << change << "\n";
  }
  for (const auto& phase : before.next.again) {
    if (run_.history.is_done(phase)) {
      err_ << "rackproof certify --resume: phase " << phase << " is run again for that\n";
    }
  }
}

Ending Resuming::go_on() {
  auto files = FileTree::open(run_.request.root);
  if (!files) {
    return refuse(files.error());
  }
  ignore_broken_pipes();
  const auto signals = TerminationSignals::open();  // before a probe can start a thread
  if (!signals) {
    return refuse(signals.error());
  }
  const auto plan = make_plan(
      inputs_.reference, run_.request.inventory,
      {.tier = run_.request.tier, .only = run_.request.only, .seconds = run_.request.seconds},
      make_workload);
  if (!plan || plan_digest(*plan) != run_.request.plan_digest) {
    return refuse(ExitCode::usage, "the plan cannot be made as it was: " +
                                       (plan ? "its digest is another" : plan.error().message));
  }
  auto writer = BundleWriter::go_on(name_);
  if (!writer) {
    return refuse(writer.error());
  }
  const Machine machine(*std::move(files));
  auto before = compare(machine, *plan);
  tell(before);
  const CertifyRun run{.options = options_,
                       .inputs = inputs_,
                       .machine = machine,
                       .plan = *plan,
                       .request = run_.request,
                       .inventory = run_.inventory,
                       .signals = *signals,
                       .before = std::move(before)};
  return work_and_seal(run, *writer, out_, err_);
}

ExitCode Resuming::to_its_end() {
  Refusal refusal;
  if (!read_key(options_, inputs_, refusal)) {
    return refuse(refusal.code, refusal.why);
  }
  if (const auto key = check_tpm_key(options_); !key) {
    return refuse(exit_code_of_input(key.error()), key.error().message);
  }
  if (const auto ending = find_run()) {
    return *ending;
  }
  const auto lock = FileLock::take(lock_path(state_));
  if (!lock) {
    return refuse(ExitCode::failed, lock.error().kind == ErrorKind::denied
                                        ? name_ + ": the run is still going"
                                        : lock.error().message);
  }
  for (const auto step : {&Resuming::read_state, &Resuming::already_complete,
                          &Resuming::same_program_and_reference, &Resuming::go_on}) {
    if (const auto ending = (this->*step)()) {
      return *ending;
    }
  }
  return ExitCode::failed;  // go_on() always ends it
}

}  // namespace

ExitCode certify_resume(const CertifyOptions& options, std::ostream& out, std::ostream& err) {
  return Resuming(options, out, err).to_its_end();
}

}  // namespace rackproof
