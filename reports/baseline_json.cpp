#include "reports/baseline.h"
#include "schemas/json/json_value.h"
#include "schemas/json/json_writer.h"
#include "schemas/text.h"
#include "schemas/time.h"

namespace rackproof {
namespace {

JsonValue number(const std::optional<double>& value) {
  return value ? json_of(format_double(*value)) : JsonValue();
}

JsonValue side(const std::optional<Verdict>& verdict) {
  if (!verdict) {
    return JsonValue();
  }
  return JsonObject()
      .add("verdict", word_of(kOutcomes, verdict->outcome))
      .add("unit", to_string(verdict->unit))
      .add("observed", number(verdict->observed))
      .add("uncertainty", number(verdict->uncertainty))
      .take();
}

JsonValue verdicts(const std::vector<VerdictChange>& changes) {
  JsonArray array;
  for (const auto& change : changes) {
    array.add(JsonObject()
                  .add("criterion", change.criterion)
                  .add("device", change.device)
                  .add("earlier", side(change.earlier))
                  .add("later", side(change.later))
                  .add("percent", number(change.percent))
                  .add("change", word_of(kChanges, change.change))
                  .take());
  }
  return array.take();
}

JsonValue facts(const std::vector<FactChange>& changes) {
  JsonArray array;
  for (const auto& [what, earlier, later] : changes) {
    array.add(JsonObject().add("what", what).add("earlier", earlier).add("later", later).take());
  }
  return array.take();
}

JsonValue named(const Compared& side) {
  return JsonObject()
      .add("reportId", side.report.report_id)
      .add("runId", side.record.run_id)
      .add("started", format_utc(side.record.started))
      .add("overall", word_of(kOutcomes, side.report.judgement.overall))
      .add("referenceDigest", side.report.reference_digest)
      .add("tier", side.report.tier)
      .take();
}

}  // namespace

std::string comparison_json(const Comparison& comparison, const Compared& earlier,
                            const Compared& later) {
  return write_json(JsonObject()
                        .add("format", "rackproof-comparison/1")
                        .add("earlier", named(earlier))
                        .add("later", named(later))
                        .add("warnings", comparison.warnings)
                        .add("verdicts", verdicts(comparison.verdicts))
                        .add("parts", facts(comparison.parts))
                        .add("software", facts(comparison.software))
                        .add("environment", facts(comparison.environment))
                        .take());
}

}  // namespace rackproof
