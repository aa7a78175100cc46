#include "cli/open_telemetry.h"

#include <utility>

#include "probes/engine/engine_source.h"
#include "probes/machine/secret_file.h"
#include "schemas/store/store.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

OpenedTelemetry open_store(const TelemetryPlace& place, TelemetryRefusal& refusal) {
  auto store = Store::open(place.store, Store::Mode::read);
  if (!store) {
    refusal = {exit_code_of(store.error()), store.error().message};
    return {};
  }
  auto note = (*store)->recovery().note;
  return {std::move(*store), std::move(note)};
}

OpenedTelemetry open_engine(const TelemetryPlace& place, TelemetryRefusal& refusal) {
  engine::EngineSettings settings;
  settings.url = place.engine;
  if (!place.engine_ca.empty()) {
    settings.ca_file = place.engine_ca;
  }
  if (!place.engine_token.empty()) {
    const auto token = read_secret_file(place.engine_token);
    if (!token) {
      refusal = {ExitCode::usage, token.error().message};
      return {};
    }
    settings.bearer = std::string(trim(*token));
  }
  auto source = engine::EngineSource::open(settings);
  if (!source) {
    // Of a URL that is none the asker can mend something, of an engine that is ill not.
    const bool wrong = source.error().kind == ErrorKind::malformed;
    refusal = {wrong ? ExitCode::usage : exit_code_of(source.error()), source.error().message};
    return {};
  }
  return {std::move(*source), ""};
}

}  // namespace

OpenedTelemetry open_telemetry(const TelemetryPlace& place, TelemetryRefusal& refusal) {
  if (place.store.empty() == place.engine.empty()) {
    refusal = {ExitCode::usage, "give either --store FILE or --engine URL"};
    return {};
  }
  return place.store.empty() ? open_engine(place, refusal) : open_store(place, refusal);
}

}  // namespace rackproof
