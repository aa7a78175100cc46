#include "reports/assemble.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "certsuite/criteria/grounds.h"
#include "certsuite/criteria/judge.h"
#include "certsuite/criteria/not_covered.h"
#include "probes/machine/output_file.h"
#include "probes/machine/uuid.h"
#include "reports/bundle.h"
#include "reports/external_run.h"
#include "reports/mandatory.h"
#include "reports/measurements.h"
#include "reports/member_copy.h"
#include "reports/record_check.h"
#include "reports/report_claims.h"
#include "schemas/digest.h"
#include "schemas/json/inventory_json.h"
#include "schemas/json/manifest_json.h"
#include "schemas/json/report_json.h"
#include "schemas/json/run_record_json.h"
#include "schemas/store/store.h"

namespace rackproof {
namespace {

/// The two members that both statements speak of.
std::vector<Subject> subjects_of(std::string_view inventory, std::string_view manifest) {
  return {{bundle::kInventory, sha256_hex(inventory)}, {bundle::kManifest, sha256_hex(manifest)}};
}

/// Everything of a report but the site, which it takes over from the run record.
Report report_over(const RunRecord& record, const ResolvedReference& reference,
                   const Inventory& inventory, Judgement judgement) {
  const auto& architecture = reference.architecture;
  Report report;
  report.title = record.site.issuer_name.empty() ? kSelfTestTitle : kCertificateTitle;
  report.site = record.site;
  report.retest_on = {"a part was swapped", "firmware, driver or kernel changed",
                      "the machine was moved"};
  report.valid_until = end_of_validity(record);
  report.reference_id = architecture.id;
  report.reference_revision = architecture.revision;
  report.reference_title = architecture.title;
  report.reference_status = std::string(word_of(kReferenceStatuses, architecture.status));
  report.reference_digest = reference.digest;
  report.reference_uri = architecture.uri;
  report.reference_sequence = architecture.sequence;
  report.evaluator_name = "rackproof";
  report.evaluator_version = RACKPROOF_VERSION;
  report.simulated = record.simulated;
  report.tier = record.tier;
  report.not_covered = criteria::not_covered(judgement, architecture, inventory);
  for (auto& sentence : external_not_covered(record)) {
    report.not_covered.push_back(std::move(sentence));
  }
  report.decision_rules = criteria::rules_used(judgement.verdicts);
  report.judgement = std::move(judgement);
  report.scope_statement = "Results concern only the items tested, as they were during the run.";
  return report;
}

/// Numbers the report, checks it and writes report.json.
Result<Report> issue_report(Report report, const Issue& issue, const RunRecordStatement& over,
                            std::string_view run_record_payload, BundleWriter& writer) {
  auto id = random_uuid();
  if (!id) {
    return std::move(id).error();
  }
  report.report_id = std::move(*id);
  report.issued = issue.at;
  report.evaluator_digest = issue.evaluator_digest;
  report.site.waivers = issue.waivers;
  report.run_record_digests = {sha256_hex(run_record_payload)};
  if (const auto complete = check_mandatory(report, over.record); !complete) {
    return complete.error();
  }
  const auto payload = encode_report_statement(report, over.subjects);
  if (const auto written = writer.write(bundle::kReport, payload); !written) {
    return written.error();
  }
  return report;
}

struct WrittenFacts {
  std::string payload;
  RunRecordStatement statement;  ///< As a reader of the payload gets it.
  Inventory inventory;           ///< As a reader of inventory.json gets it.
};

Result<void> write_documents(const FinishedRun& run, const std::string& inventory,
                             BundleWriter& writer) {
  if (auto written = writer.write(bundle::kInventory, inventory); !written) {
    return written;
  }
  if (auto written = writer.write(bundle::kReference, run.reference.canonical_toml); !written) {
    return written;
  }
  if (auto written = writer.write(bundle::kPlan, run.plan); !written) {
    return written;
  }
  if (!run.order.empty()) {
    if (auto written = writer.write(bundle::kOrder, run.order); !written) {
      return written;
    }
  }
  return run.site_toml.empty() ? Result<void>() : writer.write(bundle::kSite, run.site_toml);
}

Result<std::unique_ptr<Store>> samples_in(const BundleWriter& writer) {
  return Store::open_immutable(writer.directory() + "/" + bundle::kSamples);
}

Result<std::vector<Measurement>> measurements_in(const BundleWriter& writer,
                                                 const RunRecord& record) {
  const auto samples = samples_in(writer);
  return samples ? measurements_of(record, **samples)
                 : Result<std::vector<Measurement>>(samples.error());
}

Result<WrittenFacts> write_facts(const FinishedRun& run, BundleWriter& writer) {
  const auto inventory = encode_inventory(run.inventory);
  if (const auto written = write_documents(run, inventory, writer); !written) {
    return written.error();
  }
  const auto manifest = writer.write_manifest();
  if (!manifest) {
    return manifest.error();
  }
  auto record = run.record;
  record.evidence = summary_of(*manifest);
  auto measured = measurements_in(writer, record);
  if (!measured) {
    return std::move(measured).error().during("summing up what was measured");
  }
  record.measurements = *std::move(measured);
  if (const auto complete = check_mandatory(record, run.inventory, *manifest); !complete) {
    return complete.error();
  }
  auto payload =
      encode_run_record_statement(record, subjects_of(inventory, encode_manifest(*manifest)));
  if (const auto written = writer.write(bundle::kRunRecord, payload); !written) {
    return written.error();
  }
  auto statement = decode_run_record_statement(payload);
  auto reread = decode_inventory(inventory);
  if (!statement) {
    return std::move(statement).error().during("reading the run record back");
  }
  if (!reread) {
    return std::move(reread).error().during("reading the inventory back");
  }
  return WrittenFacts{std::move(payload), std::move(*statement), std::move(*reread)};
}

/// Whether a member is of the run. With its seal go the stamps over it, the lists by which those
/// who made them are judged, and the notes on logs that were taken out.
bool is_of_the_run(const std::string& path) {
  const auto rule = member_rule(path);
  return (rule && rule->listed()) || path == bundle::kManifest || path == bundle::kRevocations ||
         path == bundle::kRedactions || path.starts_with("run-record.");
}

/// All of the run: its statement, its seal, its manifest and what that lists.
Result<void> copy_run(const Loaded& old, const BundleWriter& writer) {
  const auto copier = MemberCopier::of(old.bundle);
  if (!copier) {
    return copier.error();
  }
  for (const auto& [path, member] : old.bundle.members) {
    if (!is_of_the_run(path)) {
      continue;
    }
    if (auto copied = copier->copy(path, writer); !copied) {
      return copied;
    }
  }
  return {};
}

}  // namespace

Result<Report> assemble(const FinishedRun& run, const Issue& issue, BundleWriter& writer) {
  const auto facts = write_facts(run, writer);
  if (!facts) {
    return facts.error();
  }
  const auto samples = samples_in(writer);
  if (!samples) {
    return samples.error();
  }
  auto judgement =
      judge({run.reference.architecture, facts->inventory, facts->statement.record, **samples});
  if (!judgement) {
    return std::move(judgement).error().during("judging");
  }
  return issue_report(
      report_over(facts->statement.record, run.reference, facts->inventory, std::move(*judgement)),
      issue, facts->statement, facts->payload, writer);
}

Result<Report> judge_again(Loaded& old, const ResolvedReference& reference, const Issue& issue,
                           BundleWriter& writer) {
  if (const auto copied = copy_run(old, writer); !copied) {
    return copied.error();
  }
  if (reference.digest != old.run_record.record.reference_digest) {
    if (const auto written = writer.write(bundle::kJudgedReference, reference.canonical_toml);
        !written) {
      return written.error();
    }
  }
  auto judgement =
      judge({reference.architecture, old.inventory, old.run_record.record, *old.samples});
  if (!judgement) {
    return std::move(judgement).error().during("judging");
  }
  auto report = report_over(old.run_record.record, reference, old.inventory, std::move(*judgement));
  if (old.has_report()) {
    report.revision = old.report.report.revision + 1;
    report.supersedes = old.report.report.report_id;
    report.supersedes_digest = sha256_hex(old.report_payload);
    report.supersedes_reason = "judged again against " + reference.architecture.id + " revision " +
                               std::to_string(reference.architecture.revision);
  }
  return issue_report(std::move(report), issue, old.run_record, old.run_record_payload, writer);
}

}  // namespace rackproof
