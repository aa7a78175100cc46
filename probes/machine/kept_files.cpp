#include "probes/machine/kept_files.h"

#include <cerrno>
#include <utility>

#include <unistd.h>

#include "probes/machine/os_error.h"

namespace rackproof {

KeptFiles::Slot KeptFiles::add(std::string path) {
  files_.push_back({std::move(path), Descriptor(), true});
  return files_.size() - 1;
}

KeptFiles::Slot KeptFiles::slot_of(std::string_view path) {
  const auto found = by_path_.find(path);
  if (found != by_path_.end()) {
    return found->second;
  }
  const auto slot = add(std::string(path));
  by_path_.emplace(path, slot);
  return slot;
}

Result<std::string_view> KeptFiles::bytes(Slot slot) {
  auto& file = files_[slot];
  if (file.descriptor.is_open()) {
    return read_open(file);
  }
  return file.may_stay_open && open_ < most_ ? open_and_read(file) : read_once(file);
}

Result<std::string_view> KeptFiles::text(Slot slot) {
  auto text = bytes(slot);
  if (text) {
    const auto last = text->find_last_not_of(" \t\r\n\v\f");
    *text = text->substr(0, last == std::string_view::npos ? 0 : last + 1);
  }
  return text;
}

Result<std::string_view> KeptFiles::open_and_read(File& file) {
  auto opened = tree_->open_file(file.path);
  if (!opened) {
    return std::move(opened).error();
  }
  file.may_stay_open = tree_->may_stay_open(*opened);
  if (!file.may_stay_open) {
    return read_once(file);
  }
  file.descriptor = std::move(opened).value();
  ++open_;
  return read_open(file);
}

Result<std::string_view> KeptFiles::read_once(File& file) {
  auto read = tree_->read_bytes(file.path, FileTree::kTextLimit);
  if (!read) {
    return std::move(read).error();
  }
  long_ = std::move(read).value();
  return std::string_view(long_);
}

/// What fills the buffer may be longer than it. ENODEV: what was open is gone; a driver that was
/// loaded anew has put another file in its place (kernfs fails reads of removed nodes so).
Result<std::string_view> KeptFiles::read_open(File& file) {
  const auto got = ::pread(file.descriptor.get(), buffer_.data(), buffer_.size(), 0);
  if (got >= 0 && static_cast<std::size_t>(got) < buffer_.size()) {
    return std::string_view(buffer_.data(), static_cast<std::size_t>(got));
  }
  const int failure = got < 0 ? errno : 0;
  if (failure != 0 && failure != ENODEV && failure != EINTR) {
    return os_error(file.path, failure);
  }
  file.may_stay_open = failure != 0;
  close(file);
  return read_once(file);
}

void KeptFiles::close(File& file) {
  file.descriptor.reset();
  --open_;
}

}  // namespace rackproof
