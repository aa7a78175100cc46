#pragma once

#include <string>
#include <vector>

#include "schemas/manifest.h"
#include "schemas/result.h"

/// Names of the members of a bundle directory (DESIGN.md, "The bundle").
namespace rackproof::bundle {

inline constexpr const char* kRunRecord = "run-record.json";
inline constexpr const char* kRunRecordSealed = "run-record.dsse.json";
inline constexpr const char* kReport = "report.json";
inline constexpr const char* kReportSealed = "report.dsse.json";
inline constexpr const char* kManifest = "manifest.json";
inline constexpr const char* kInventory = "inventory.json";
inline constexpr const char* kReference = "reference.toml";
/// Only in a bundle that was judged again against another reference than that of its run. Not in
/// the manifest, which belongs to the run; held by the digest in the report.
inline constexpr const char* kJudgedReference = "reference-judged.toml";
inline constexpr const char* kSite = "site.toml";
inline constexpr const char* kSamples = "samples.db";
inline constexpr const char* kEvents = "events.jsonl";
inline constexpr const char* kJournal = "journal.jsonl";
inline constexpr const char* kCheckpoints = "journal.checkpoints";
/// Made after sealing, over the sealed report; not in the manifest.
inline constexpr const char* kLogProof = "report.tlog-proof";
inline constexpr const char* kLogs = "logs";
/// The signed test order that the run was made for.
inline constexpr const char* kOrder = "order.dsse.json";
/// Runs of other tools that were handed over, as they are: ocptv/NAME.jsonl.
inline constexpr const char* kExternal = "ocptv";
/// What parts answered when they were asked to prove who they are: attestations/NAME.
inline constexpr const char* kAttestations = "attestations";
/// What was taken out after sealing. Not in the manifest, which goes on naming the originals.
inline constexpr const char* kRedactions = "redactions.json";
/// Certificates of those who sealed the one statement or the other, and what vouches for them (PEM,
/// docs/certificate-authority.md); lists of what was revoked. Put beside after sealing, so that no
/// manifest names them: each is believed by its own signatures.
inline constexpr const char* kRunRecordChain = "run-record.chain.pem";
inline constexpr const char* kReportChain = "report.chain.pem";
inline constexpr const char* kRevocations = "revocations.pem";
/// What the issuer said of its reports when the bundle was handed over. Not in the manifest: a
/// statement of its own, which may be newer than the bundle.
inline constexpr const char* kStatus = "status.dsse.json";
inline constexpr const char* kHtml = "report.html";

}  // namespace rackproof::bundle
