#include "matrix/matrix_file.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace hapmill {

namespace {

constexpr std::size_t look_bytes = 4096;
constexpr std::size_t skip_bytes = 64U << 10;

}  // namespace

MatrixFile::MatrixFile(InputPath const& path, TaskPool& pool) : file_{path}, pool_{pool} {
  if (file_.is_regular()) look();
}
MatrixFile::~MatrixFile() = default;

/// Finds out how the file is compressed.
void MatrixFile::look() {
  bytes_ = std::make_unique<FileBytes>(file_);
  ByteWindow window{*bytes_, look_bytes};
  compression_ = find_compression(window, name());
  is_looked_at_ = true;
  if (file_.is_regular()) {
    bytes_.reset();
  } else {
    bytes_->give_back(window.text());
  }
}

std::size_t MatrixFile::read_next(char* to, std::size_t count) {
  if (!given_back_.empty()) {
    std::size_t const size = given_back_.copy(to, count);
    given_back_.erase(0, size);
    return size;
  }
  if (!is_looked_at_) look();
  while (to_skip_ != 0) {
    std::vector<char> skipped(std::min<std::uint64_t>(to_skip_, skip_bytes));
    std::size_t const got = read_text(skipped.data(), skipped.size());
    if (got == 0) return 0;
    to_skip_ -= got;
  }
  return read_text(to, count);
}

std::size_t MatrixFile::read_text(char* to, std::size_t count) {
  if (is_regular()) {
    std::size_t const got = file_.read_at(to, count, offset_);
    offset_ += got;
    return got;
  }
  if (bytes_ == nullptr) bytes_ = std::make_unique<FileBytes>(file_);
  if (compression_ == Compression::none) return bytes_->read(to, count);
  if (text_ == nullptr) text_ = open_text_stream(compression_, *bytes_, name(), pool_);
  return text_->read(to, count);
}

void MatrixFile::restart(std::uint64_t skipped, std::string rest) {
  if (is_regular()) {
    offset_ = skipped;
  } else if (file_.is_regular()) {
    text_.reset();
    bytes_.reset();
    to_skip_ = skipped;
  } else {
    given_back_ = std::move(rest);
  }
}

std::uint64_t MatrixFile::bytes_taken() const {
  if (is_regular()) return offset_;
  return bytes_ == nullptr ? closed_bytes_ : bytes_->taken();
}

void MatrixFile::close_text() {
  closed_bytes_ = bytes_taken();
  text_.reset();
  bytes_.reset();
}

}  // namespace hapmill
