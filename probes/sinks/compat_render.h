#pragma once

#include "probes/sinks/exposition_render.h"

namespace rackproof {

/// The series of manner.compat, families in order of their names. Pure.
void render_compat(ExpositionText& text, const ExpositionPicture& picture,
                   const ExpositionManner& manner);

}  // namespace rackproof
