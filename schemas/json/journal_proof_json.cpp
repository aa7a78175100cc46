#include "schemas/json/journal_proof_json.h"

#include <utility>
#include <vector>

#include "schemas/json/json_writer.h"
#include "schemas/json/member_writer.h"
#include "schemas/json/strict_json.h"

namespace rackproof {
namespace {

/// As the document holds it: a list of one reading, or of none.
struct Document {
  JournalProof proof;
  std::vector<ReadingShown> readings;
};

}  // namespace

template <typename A>
void describe(A& archive, Described<A, ReadingShown>& reading) {
  archive.field("device", reading.device);
  archive.field("metric", reading.metric);
  archive.field("takenAt", reading.taken_at);
  archive.field("leaf", reading.leaf);
  archive.field("index", reading.index);
  archive.field("path", reading.path);
}

template <typename A>
void describe(A& archive, Described<A, Document>& document) {
  archive.format("format", "rackproof-journal-proof", 1);
  archive.field("runId", document.proof.run_id);
  archive.field("index", document.proof.index);
  archive.field("line", document.proof.line);
  archive.field("path", document.proof.path);
  archive.list("readings", document.readings);
}

std::string encode_journal_proof(const JournalProof& proof) {
  Document document{proof, {}};
  if (proof.reading) {
    document.readings.push_back(*proof.reading);
  }
  return write_json(to_json(document));
}

Result<JournalProof> decode_journal_proof(std::string_view bytes) {
  const auto value = parse_strict_json(bytes);
  if (!value) {
    return value.error();
  }
  auto document = from_json<Document>(*value, "");
  if (!document) {
    return std::move(document).error();
  }
  if (document->readings.size() > 1) {
    return Error{ErrorKind::malformed, "readings: more than one"};
  }
  if (!document->readings.empty()) {
    document->proof.reading = std::move(document->readings.front());
  }
  return std::move(document->proof);
}

}  // namespace rackproof
