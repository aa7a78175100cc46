#pragma once

#include "schemas/result.h"
#include "schemas/verdict.h"

namespace rackproof {

/// What a script learns from the process (DESIGN.md, "The command line").
enum class ExitCode {
  done = 0,       ///< As asked; where something was judged, it passed.
  not_pass = 1,   ///< A judgement that is not PASS, lint findings, simulated.
  usage = 2,      ///< The question is wrong: usage, a typo in a TOML, an unknown reference.
  failed = 3,     ///< The tool could not do it: I/O, permission, aborted run, newer format.
  untrusted = 4,  ///< Bad signature, missing or changed member, unknown signer.
};

/// For an error met while doing, and for what the question is about (a store, a bundle, the tree of
/// a machine) where it is not there or cannot be read: untrusted -> 4, everything else -> 3.
ExitCode exit_code_of(const Error& error);

/// For what the question is put with (a key, a trust file, a reference, a TOML) that the user
/// named: not there, not what it should be -> 2, what the machine refused -> 3.
ExitCode exit_code_of_input(const Error& error);

/// PASS -> 0, everything else -> 1.
ExitCode exit_code_of(Outcome overall);

}  // namespace rackproof
