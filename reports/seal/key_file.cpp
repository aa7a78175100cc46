#include "reports/seal/key_file.h"

#include <array>
#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <openssl/crypto.h>
#include <sys/stat.h>
#include <unistd.h>

#include "probes/machine/descriptor.h"
#include "probes/machine/os_error.h"
#include "probes/machine/output_file.h"
#include "reports/seal/pem.h"
#include "schemas/digest.h"

namespace rackproof::seal {
namespace {

constexpr std::size_t kLimit = 8192;

/// The bytes of a small file, on the stack and wiped at destruction.
class KeyText {
 public:
  KeyText() = default;
  ~KeyText() { OPENSSL_cleanse(text_.data(), text_.size()); }
  KeyText(const KeyText&) = delete;
  KeyText& operator=(const KeyText&) = delete;
  KeyText(KeyText&&) = delete;
  KeyText& operator=(KeyText&&) = delete;

  [[nodiscard]] std::string_view view() const { return {text_.data(), length_}; }

  Result<void> fill(int descriptor) {
    while (length_ < text_.size()) {
      const auto got = ::read(descriptor, text_.data() + length_, text_.size() - length_);
      if (got < 0 && errno == EINTR) {
        continue;
      }
      if (got < 0) {
        return os_error("reading", errno);
      }
      if (got == 0) {
        return {};
      }
      length_ += static_cast<std::size_t>(got);
    }
    return Error{ErrorKind::malformed, "too long for a key file"};
  }

 private:
  std::array<char, kLimit> text_{};
  std::size_t length_ = 0;
};

Result<void> check_file(int descriptor, bool secret) {
  struct stat status {};
  if (::fstat(descriptor, &status) != 0) {
    return os_error("looking at it", errno);
  }
  if (!S_ISREG(status.st_mode)) {
    return Error{ErrorKind::malformed, S_ISDIR(status.st_mode) ? "is a directory, not a key file"
                                                               : "is not a regular file"};
  }
  if (secret && (status.st_mode & 077U) != 0) {
    return Error{ErrorKind::denied,
                 "others than its owner may read or write this private key; chmod 600 it"};
  }
  return {};
}

/// Opens `path`, fills `text`. O_NONBLOCK: a FIFO must not hang the open.
Result<void> read_key(const std::string& path, bool secret, KeyText& text) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!file.is_open()) {
    return os_error(path, errno);
  }
  auto done = check_file(file.get(), secret);
  if (done) {
    done = text.fill(file.get());
  }
  if (!done) {
    return std::move(done).error().during(path);
  }
  return done;
}

/// An encrypted key, by the passphrase that `ask` gives.
Result<PrivateKey> decrypted(const std::string& path, std::string_view pem, const AskSecret& ask) {
  const auto passphrase = ask("passphrase of " + path + ": ");
  if (!passphrase) {
    return passphrase.error();
  }
  return PrivateKey::from_encrypted_pem(pem, passphrase->view());
}

bool exists(const std::string& path) {
  struct stat status {};
  return ::lstat(path.c_str(), &status) == 0;
}

}  // namespace

Result<PrivateKey> load_private_key(const std::string& path, const AskSecret& ask) {
  KeyText text;
  if (auto read = read_key(path, true, text); !read) {
    return std::move(read).error();
  }
  const bool locked = ask && pem_label(text.view()) == kEncryptedLabel;
  auto key = locked ? decrypted(path, text.view(), ask) : PrivateKey::from_pem(text.view());
  if (!key) {
    return std::move(key).error().during(path);
  }
  return key;
}

Result<PublicKey> load_public_key(const std::string& path) {
  auto file = load_public_key_file(path);
  return file ? Result<PublicKey>(file->key) : std::move(file).error();
}

Result<PublicKeyFile> load_public_key_file(const std::string& path) {
  KeyText text;
  if (auto read = read_key(path, false, text); !read) {
    return std::move(read).error();
  }
  auto key = PublicKey::from_pem(text.view());
  if (!key) {
    return std::move(key).error().during(path);
  }
  return PublicKeyFile{*std::move(key), sha256_hex(text.view())};
}

Result<PublicKey> create_key_pair(const std::string& path, const NewKey& wanted) {
  const auto public_path = path + ".pub";
  for (const auto& each : {path, public_path}) {
    if (exists(each)) {
      return Error{ErrorKind::io, each + ": exists; a key is never overwritten"};
    }
  }
  auto key = PrivateKey::generate(wanted.algorithm);
  if (!key) {
    return std::move(key).error();
  }
  const auto write = [&path](std::string_view pem) {
    return pem.empty() ? Error{ErrorKind::io, path + ": libcrypto could not write the key"}
                       : create_file(path, pem, 0600);
  };
  auto written = wanted.passphrase ? key->with_encrypted_pem(wanted.passphrase->view(), write)
                                   : key->with_pem(write);
  if (!written) {
    return std::move(written).error();
  }
  written = create_file(public_path, key->public_key().pem());
  if (!written) {
    ::unlink(path.c_str());
    return std::move(written).error();
  }
  return key->public_key();
}

}  // namespace rackproof::seal
