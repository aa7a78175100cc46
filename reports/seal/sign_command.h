#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "reports/seal/signer.h"
#include "schemas/result.h"

/// A program that has the key: a KMS, a TPM, another machine, or a token behind a child of ours.
namespace rackproof::seal {

/// Long enough for a person who has to touch a token.
inline constexpr std::chrono::seconds kSigningDeadline{120};

struct SignCommand {
  std::vector<std::string> argv;  ///< The program, by path or found in PATH, and its arguments.
  std::chrono::nanoseconds deadline = kSigningDeadline;
};

/// What the program says on stdout (at most 4 KiB) to `input` on its stdin. It has our environment.
/// An end by exit code, signal or deadline is told with what it said on stderr: Error{timed_out}
/// past the deadline, else {io}.
Result<std::string> answer_of_program(const SignCommand& command,
                                      const std::vector<std::string_view>& input);

/// Signs by a program that reads the bytes on stdin and writes the raw signature, 64 bytes of
/// Ed25519 or DER of P-256, to stdout.
class CommandSigner final : public Signer {
 public:
  CommandSigner(SignCommand command, const PublicKey& public_key);

  [[nodiscard]] const PublicKey& public_key() const override { return public_key_; }
  [[nodiscard]] Result<std::string> sign(std::string_view message) const override;

 private:
  SignCommand command_;
  PublicKey public_key_;
};

}  // namespace rackproof::seal
