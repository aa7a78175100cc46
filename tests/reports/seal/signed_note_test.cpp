#include "reports/seal/signed_note.h"

#include <array>
#include <chrono>
#include <string>

#include <catch2/catch.hpp>

#include "probes/machine/output_file.h"
#include "reports/seal/private_key.h"
#include "schemas/encoding.h"
#include "schemas/text.h"
#include "tests/support/captures.h"

using namespace rackproof;
using namespace rackproof::seal;

namespace {

const std::string kText = "Nothing is wrong with rack 7.\n";

struct Signed {
  PrivateKey log = PrivateKey::generate().value();
  PrivateKey witness = PrivateKey::generate().value();
  UtcTime at{std::chrono::seconds(1'795'238'220)};
  std::string log_line = note_signature(kText, "log.example", log).value();
  std::string witness_line = note_cosignature(kText, "witness.example", witness, at).value();
  std::array<NoteKey, 2> keys{
      note_key("log.example", kNoteEd25519, log.public_key()),
      note_key("witness.example", kNoteCosignatureV1, witness.public_key())};

  [[nodiscard]] Result<std::vector<NoteSigned>> check(const std::string& bytes) const {
    const auto note = parse_signed_note(bytes);
    return note ? check_note(*note, keys) : note.error();
  }
};

std::string refusal(const std::string& bytes) {
  const auto note = parse_signed_note(bytes);
  REQUIRE_FALSE(note);
  return note.error().message;
}

}  // namespace

TEST_CASE("signed note: the specification's example verifies, and a changed one does not",
          "[reports][seal][log]") {
  const auto note_path = testing::capture("signed-note/c2sp-example.note");
  const auto key_path = testing::capture("signed-note/c2sp-example.vkey");
  if (!note_path || !key_path) {
    return;
  }
  auto bytes = read_file(note_path->string(), 10'000).value();
  const auto key_text = read_file(key_path->string(), 10'000).value();
  const std::array keys{parse_note_key(trim(key_text)).value()};
  CHECK(keys[0].name == "example.com/foo");
  CHECK(keys[0].text() == trim(key_text));
  const auto found = check_note(parse_signed_note(bytes).value(), keys);
  REQUIRE(found);
  CHECK(found->size() == 1);
  bytes[0] = 't';
  CHECK(check_note(parse_signed_note(bytes).value(), keys).error().message ==
        "the signature of example.com/foo does not hold");
}

TEST_CASE("signed note: log and witness sign, strangers are passed over", "[reports][seal][log]") {
  const Signed made;
  const auto stranger =
      note_signature(kText, "log.example", PrivateKey::generate().value()).value();
  const auto found =
      made.check(kText + "\n" + stranger + made.log_line + stranger + made.witness_line);
  REQUIRE(found);
  REQUIRE(found->size() == 2);
  CHECK((*found)[0].key == 0);
  CHECK_FALSE((*found)[0].at);
  CHECK((*found)[1].key == 1);
  CHECK((*found)[1].at == made.at);
  CHECK(made.check(kText + "\n" + stranger)->empty());
}

TEST_CASE("signed note: a known key's signature holds or the note is refused",
          "[reports][seal][log]") {
  const Signed made;
  const auto other = note_signature("Another text.\n", "log.example", made.log).value();
  CHECK(made.check(kText + "\n" + other).error().message ==
        "the signature of log.example does not hold");
  CHECK(made.check(kText + "\n" + made.log_line + made.log_line).error().message ==
        "log.example signed twice");
  auto line =
      note_cosignature(kText, "witness.example", made.witness, made.at + std::chrono::seconds(1))
          .value();
  const auto good = made.witness_line.substr(0, 40);
  CHECK(made.check(kText + "\n" + good + line.substr(40)).error().message ==
        "the signature of witness.example does not hold");
}

TEST_CASE("signed note: what is no note is refused with its reason", "[reports][seal][log]") {
  const Signed made;
  CHECK(refusal(kText) == "a note is text, an empty line and signatures");
  CHECK(refusal(kText + "\n") == "a note without signatures");
  CHECK(refusal(kText + "\n" + made.log_line + "garbage\n") ==
        "a line among the signatures that is none");
  CHECK(refusal("\xff" + kText + "\n" + made.log_line) ==
        "a note is UTF-8 without control characters");
  CHECK(refusal("\t" + kText + "\n" + made.log_line) ==
        "a note is UTF-8 without control characters");
  CHECK(refusal(kText + "\n\xE2\x80\x94 a+b AAAAAAAA\n") ==
        "a signature line is a key's name and base64");
  CHECK(refusal(kText + "\n\xE2\x80\x94 ab AAAA\n") == "signature of ab: too short to be one");
  std::string many = kText + "\n";
  for (int i = 0; i < 65; ++i) {
    many += made.log_line;
  }
  CHECK(refusal(many) == "a note with more than 64 signatures");
  CHECK(refusal(std::string(SignedNote::kMostBytes, 'a') + "\n\n") == "a note of more than a MiB");
}

TEST_CASE("verifier key: the id is the key's, small order is refused, types stay open",
          "[reports][seal][log]") {
  const Signed made;
  const auto text = made.keys[0].text();
  CHECK(parse_note_key(text)->key == made.log.public_key());
  auto other_name = text;
  other_name[0] = 'k';
  CHECK(parse_note_key(other_name).error().message ==
        "verifier key kog.example: its id is not that of its name and key");
  const auto small = "x+00000000+" + to_base64("\x01" + std::string(32, '\0'));
  CHECK(parse_note_key(small).error().kind == ErrorKind::untrusted);
  const auto later = parse_note_key("x+00000000+" + to_base64("\x06 a key of another kind"));
  REQUIRE(later);
  CHECK(later->type == 6);
  CHECK_FALSE(later->key);
  for (const auto* wrong : {"", "x", "x+00000000", "x+0+AQ==", "a b+00000000+AQEB",
                            "x+0000000G+AQEB", "x+00000000+!!"}) {
    CHECK(parse_note_key(wrong).error().message.starts_with(
        "a verifier key is name+id+base64, not "));
  }
}

TEST_CASE("signed note: a checkpoint of a public log with a P-256 key verifies",
          "[reports][seal][log]") {
  // The key of rekor.sigstore.dev, and a checkpoint that it signed in 2021; both by
  // transparency-dev/formats note/note_verifier_test.go.
  const auto key = parse_note_key(
      "rekor.sigstore.dev+c0d23d6a+AjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABNhtmPtrWm3U1eQXBogSMdGvXwBc"
      "K5AW5i0hrZLOC96l+smGNM7nwZ4QvFK/4sueRoVj//QP22Ni4Qt9DPfkWLc=");
  REQUIRE(key);
  CHECK(key->type == kNoteEcdsa);
  const std::string signature =
      "wNI9ajBEAiARInWIWyCdyG27CO6LPnPekyw20qO0YJfoaPaowGp/XgIgc+qEHS3+GKVClgqq20uDLet7MCoTURUCRdxw"
      "WBHHufk=";
  const auto check = [&](const std::string& size) {
    const auto note =
        parse_signed_note("Rekor\n" + size + "\nf+7CoKgXKE/tNys9TTXcr/ad6U/K3xvznmzew9y6SP0=\n\n" +
                          "\xE2\x80\x94 rekor.sigstore.dev " + signature + "\n");
    REQUIRE(note);
    return check_note(*note, std::array{*key});
  };
  REQUIRE(check("798034"));
  CHECK(check("798034")->size() == 1);
  CHECK(check("798035").error().message == "the signature of rekor.sigstore.dev does not hold");
}

TEST_CASE("signed note: a P-256 key signs as a log and never as a witness",
          "[reports][seal][log]") {
  const auto key = PrivateKey::generate(KeyAlgorithm::p256).value();
  const auto line = note_signature(kText, "log.example", key);
  REQUIRE(line);
  const std::array keys{log_note_key("log.example", key.public_key())};
  CHECK(keys[0].type == kNoteEcdsa);
  CHECK(parse_note_key(keys[0].text())->key == key.public_key());
  const auto note = parse_signed_note(kText + "\n" + *line).value();
  CHECK(check_note(note, keys)->size() == 1);
  CHECK(note_cosignature(kText, "w.example", key, UtcTime()).error().message ==
        "witnesses sign with Ed25519 keys alone");
  SECTION("another key under its name and id does not verify") {
    auto stranger =
        log_note_key("log.example", PrivateKey::generate(KeyAlgorithm::p256)->public_key());
    stranger.id = keys[0].id;
    CHECK(check_note(note, std::array{stranger}).error().message ==
          "the signature of log.example does not hold");
  }
  SECTION("an Ed25519 key under the type of ECDSA is refused") {
    const auto other = PrivateKey::generate().value();
    const auto text = note_key("x", kNoteEcdsa, other.public_key()).text();
    CHECK(parse_note_key(text).error().message ==
          "verifier key x: not an ECDSA key, as its type says");
  }
}
